import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { inject } from 'vitest';
import { compose } from '../../server/src/compose.ts';
import { createPostgresPool } from '../../server/src/store/postgres-pool.ts';
import { readConfig } from '../../server/src/config.ts';
import type { Deps } from '../../server/src/domain/deps.ts';
import { startSession } from '../../server/src/domain/session/sessions.ts';
import { openEmbeddedDatabase } from '../../server/src/store/embedded/open-embedded-database.ts';
import { createPostgresDatabase } from '../../server/test/support/postgres.ts';
import { afterFile } from './after-file.ts';
import { people, type Person } from './federation.ts';
import { findTestPort } from './free-port.ts';
import type { Environment } from './keyturn-process.ts';
import type { MailServer } from './mail-server.ts';
import { makeTemporaryDirectory } from './temporary-directory.ts';

export type DatabaseKind = 'embedded' | 'PostgreSQL';

/** The environment of a `keyturn serve` on a database of its own, which is empty; mails go to files or to the server. */
export async function serveEnvironment(
  kind: DatabaseKind,
  mailServer?: Pick<MailServer, 'url'>,
): Promise<Environment> {
  const port = String(await findTestPort());
  const common = {
    KEYTURN_PORT: port,
    ...(mailServer === undefined ? { KEYTURN_MAIL: 'files' } : { KEYTURN_SMTP_URL: mailServer.url }),
    KEYTURN_LOG_LEVEL: 'warn',
    // With PostgreSQL too: files of mails go there.
    KEYTURN_DATA_DIR: join(makeTemporaryDirectory(), 'data'),
  };
  if (kind === 'embedded') return common;
  return {
    ...common,
    KEYTURN_DATABASE_URL: await makePostgresDatabase(),
    KEYTURN_MASTER_KEY: makeMasterKey(),
  };
}

export const makeMasterKey = (): string => randomBytes(32).toString('base64');

/** The URL of an empty database, dropped after the file's tests. */
export async function makePostgresDatabase(): Promise<string> {
  const { url, drop } = await createPostgresDatabase(inject('postgresUrl'));
  afterFile(drop);
  return url;
}

/** Works in this process on the database that a server with this environment uses; an embedded one must be free. */
export async function withDeps<Result>(
  environment: Environment,
  work: (deps: Deps) => Promise<Result>,
): Promise<Result> {
  const result = readConfig(environment, () => '', 'command');
  if (!result.ok) throw new Error(result.problems.join('\n'));
  const config = { ...result.config, logLevel: 'silent' as const };
  const { deps, close } = await compose({ config, secrets: result.secrets, command: 'test', demo: 'either' });
  try {
    return await work(deps);
  } finally {
    await close();
  }
}

/** Sessions of people who have just entered their second factor: the headers of a browser on the portal's own pages. */
export const signIn = (environment: Environment, publicUrl: string): Promise<Record<Person, Session>> =>
  withDeps(environment, async (deps) => {
    const open = async (person: Person): Promise<Session> => {
      const token = await startSession(deps, people[person], {
        stage: 'open',
        mfaAt: deps.clock.now(),
        amr: ['pwd', 'otp'],
        origin: { address: '127.0.0.1', userAgent: '' },
      });
      return { token, headers: { cookie: `keyturn_session=${token}`, origin: publicUrl } };
    };
    return {
      eastManager: await open('eastManager'),
      westManager: await open('westManager'),
      operator: await open('operator'),
    };
  });

export type Session = { token: string; headers: Record<string, string> };

/** Makes every link that was mailed so far look old, as if its time were over; an embedded database must be free. */
export const expireLinks = (environment: Environment): Promise<void> =>
  withDeps(environment, async ({ db }) => {
    await db
      .updateTable('account_link')
      .set({ created_at: new Date('2026-01-01T00:00:00Z'), expires_at: new Date('2026-01-02T00:00:00Z') })
      .execute();
  });

/** Every row of every table, as JSON behind the table's name: what a full dump shows. An embedded one must be free. */
export async function dumpDatabase(environment: Environment): Promise<string[]> {
  const { pool, close } = await openPool(environment);
  try {
    const { rows: tables } = await pool.query<{ name: string }>(
      `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
       where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`,
    );
    const lines: string[] = [];
    for (const { name } of tables) {
      const { rows } = await pool.query<{ line: string }>(
        `select row_to_json(t)::text as line from ${name} t`,
      );
      lines.push(...rows.map(({ line }) => `${name} ${line}`));
    }
    return lines.toSorted();
  } finally {
    await close();
  }
}

/** The private signing keys as they lie in the database, sealed. */
export async function readSealedSigningKeys(environment: Environment): Promise<Buffer[]> {
  const { pool, close } = await openPool(environment);
  try {
    const { rows } = await pool.query<{ private_sealed: Buffer }>('select private_sealed from signing_key');
    return rows.map(({ private_sealed: sealed }) => sealed);
  } finally {
    await close();
  }
}

async function openPool({ KEYTURN_DATABASE_URL: url, KEYTURN_DATA_DIR: directory = '' }: Environment) {
  if (url === undefined) return openEmbeddedDatabase({ directory, command: 'test' });
  const pool = createPostgresPool(url);
  return { pool, close: () => pool.end() };
}
