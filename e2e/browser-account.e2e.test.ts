import { beforeAll, describe, expect, test } from 'vitest';
import type { Locator, Page, Route } from 'playwright-core';
import { freshCode, wrongCode } from './support/browser-authenticator.ts';
import { expectGoodLooks, expectNoOverflow } from './support/browser-looks.ts';
import { accountOf, headersOf, openSession, startBrowserDemo } from './support/browser-session.ts';
import {
  buttonOf,
  dialogOf,
  expectFocused,
  expectGone,
  expectSeen,
  openPage,
  regionOf,
  type PortalSession,
} from './support/browser.ts';
import { addVirtualAuthenticator } from './support/browser-passkey.ts';
import type { Demo } from './support/demo.ts';
import { send } from './support/http.ts';

const inTime = { timeout: 15_000 };
const refused = [/ 403 /, / 400 /];

let demo: Demo;

beforeAll(async () => {
  demo = await startBrowserDemo();
});

const signIn = (name: string): Promise<PortalSession> => openSession(demo.publicUrl, accountOf(demo, name));

/** Their account page. */
async function openAccount(session: PortalSession, expected: RegExp[] = []): Promise<Page> {
  const page = await openPage(demo.publicUrl, { session, expected });
  await page.goto('/account');
  await expectSeen(mfaOf(page).getByRole('listitem'));
  return page;
}

const mfaOf = (page: Page): Locator => regionOf(page, 'Manage MFA');
const passwordOf = (page: Page): Locator => regionOf(page, 'Password');
const sessionsOf = (page: Page): Locator => regionOf(page, 'Sessions');
const factorNames = (page: Page): Promise<string[]> =>
  mfaOf(page).getByRole('listitem').locator('p:first-child').allTextContents();

const statusOf = async (session: PortalSession): Promise<number> =>
  (await send('GET', `${demo.publicUrl}/api/v1/session`, { headers: headersOf(demo.publicUrl, session) }))
    .status;

/** As the server answers more than five minutes after the last proof. */
const asStale = (route: Route): Promise<void> =>
  route.fulfill({
    status: 403,
    contentType: 'application/problem+json',
    body: JSON.stringify({
      type: 'urn:keyturn:problem:fresh-factor-required',
      title: 'Confirm with your second factor',
      status: 403,
      detail: 'This change needs a second factor entered in the last 5 minutes.',
      code: 'fresh-factor-required',
      requestId: '4be7a7a2-2f0e-4c57-9b5e-2f8f9a1c0d11',
    }),
  });

async function enterCode(dialog: Locator, code: string): Promise<void> {
  await dialog.getByLabel('Verification code', { exact: true }).fill(code);
  await buttonOf(dialog, 'Verify').click();
}

describe('Account', () => {
  test('is there for whoever is signed in: by the user menu, with or without a role, and for operators', async () => {
    for (const [name, role] of [
      ['colleague-nine', 'Member'],
      ['operator-one', 'Operator team'],
    ] as const) {
      const { email } = accountOf(demo, name);
      const page = await openPage(demo.publicUrl, { session: await signIn(name) });
      await page.goto('/manage-api-credentials');
      await page.getByRole('button', { name: /^Account of / }).click();
      await page.getByRole('link', { name: 'Account', exact: true }).click();
      await expectFocused(page.getByRole('heading', { level: 1, name: 'Account' }));
      const details = regionOf(page, 'Details');
      expect(await details.getByRole('definition').allTextContents()).toEqual(
        expect.arrayContaining([email, role]),
      );
      await expectSeen(details.getByRole('link', { name: 'support@example.org' }));

      await page.getByRole('button', { name: /^Account of / }).click();
      await page.getByRole('link', { name: 'Manage MFA', exact: true }).click();
      await expectFocused(page.getByRole('heading', { name: 'Manage MFA' }));
      expect(page.url()).toBe(`${demo.publicUrl}/account#mfa`);
      await page.reload();
      await expectFocused(page.getByRole('heading', { name: 'Manage MFA' }));
    }
  });

  test('asks to sign in first', async () => {
    const page = await openPage(demo.publicUrl);
    await page.goto('/account#mfa');
    await expectSeen(page.getByRole('heading', { level: 1, name: 'Sign in' }));
    expect(new URL(page.url()).searchParams.get('return')).toBe('/account#mfa');
  });

  test('says when the server fails, and tries again', async () => {
    const page = await openPage(demo.publicUrl, {
      session: await signIn('manager-two'),
      expected: [/ 503 /],
    });
    await page.route('**/api/v1/account', (route) => route.fulfill({ status: 503, body: '' }));
    await page.goto('/account');
    await expectSeen(mfaOf(page).getByText('Could not load your account. You are still signed in.'));
    await page.unrouteAll();
    await buttonOf(mfaOf(page), 'Try again').click();
    await expectSeen(mfaOf(page).getByRole('listitem'));
  });

  test('has no flaw that axe finds', async () => {
    const page = await openAccount(await signIn('manager-five'));
    await expectGoodLooks(page, 'account');
    const openers = ['Add authenticator', 'Add passkey', 'New recovery codes', /^Rename /, /^Remove /];
    for (const name of openers) {
      await mfaOf(page).getByRole('button', { name }).first().click();
      await expectSeen(page.getByRole('dialog'));
      // The code to scan is there.
      if (name === 'Add authenticator') await expectSeen(page.getByRole('dialog').locator('svg'));
      await expectGoodLooks(page, String(name));
      await page.keyboard.press('Escape');
      await expectGone(page.getByRole('dialog'));
      await expectFocused(mfaOf(page).getByRole('button', { name }).first());
    }
  });

  test('overflows nothing at 360 px with texts that are 40 % longer', async () => {
    const session = await signIn('manager-four');
    const page = await openPage(demo.publicUrl, { session, width: 360 });
    await page.goto('/account?locale=pseudo');
    await expectSeen(page.locator('#mfa li'));
    await expectNoOverflow(page, 'account');
    for (const button of await page.locator('#mfa').getByRole('button').all()) {
      await button.click();
      await expectSeen(page.getByRole('dialog'));
      await expectNoOverflow(page, 'dialog');
      await page.keyboard.press('Escape');
      await expectGone(page.getByRole('dialog'));
    }
  });
});

describe('R6.2 Manage MFA', () => {
  test('a passkey is added, renamed, proves who one is, and is removed as the last second factor', async () => {
    const session = await signIn('manager-eight');
    const page = await openAccount(session, refused);
    await addVirtualAuthenticator(page);
    await buttonOf(mfaOf(page), 'Add passkey').click();
    const adding = dialogOf(page, 'Add passkey');
    await adding.getByLabel('Name').fill('Laptop');
    await buttonOf(adding, 'Create a passkey').click();
    await expectGone(adding);
    await expectFocused(mfaOf(page).locator(':focus', { hasText: 'The passkey is added.' }));
    await expectSeen(buttonOf(mfaOf(page), 'Rename Laptop'));

    await buttonOf(mfaOf(page), 'Rename Laptop').click();
    const renaming = dialogOf(page, 'Rename second factor');
    await renaming.getByLabel('Name').fill('');
    await buttonOf(renaming, 'Rename').click();
    await expectSeen(renaming.getByText('Enter a name.'));
    await renaming.getByLabel('Name').fill('Work laptop');
    await buttonOf(renaming, 'Rename').click();
    await expectSeen(mfaOf(page).getByText('It is called “Work laptop” now.'));
    await expectSeen(buttonOf(mfaOf(page), 'Rename Work laptop'));

    // The proof is too old: the passkey gives a new one, and the removal goes on by itself.
    await page.route('**/api/v1/account/factors/*', asStale, { times: 1 });
    await buttonOf(mfaOf(page), 'Remove Authenticator app').click();
    const removing = dialogOf(page, 'Remove second factor');
    await expectFocused(buttonOf(removing, 'Cancel'));
    await expectSeen(removing.getByText('“Authenticator app” will no longer work as your second factor.'));
    expect(await removing.getByText(/^At your next sign-in/).count()).toBe(0);
    await buttonOf(removing, 'Remove').click();
    await expectSeen(removing.getByText('This change needs your second factor again.'));
    await buttonOf(removing, 'Use a passkey').click();
    await expectSeen(mfaOf(page).getByText('“Authenticator app” is removed.'));
    await expect.poll(() => factorNames(page), inTime).toEqual(['Work laptop']);

    await buttonOf(mfaOf(page), 'Remove Work laptop').click();
    await expectSeen(
      removing.getByText('At your next sign-in you add a new one, with a code that we mail to you.'),
    );
    await expectSeen(removing.getByText('The other managers of your applications are told.'));
    await buttonOf(removing, 'Remove').click();
    await expectSeen(mfaOf(page).getByText(/^You have no second factor\./));
    await expectFocused(mfaOf(page).locator(':focus', { hasText: '“Work laptop” is removed.' }));
    expect(await mfaOf(page).getByRole('listitem').count()).toBe(0);
  });

  test('an authenticator is added by its key, and its codes sign in', async () => {
    const account = accountOf(demo, 'manager-six');
    const page = await openAccount(await signIn('manager-six'), [/ 401 /]);
    await buttonOf(mfaOf(page), 'Add authenticator').click();
    const adding = dialogOf(page, 'Add authenticator');
    const key = await adding.getByText(/^([A-Z2-7]{4} ?){8}$/).textContent();
    const totpSecret = (key ?? '').replaceAll(' ', '');
    expect(totpSecret).not.toBe(account.totpSecret);
    await adding.getByLabel('Name').fill('Phone at home');
    await enterCode(adding, wrongCode(totpSecret));
    await expectSeen(adding.getByText(/^Enter the code that your authenticator shows now\./));
    await enterCode(adding, await freshCode(totpSecret));
    await expectSeen(mfaOf(page).getByText('The authenticator is added.'));
    await expect.poll(() => factorNames(page), inTime).toEqual(['Authenticator app', 'Phone at home']);
    expect(await page.evaluate(`document.documentElement.outerHTML.includes('${totpSecret}')`)).toBe(false);
    await openSession(demo.publicUrl, { ...account, totpSecret });
  });

  test('new recovery codes are shown once, and each signs in once', async () => {
    const account = accountOf(demo, 'manager-seven');
    const page = await openPage(demo.publicUrl, { session: await signIn('manager-seven') });
    // As more than five minutes after the last proof.
    await page.route('**/api/v1/account', async (route) => {
      const response = await route.fetch();
      const own = (await response.json()) as object;
      await route.fulfill({ response, json: { ...own, freshUntil: '2026-01-01T00:00:00.000Z' } });
    });
    await page.goto('/account');
    const none = mfaOf(page).getByText(/^You have no recovery codes left\./);
    await expectSeen(none);
    await buttonOf(mfaOf(page), 'New recovery codes').click();
    const dialog = dialogOf(page, 'New recovery codes');
    await buttonOf(dialog, 'Make new codes').click();
    await buttonOf(dialog, 'Cancel').click();
    await expectGone(dialog);
    await expectSeen(none);

    await buttonOf(mfaOf(page), 'New recovery codes').click();
    await buttonOf(dialog, 'Make new codes').click();
    await enterCode(dialog, await freshCode(account.totpSecret));
    const shown = dialog.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem');
    await expectSeen(shown);
    const codes = await shown.allTextContents();
    expect(new Set(codes).size).toBe(10);
    for (const code of codes) expect(code).toMatch(/^[a-z2-9]{4}(-[a-z2-9]{4}){2}$/);
    await page.keyboard.press('Escape');
    await buttonOf(dialog, 'Continue').click();
    await expectSeen(dialog.getByText('Store the codes first, then tick this.'));
    await dialog.getByLabel('I have stored these codes').check();
    await buttonOf(dialog, 'Continue').click();
    await expectSeen(mfaOf(page).getByText('10 recovery codes left.'));
    const kept = await page.evaluate<string>(
      `JSON.stringify([document.documentElement.outerHTML, { ...localStorage }, { ...sessionStorage }, history.state])`,
    );
    expect(codes.filter((code) => kept.includes(code))).toEqual([]);

    const signInBy = async (code: string): Promise<number> => {
      const url = `${demo.publicUrl}/api/v1/session`;
      const headers = { origin: demo.publicUrl };
      const { email, password } = account;
      const first = await send('POST', url, { headers, json: { email, password } });
      const cookie = first.headers.getSetCookie()[0]?.split(';')[0] ?? '';
      const second = await send('POST', `${url}/verification`, {
        headers: { ...headers, cookie },
        json: { code },
      });
      return second.status;
    };
    expect(await signInBy(codes[3] ?? '')).toBe(200);
    expect(await signInBy(codes[3] ?? '')).toBe(401);
    await page.reload();
    await expectSeen(mfaOf(page).getByText('9 recovery codes left.'));
    await buttonOf(mfaOf(page), 'New recovery codes').click();
    await expectSeen(dialog.getByText('The 9 recovery codes that you have stop working.'));
  });
});

describe('R6.2 Password', () => {
  test('is changed with the current one and a fresh second factor; nothing typed is lost on the way', async () => {
    const account = accountOf(demo, 'manager-three');
    const elsewhere = await signIn('manager-three');
    const page = await openAccount(await signIn('manager-three'), refused);
    const current = passwordOf(page).getByLabel('Current password');
    const chosen = passwordOf(page).getByLabel('New password');
    const change = buttonOf(passwordOf(page), 'Change password');
    await change.click();
    await expectSeen(passwordOf(page).getByText('Enter your current password.'));
    await expectSeen(passwordOf(page).getByText('Enter a new password.'));

    await current.fill(`${account.password}x`);
    await chosen.fill('too short');
    await change.click();
    await expectSeen(passwordOf(page).getByText('Enter the password with which you sign in now.'));
    await expectFocused(current);
    await current.fill(account.password);
    await change.click();
    await expectSeen(passwordOf(page).getByText('Choose a password of at least 12 characters.'));
    await expectFocused(chosen);

    const password = 'umbrella violet tractor nine';
    await chosen.fill(password);
    await page.route('**/api/v1/account/password', asStale, { times: 2 });
    await change.click();
    const proof = dialogOf(page, 'Confirm that it is you');
    await buttonOf(proof, 'Cancel').click();
    await expectGone(proof);
    await expectFocused(change);
    expect([await current.inputValue(), await chosen.inputValue()]).toEqual([account.password, password]);
    expect(await statusOf(elsewhere)).toBe(200);

    await change.click();
    await enterCode(proof, await freshCode(account.totpSecret));
    await expectSeen(
      passwordOf(page).getByText('Your password is changed. You are signed out everywhere else.'),
    );
    await expectFocused(page.getByRole('heading', { name: 'Password' }));
    expect([await current.inputValue(), await chosen.inputValue()]).toEqual(['', '']);
    expect(await statusOf(elsewhere)).toBe(401);
    await page.reload();
    await expectSeen(sessionsOf(page).getByText('This session'));
    const again = await send('POST', `${demo.publicUrl}/api/v1/session`, {
      headers: { origin: demo.publicUrl },
      json: { email: account.email, password },
    });
    expect(again.status).toBe(200);
  });
});

describe('R6.3 Sessions', () => {
  test('are listed with device and address, and end one by one or all at once', async () => {
    const other = await signIn('manager-one');
    const page = await openAccount(await signIn('manager-one'));
    const items = sessionsOf(page).getByRole('listitem');
    await expect.poll(() => items.count(), inTime).toBe(2);
    for (const text of await items.allTextContents())
      expect(text).toMatch(/127\.0\.0\.1 · signed in today \d\d:\d\d · last input today \d\d:\d\d/);

    await items.filter({ hasNotText: 'This session' }).getByRole('button').click();
    await expect.poll(() => items.count(), inTime).toBe(1);
    await expectSeen(items.getByText('This session'));
    await expectFocused(page.getByRole('heading', { name: 'Sessions' }));
    expect(await statusOf(other)).toBe(401);

    const cookies = await page.context().cookies();
    await buttonOf(sessionsOf(page), 'Sign out everywhere').click();
    await expectSeen(page.getByRole('heading', { level: 1, name: 'Sign in' }));
    await page.context().addCookies(cookies);
    expect((await page.request.get('/api/v1/session')).status()).toBe(401);
  });
});
