import { beforeAll, expect, test } from 'vitest';
import { freshCode, wrongCode } from './support/browser-authenticator.ts';
import { expectJourneyOfSecret } from './support/browser-journey.ts';
import {
  accountOf,
  enterCode,
  enterPassword,
  signInOn,
  signOutOn,
  startBrowserDemo,
} from './support/browser-session.ts';
import { buttonOf, expectSeen, openPage, regionOf } from './support/browser.ts';
import type { Demo } from './support/demo.ts';

let demo: Demo;

beforeAll(async () => {
  demo = await startBrowserDemo();
});

const applicationOf = (name: string) => {
  const application = demo.applications.find((candidate) => candidate.name === name);
  const api = demo.apis.find(({ id }) => id === application?.apis[0]);
  if (application === undefined || api === undefined) throw new Error(`no ${name} in the demo`);
  return { application, resource: api.identifier };
};

test('a manager chooses a sample account, signs in, creates, copies, uses and deletes a secret', async () => {
  const page = await openPage(demo.publicUrl);
  await page.goto('/');
  await expectSeen(page.getByRole('heading', { level: 1, name: 'Sign in' }));
  await page.getByRole('button', { name: /^Manager Five / }).click();
  expect(await page.getByLabel('Email', { exact: true }).inputValue()).toBe('manager-five@br.example.org');
  await buttonOf(page, 'Sign in').click();
  const fillIn = page.getByRole('button', { name: /^Fill in \d{3} \d{3}$/ });
  await fillIn.click();
  await buttonOf(page, 'Verify').click();
  await expectSeen(page.getByRole('heading', { level: 1, name: 'Manage API Credentials' }));
  await expectJourneyOfSecret(page, {
    server: demo.publicUrl,
    ...applicationOf('Partner-BR-RegistroExemplodeDoadores-SMC'),
  });
});

test('a wrong password is refused; the right one leads back to the page that was asked for', async () => {
  const account = accountOf(demo, 'manager-three');
  const { application } = applicationOf('Partner-NL-VoorbeeldDonorbank-DM');
  const path = `/manage-api-credentials?application=${application.clientId}`;
  const page = await openPage(demo.publicUrl);
  await page.goto(path);
  await enterPassword(page, { email: account.email, password: `${account.password}x` });
  await expectSeen(
    page.getByRole('alert').filter({ hasText: 'The e-mail address or the password is wrong.' }),
  );
  expect(page.url()).toContain('/sign-in');

  await signInOn(page, account);
  expect(new URL(page.url()).pathname + new URL(page.url()).search).toBe(path);
  await expectSeen(regionOf(page, application.name));
  expect(await page.getByRole('heading', { level: 2 }).allTextContents()).toEqual([application.name]);
});

test('a wrong code and a used one are refused', async () => {
  const account = accountOf(demo, 'manager-six');
  const code = await freshCode(account.totpSecret, 'present');
  const page = await openPage(demo.publicUrl);
  await page.goto('/sign-in');
  await enterPassword(page, account);
  await enterCode(page, wrongCode(account.totpSecret));
  await expectSeen(page.getByText('Enter the code that your authenticator shows now.'));
  await enterCode(page, code);
  await expectSeen(page.getByRole('heading', { level: 1, name: 'Manage API Credentials' }));

  const thief = await openPage(demo.publicUrl);
  await thief.goto('/sign-in');
  await enterPassword(thief, account);
  await enterCode(thief, code);
  await expectSeen(thief.getByText('Every code works once. Wait for the next one.'));
  await expectSeen(thief.getByText(/^next code in \d+ s$/));
  // The password was right: the second factor is still asked for, and nothing else.
  await thief.goto('/manage-api-credentials');
  await expectSeen(thief.getByLabel('Verification code', { exact: true }));
});

test('a password alone opens nothing, and signing out ends the session for good', async () => {
  const account = accountOf(demo, 'manager-eight');
  const page = await openPage(demo.publicUrl);
  const read = async (): Promise<number> =>
    (await page.request.get(`${demo.publicUrl}/api/v1/applications`)).status();
  await page.goto('/sign-in');
  await enterPassword(page, account);
  await expectSeen(page.getByLabel('Verification code', { exact: true }));
  expect(await read()).toBe(401);
  await enterCode(page, await freshCode(account.totpSecret));
  await expectSeen(page.getByRole('heading', { level: 1, name: 'Manage API Credentials' }));
  expect(await read()).toBe(200);

  const cookies = await page.context().cookies();
  expect(cookies).toEqual([
    expect.objectContaining({ httpOnly: true, sameSite: expect.stringMatching(/Lax|Strict/) as string }),
  ]);
  await signOutOn(page);
  expect(await page.context().cookies()).toEqual([]);
  await page.context().addCookies(cookies);
  expect(await read()).toBe(401);
  await page.goBack();
  await expectSeen(page.getByRole('heading', { level: 1, name: 'Sign in' }));
});
