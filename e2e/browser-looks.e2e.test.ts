import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { freshCode } from './support/browser-authenticator.ts';
import { expectGoodLooks, expectNoOverflow } from './support/browser-looks.ts';
import { accountOf, openSession, startBrowserDemo } from './support/browser-session.ts';
import {
  buttonOf,
  dialogOf,
  expectFocused,
  expectGone,
  expectSeen,
  openApplications,
  openPage,
  regionOf,
  type PortalSession,
} from './support/browser.ts';
import type { Demo } from './support/demo.ts';
import { send } from './support/http.ts';
import { repository } from './support/keyturn-process.ts';

const maxInitialScriptBytes = 220 * 1024;
const application = 'Partner-DE-SuddeutschesBeispielregister-SMC';

let demo: Demo;
let manager: PortalSession;
let colleague: PortalSession;
let operator: PortalSession;

beforeAll(async () => {
  demo = await startBrowserDemo();
  manager = await openSession(demo.publicUrl, accountOf(demo, 'manager-one'));
  colleague = await openSession(demo.publicUrl, accountOf(demo, 'colleague-nine'));
  operator = await openSession(demo.publicUrl, accountOf(demo, 'operator-one'));
});

const cancel = async (page: Page): Promise<void> => {
  await page.keyboard.press('Escape');
  await expectGone(page.getByRole('dialog'));
};

test('signing in has no flaw that axe finds', async () => {
  // No set-up is under way in this browser.
  const page = await openPage(demo.publicUrl, { expected: [/ 410 /] });
  await page.goto('/sign-in');
  await expectSeen(page.getByRole('button', { name: /^Manager One / }));
  await expectGoodLooks(page, 'sign-in');
  await page.getByRole('button', { name: /^Manager One / }).click();
  await page.getByLabel('Password', { exact: true }).fill('');
  await buttonOf(page, 'Sign in').click();
  await expectSeen(page.getByText('Enter your password.'));
  await expectGoodLooks(page, 'sign-in, password missing');
  await page.getByRole('button', { name: /^Manager One / }).click();
  await buttonOf(page, 'Sign in').click();
  await expectSeen(page.getByLabel('Verification code', { exact: true }));
  await expectSeen(page.getByText(/^(Current code|The current code was used:)/));
  await expectGoodLooks(page, 'verification code');
  await page.goto('/set-up#x');
  await expectSeen(page.getByRole('heading', { name: 'Set up your account' }));
  await expectGoodLooks(page, 'set-up');
});

test('Manage API Credentials has no flaw that axe finds', async () => {
  const page = await openPage(demo.publicUrl, { session: manager });
  await openApplications(page);
  await expectGoodLooks(page, 'list');
  await page.getByRole('button', { name: /^Account of / }).click();
  await expectGoodLooks(page, 'user menu');
});

test.each([
  ['Connection details', 'Connection details'],
  ['Usage of Search system', 'Usage of Search system'],
  ['Rotate client secret', 'Rotate secret Search system'],
  ['Delete client secret', 'Delete secret Search system'],
  ['Disable client secret', 'Disable secret Search system'],
  ['Create client secret', 'Create new secret'],
] as const)('the dialog %s has no flaw that axe finds', async (dialog, opener) => {
  const page = await openPage(demo.publicUrl, { session: manager });
  await openApplications(page);
  await buttonOf(regionOf(page, application), opener).click();
  await expectSeen(dialogOf(page, dialog));
  await expectGoodLooks(page, dialog);
});

test('a client secret that is shown once, and its deletion, have no flaw that axe finds', async () => {
  const page = await openPage(demo.publicUrl, { session: manager });
  await openApplications(page);
  const region = regionOf(page, application);
  await buttonOf(region, 'Create new secret').click();
  await buttonOf(dialogOf(page, 'Create client secret'), 'Create').click();
  const shown = dialogOf(page, 'Copy your client secret now');
  await expectSeen(shown);
  await expectGoodLooks(page, 'copy');
  await buttonOf(shown, 'Done').click();
  await expectSeen(buttonOf(shown, 'Delete this secret'));
  await expectGoodLooks(page, 'not copied');
  await buttonOf(shown, 'Delete this secret').click();
  await expectSeen(page.getByText('Deleted. No token can be obtained with it.'));
  await region.getByText(/^Recently deleted/).click();
  await expectGoodLooks(page, 'deleted');
});

test('the pages with nothing to show have no flaw that axe finds', async () => {
  const page = await openPage(demo.publicUrl, { session: colleague, expected: [/ 503 /, / 404 /] });
  // The demo has neither.
  const published = { privacyUrl: 'https://example.org/privacy', termsVersion: 1 };
  await page.route('**/api/v1/portal', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, json: { ...((await response.json()) as object), ...published } });
  });
  await page.goto('/manage-api-credentials');
  await expectSeen(buttonOf(page, 'Copy request text'));
  const footer = page.getByRole('contentinfo');
  const addressOf = (name: string) => footer.getByRole('link', { name, exact: true }).getAttribute('href');
  expect([await addressOf('Terms'), await addressOf('Privacy')]).toEqual(['/terms', published.privacyUrl]);
  await expectGoodLooks(page, 'no role');
  let answer: () => void = () => {};
  const held = new Promise<void>((resolve) => {
    answer = resolve;
  });
  await page.route('**/api/v1/applications?**', async (route) => {
    await held;
    await route.fulfill({ status: 503, body: '' });
  });
  await page.reload();
  await expectSeen(page.getByText('Loading your applications…'));
  await expectGoodLooks(page, 'loading');
  answer();
  await expectSeen(buttonOf(page, 'Try again'));
  await expectGoodLooks(page, 'failure');
  await page.goto('/there-is-no-such-page');
  await expectSeen(page.getByRole('heading', { name: 'There is no such page' }));
  await expectGoodLooks(page, 'no such page');

  const operators = await openPage(demo.publicUrl, { session: operator });
  await operators.goto('/manage-api-credentials');
  await expectSeen(operators.getByText(/^Operators hold no credential manager role\./));
  expect(await operators.getByRole('link', { name: /^Privacy$/ }).count()).toBe(0);
  await expectGoodLooks(operators, 'operator');
});

test('texts that are 40 % longer overflow nothing at 360 px', async () => {
  const signIn = await openPage(demo.publicUrl, { width: 360 });
  await signIn.goto('/sign-in?locale=pseudo');
  await expectSeen(signIn.locator('input[name=password]'));
  await expectNoOverflow(signIn, 'sign-in');

  const page = await openPage(demo.publicUrl, { width: 360, session: manager });
  await openApplications(page, '?locale=pseudo');
  expect(await page.getByRole('heading', { level: 1 }).textContent()).not.toBe('Manage API Credentials');
  await expectNoOverflow(page, 'list');
  // Every button of a region that opens a dialog; none has a name that is known here.
  const buttons = page.getByRole('region', { name: application }).getByRole('button');
  const opened: string[] = [];
  // The first one copies the client ID; those that open the guide have no dialog.
  for (let index = 1; index < (await buttons.count()); index += 1) {
    if ((await buttons.nth(index).getAttribute('aria-expanded')) !== null) continue;
    await buttons.nth(index).click();
    const dialog = page.getByRole('dialog');
    // The code of some is read when they are first opened.
    await expectSeen(dialog);
    const title = await dialog.getByRole('heading', { level: 2 }).first().textContent();
    opened.push(title ?? '');
    await expectNoOverflow(page, title ?? '');
    await cancel(page);
  }
  expect(new Set(opened).size).toBeGreaterThanOrEqual(4);
});

test('the keyboard alone signs in, opens a dialog and closes it; the focus returns', async () => {
  const { email, password, totpSecret } = accountOf(demo, 'manager-three');
  const page = await openPage(demo.publicUrl);
  await page.goto('/sign-in');
  await tabTo(page, 'Email');
  await page.keyboard.type(email);
  await tabTo(page, 'Password');
  await page.keyboard.type(password);
  await page.keyboard.press('Enter');
  // The focus is there already.
  await expectFocused(page.getByLabel('Verification code', { exact: true }));
  await page.keyboard.type(await freshCode(totpSecret));
  await page.keyboard.press('Enter');
  await expectFocused(page.getByRole('heading', { level: 1, name: 'Manage API Credentials' }));

  const opener = buttonOf(page, 'Delete secret Automation');
  await expectSeen(opener);
  await tabTo(page, 'Delete secret Automation');
  await page.keyboard.press('Enter');
  const dialog = dialogOf(page, 'Delete client secret');
  await expectFocused(buttonOf(dialog, 'Cancel'));
  for (let presses = 0; presses < 8; presses += 1) {
    await page.keyboard.press('Tab');
    await expectSeen(dialog.locator(':focus'));
  }
  await page.keyboard.press('Escape');
  await expectGone(dialog);
  await expectFocused(opener);

  await page.keyboard.press('Shift+Tab');
  await expectFocused(buttonOf(page, 'Disable secret Automation'));
  await page.keyboard.press('Enter');
  await expectSeen(dialogOf(page, 'Disable client secret'));
  await page.keyboard.press('Escape');
  await expectFocused(buttonOf(page, 'Disable secret Automation'));
});

test.each(['light', 'dark'] as const)(
  'where the system sets the colours, %s ones, the ring of the focus differs from what is behind it',
  async (colorScheme) => {
    const page = await openPage(demo.publicUrl, { session: manager });
    await page.emulateMedia({ colorScheme, forcedColors: 'active' });
    await openApplications(page);
    const expectRing = async (): Promise<void> => {
      const ring = await page.evaluate<string[] | null>(`(() => {
        // Within a date field the browser's own parts have the focus, and rings of their own.
        if (!document.activeElement.matches(':focus')) return null;
        const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(document.activeElement);
        const behind = getComputedStyle(document.body).backgroundColor;
        return [document.activeElement.outerHTML.slice(0, 160), outlineStyle, outlineWidth, outlineColor, behind];
      })()`);
      if (ring === null) return;
      const [focused, style, width = '', color, behind] = ring;
      const isDrawn = style === 'solid' && Number.parseFloat(width) >= 2;
      expect({ focused, isDrawn, isSeen: color !== behind }).toEqual({
        focused,
        isDrawn: true,
        isSeen: true,
      });
    };
    for (let presses = 0; presses < 25; presses += 1) {
      await page.keyboard.press('Tab');
      await expectRing();
    }
    await buttonOf(regionOf(page, application), 'Create new secret').click();
    await expectSeen(dialogOf(page, 'Create client secret'));
    for (let presses = 0; presses < 8; presses += 1) {
      await page.keyboard.press('Tab');
      await expectRing();
    }
  },
);

/** Presses Tab until the control of this name has the focus, as somebody without a mouse does. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let presses = 0; presses < 80; presses += 1) {
    await page.keyboard.press('Tab');
    const focused = await page.evaluate<string>(`(({ labels, ariaLabel, textContent }) =>
      labels?.[0]?.textContent ?? ariaLabel ?? textContent)(document.activeElement)`);
    if (focused === name) return;
  }
  throw new Error(`Tab does not reach “${name}”`);
}

test('pages come with a policy that lets neither inline scripts and styles nor eval run', async () => {
  for (const path of ['/sign-in', '/manage-api-credentials', '/set-up', '/notifications']) {
    const { status, headers } = await send('GET', demo.publicUrl + path);
    expect(status).toBe(200);
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain(`default-src 'none'`);
    expect(policy).toContain(`script-src 'self';`);
    expect(policy).toContain(`frame-ancestors 'none'`);
    expect(policy).not.toMatch(/unsafe-|\*|https?:/);
  }
});

test.each(['/sign-in', '/manage-api-credentials'])('%s loads no more than 220 KB of script', async (path) => {
  const page = await openPage(demo.publicUrl, path === '/sign-in' ? {} : { session: manager });
  const loaded: string[] = [];
  page.on('response', (response) => {
    const { pathname, origin } = new URL(response.url());
    expect(origin).toBe(demo.publicUrl);
    if (response.request().resourceType() === 'script') loaded.push(pathname);
  });
  await page.goto(path, { waitUntil: 'networkidle' });
  await expectSeen(page.getByRole('heading', { level: 2 }));
  const assets = readdirSync(join(repository, 'web/dist/assets'));
  expect(assets).toEqual(expect.arrayContaining(loaded.map((name) => name.replace('/assets/', ''))));
  const sizes = loaded.map((name) => gzipSync(readFileSync(join(repository, 'web/dist', name))).length);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  console.info(`${path}: ${loaded.length} scripts, ${(total / 1024).toFixed(1)} KB gzip`);
  expect(loaded.length).toBeGreaterThan(1);
  expect(total).toBeLessThanOrEqual(maxInitialScriptBytes);
});
