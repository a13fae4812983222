import { expect } from 'vitest';
import type { Page } from 'playwright-core';
import { buttonOf, expectSeen, type PortalSession } from './browser.ts';
import { freshCode } from './browser-authenticator.ts';
import { readDemo, startDemo, type Demo } from './demo.ts';
import { findTestPort } from './free-port.ts';
import { send } from './http.ts';
import { makeTemporaryDirectory } from './temporary-directory.ts';

export type Account = { email: string; password: string; totpSecret: string };

/** A demo on a port of its own, just seeded; it ends after the file's tests. */
export async function startBrowserDemo(): Promise<Demo> {
  const directory = makeTemporaryDirectory();
  const env = { KEYTURN_DATA_DIR: directory, KEYTURN_PORT: String(await findTestPort()) };
  const { url } = await startDemo(env);
  return { ...readDemo(directory), publicUrl: url };
}

/** One of the demo's sample accounts, by the beginning of its e-mail address. */
export function accountOf(demo: Demo, name: string): Account {
  const account = demo.accounts.find(({ email }) => email.startsWith(name));
  if (account === undefined) throw new Error(`the demo has no account ${name}`);
  return account;
}

/** Signs in over HTTP, both steps, for tests that are not about signing in. */
export async function openSession(server: string, account: Account): Promise<PortalSession> {
  const headers = { origin: server };
  const { email, password, totpSecret } = account;
  const first = await send('POST', `${server}/api/v1/session`, { headers, json: { email, password } });
  expect(first.status).toBe(200);
  const pending = readCookie(first.headers);
  const second = await send('POST', `${server}/api/v1/session/verification`, {
    headers: { ...headers, cookie: `${pending.name}=${pending.value}` },
    json: { code: await freshCode(totpSecret) },
  });
  expect(second.status).toBe(200);
  return readCookie(second.headers);
}

/** The headers by which tests act as that person, as another open page of theirs would. */
export const headersOf = (server: string, { name, value }: PortalSession): Record<string, string> => ({
  origin: server,
  cookie: `${name}=${value}`,
});

function readCookie(headers: Headers): PortalSession {
  const [, name = '', value = ''] = /^([^=]+)=([^;]+)/.exec(headers.getSetCookie()[0] ?? '') ?? [];
  return { name, value };
}

/** Types e-mail address and password into the sign-in page that is open, and sends them. */
export async function enterPassword(
  page: Page,
  { email, password }: Pick<Account, 'email' | 'password'>,
): Promise<void> {
  await page.getByLabel('Email', { exact: true }).fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await buttonOf(page, 'Sign in').click();
}

export async function enterCode(page: Page, code: string): Promise<void> {
  await page.getByLabel('Verification code', { exact: true }).fill(code);
  await buttonOf(page, 'Verify').click();
}

/** Signs in by the page, from wherever it asked for it. */
export async function signInOn(page: Page, account: Account): Promise<void> {
  await enterPassword(page, account);
  await enterCode(page, await freshCode(account.totpSecret));
  await expectSeen(page.getByRole('heading', { level: 1, name: 'Manage API Credentials' }));
}

/** Signs out by the user menu. */
export async function signOutOn(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Account of / }).click();
  await buttonOf(page, 'Sign out').click();
  await expectSeen(page.getByRole('heading', { level: 1, name: 'Sign in' }));
}
