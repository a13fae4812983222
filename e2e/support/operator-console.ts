import type { Page } from 'playwright-core';
import { openPage, type Look } from './browser.ts';
import { serveEnvironment, signIn, type Session } from './database.ts';
import { federationFile, type Person } from './federation.ts';
import { startServer, succeed } from './keyturn-process.ts';
import type { MailServer } from './mail-server.ts';

/** A `keyturn serve` with a federation, and its people signed in. */
export type Console = {
  server: string;
  sessions: Record<Person, Session>;
  openAs: (person: Person, path: string, look?: Look) => Promise<Page>;
};

type Options = { file?: string; mailServer?: Pick<MailServer, 'url'> };

/** Serves what an import file says from an embedded database; without a mail server mails go to files. */
export async function serveConsole({ file = federationFile, mailServer }: Options = {}): Promise<Console> {
  const env = await serveEnvironment('embedded', mailServer);
  const server = `http://localhost:${env['KEYTURN_PORT']}`;
  await succeed(['import', file], { env });
  const sessions = await signIn(env, server);
  await startServer(['serve'], { env });
  return {
    server,
    sessions,
    openAs: (person, path, look = {}) =>
      openAt(server, path, {
        session: { name: 'keyturn_session', value: sessions[person].token },
        ...look,
      }),
  };
}

/** A page of the portal at `path`. */
export async function openAt(origin: string, path: string, look: Look): Promise<Page> {
  const page = await openPage(origin, look);
  await page.goto(path);
  return page;
}
