import type { User } from '@keyturn/contract';
import type { LightMyRequestResponse } from 'fastify';
import { listMails } from '../../src/store/mails.ts';
import type { ids } from './federation.ts';
import type { TestKeyturn } from './keyturn.ts';
import { openBrowser, type PortalBrowser } from './portal-browser.ts';

/** A browser in which somebody of the sample federation is signed in. */
export async function openAs(keyturn: TestKeyturn, person: keyof typeof ids.users): Promise<PortalBrowser> {
  const browser = openBrowser(keyturn);
  const { cookie = '' } = await keyturn.signedIn(person);
  browser.cookie = cookie.split('=')[1] ?? null;
  return browser;
}

/** A Keyturn whose mails of the first import are forgotten, with an operator signed in. */
export async function withOperator(keyturn: TestKeyturn) {
  await keyturn.deps.db.deleteFrom('mail').execute();
  return { keyturn, ...keyturn, operator: await openAs(keyturn, 'operator') };
}

/** Every mail since, oldest first, as recipient and subject. */
export async function allMails({ deps }: Pick<TestKeyturn, 'deps'>): Promise<string[]> {
  const mails = await listMails(deps.db, 1_000);
  return mails.toReversed().map(({ recipient, subject }) => `${recipient}: ${subject}`);
}

/** The body of the newest mail to an address. */
export async function newestMail({ deps }: Pick<TestKeyturn, 'deps'>, email: string): Promise<string> {
  const mails = await listMails(deps.db, 1_000);
  return mails.find(({ recipient }) => recipient === email)?.text ?? '';
}

/** The audit events of these actions, oldest first. */
export const recorded = ({ deps }: Pick<TestKeyturn, 'deps'>, like: string) =>
  deps.db
    .selectFrom('audit_event')
    .select(['action', 'target_id', 'target_name', 'application_id', 'before', 'after', 'actor'])
    .where('action', 'like', like)
    .orderBy('seq')
    .execute();

export const userOf = (response: LightMyRequestResponse): User => response.json<User>();

/** The fields that a refusal names. */
export const fieldsOf = (response: LightMyRequestResponse): string[] =>
  (response.json<{ errors?: { path: string }[] }>().errors ?? []).map(({ path }) => path);
