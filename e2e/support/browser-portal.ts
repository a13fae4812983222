import type { Page } from 'playwright-core';
import { accountOf, headersOf, openSession, startBrowserDemo } from './browser-session.ts';
import { openApplications, openPage, type Look, type PortalSession } from './browser.ts';
import type { Demo } from './demo.ts';
import { send } from './http.ts';
import { deleteSecret, type ListedApplication } from './journey.ts';

/** A demo whose sample managers are signed in, by the beginnings of their e-mail addresses. */
export type Portal = Awaited<ReturnType<typeof startPortal>>;

export async function startPortal(managers: string[], started?: Demo) {
  const demo = started ?? (await startBrowserDemo());
  const sessions = new Map<string, PortalSession>();
  for (const name of managers) sessions.set(name, await openSession(demo.publicUrl, accountOf(demo, name)));

  const session = (manager: string): PortalSession => {
    const found = sessions.get(manager);
    if (found === undefined) throw new Error(`${manager} is not signed in`);
    return found;
  };
  const headers = (manager: string): Record<string, string> => headersOf(demo.publicUrl, session(manager));

  function application(name: string): Demo['applications'][number] {
    const found = demo.applications.find((candidate) => candidate.name === name);
    if (found === undefined) throw new Error(`no ${name} in the demo`);
    return found;
  }

  /** Their page Manage API Credentials. */
  async function open(manager: string, look: Look = {}, query = ''): Promise<Page> {
    const page = await openPage(demo.publicUrl, { ...look, session: session(manager) });
    await openApplications(page, query);
    return page;
  }

  /** The secrets that an application has now, in the server's words. */
  async function secrets(manager: string, name: string): Promise<ListedApplication['secrets']> {
    const url = `${demo.publicUrl}/api/v1/applications/${application(name).clientId}`;
    return (await send('GET', url, { headers: headers(manager) })).json<ListedApplication>().secrets;
  }

  async function remove(manager: string, name: string, secretName: string): Promise<void> {
    const found = (await secrets(manager, name)).find((secret) => secret.name === secretName);
    const { clientId } = application(name);
    const answer = await deleteSecret(demo.publicUrl, headers(manager), clientId, found?.id ?? '');
    if (answer.status !== 204) throw new Error(`${secretName} was not deleted: ${answer.text}`);
  }

  return { demo, session, headers, application, open, secrets, remove };
}
