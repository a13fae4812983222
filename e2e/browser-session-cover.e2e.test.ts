import { beforeAll, describe, expect, test } from 'vitest';
import type { Locator, Page, Route } from 'playwright-core';
import { freshCode } from './support/browser-authenticator.ts';
import { expectPlaintextNowhere } from './support/browser-journey.ts';
import { expectGoodLooks, expectNoOverflow } from './support/browser-looks.ts';
import {
  accountOf,
  enterCode,
  enterPassword,
  openSession,
  startBrowserDemo,
} from './support/browser-session.ts';
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
import type { Demo } from './support/demo.ts';

const inTime = { timeout: 15_000 };
const secretValue = /^[A-Za-z0-9]{3}_kt_[A-Za-z0-9]{49}$/;
const refusedByServer = [/ 403 /];

let demo: Demo;
const sessions = new Map<string, PortalSession>();

beforeAll(async () => {
  demo = await startBrowserDemo();
});

/** Their page Manage API Credentials, in a browser whose clock the test moves. The server's goes on as it does. */
async function openPageOf(name: string, expected: RegExp[] = []): Promise<Page> {
  const session = sessions.get(name) ?? (await openSession(demo.publicUrl, accountOf(demo, name)));
  sessions.set(name, session);
  const page = await openPage(demo.publicUrl, { session, expected });
  await page.clock.install();
  await openApplications(page);
  return page;
}

async function openApplications(page: Page): Promise<void> {
  await page.goto('/manage-api-credentials');
  await expectSeen(page.getByRole('heading', { level: 2 }));
}

const coverOf = (page: Page): Locator => dialogOf(page, 'Still there?');
const minutes = (count: number): number => count * 60_000;

async function resume(page: Page): Promise<void> {
  await buttonOf(coverOf(page), 'Continue').click();
  await expectGone(coverOf(page));
}

/** Opens the form and types a name. */
async function typeName(page: Page, name: string): Promise<Locator> {
  await buttonOf(page, 'Create new secret').first().click();
  const field = dialogOf(page, 'Create client secret').getByLabel('Client secret name');
  await field.fill(name);
  return field;
}

/** What the page asks the server for from now on. */
function watchRequests(page: Page): string[] {
  const requests: string[] = [];
  page.on('request', (request) => {
    const { pathname } = new URL(request.url());
    if (pathname.startsWith('/api/'))
      requests.push(`${request.method()} ${pathname.slice('/api/v1'.length)}`);
  });
  return requests;
}

/** Two more frames, in which the page would have done something. */
const settle = (page: Page): Promise<unknown> =>
  page.evaluate(
    'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))',
  );

const asCovered = (route: Route): Promise<void> =>
  route.fulfill({
    status: 403,
    contentType: 'application/problem+json',
    body: JSON.stringify({
      type: 'urn:keyturn:problem:session-covered',
      title: 'The page is locked',
      status: 403,
      detail: 'There was no input for an hour.',
      code: 'session-covered',
      requestId: '4be7a7a2-2f0e-4c57-9b5e-2f8f9a1c0d11',
    }),
  });

describe('R6.3 an hour without input', () => {
  test('covers the page: nothing of it is seen or reached; Continue brings it back as it was', async () => {
    const page = await openPageOf('manager-six');
    const field = await typeName(page, 'Typed before lunch');
    await page.clock.fastForward(minutes(59));
    await settle(page);
    expect(await coverOf(page).count()).toBe(0);

    await page.clock.fastForward(minutes(1.5));
    const cover = coverOf(page);
    await expectSeen(cover.getByText('This page is locked. Nothing was lost.'));
    await expectFocused(buttonOf(cover, 'Continue'));
    expect(await cover.getByRole('button').allTextContents()).toEqual(['Continue', 'Sign out']);
    expect(await field.isVisible()).toBe(false);
    expect(await page.locator('body > :not(dialog) *').filter({ visible: true }).count()).toBe(0);
    // Nor to whom the page is read aloud.
    expect((await page.locator('body').ariaSnapshot()).match(/Create client secret|Manage API/)).toBeNull();

    // Neither Escape, a click beside it nor the keyboard leads out.
    for (const key of ['Escape', 'Escape', 'Escape', 'Tab', 'Tab', 'Tab', 'x'])
      await page.keyboard.press(key);
    await page.mouse.click(5, 5);
    await page.mouse.wheel(0, 300);
    expect(await cover.isVisible()).toBe(true);
    expect(await field.isVisible()).toBe(false);
    await page.clock.fastForward(minutes(20));

    const requests = watchRequests(page);
    await resume(page);
    await expectFocused(field);
    expect(await field.inputValue()).toBe('Typed before lunch');
    expect(requests[0]).toBe('POST /session/continue');
    await page.clock.fastForward(minutes(59));
    await settle(page);
    expect(await cover.count()).toBe(0);
  });

  test('stops live updates: nothing is fetched until Continue, and then at once', async () => {
    const page = await openPageOf('manager-six');
    await page.clock.fastForward(minutes(61));
    await expectSeen(coverOf(page));
    await settle(page);
    const requests = watchRequests(page);
    await page.clock.fastForward(minutes(20));
    await page.evaluate(`
      dispatchEvent(new Event('online'));
      document.dispatchEvent(new Event('visibilitychange'));
    `);
    await settle(page);
    expect(requests).toEqual([]);
    await resume(page);
    const expected = ['POST /session/continue', 'GET /applications', 'GET /events'];
    await expect.poll(() => [...new Set(requests)], { timeout: 5_000 }).toEqual(expected);
  });

  test('hides a client secret that is shown; it is still there after Continue', async () => {
    const page = await openPageOf('manager-six', refusedByServer);
    await typeName(page, 'Under the cover');
    await buttonOf(dialogOf(page, 'Create client secret'), 'Create').click();
    const shown = dialogOf(page, 'Copy your client secret now');
    const field = shown.getByLabel('Client secret', { exact: true });
    const value = await field.inputValue();
    expect(value).toMatch(secretValue);

    // At once, before it hides by itself: the server says so.
    await page.route('**/api/v1/session/input', asCovered);
    await page.clock.fastForward(minutes(1.5));
    await page.keyboard.press('Shift');
    await expectSeen(coverOf(page));
    await page.unrouteAll();
    await expectPlaintextNowhere(page, value);

    await resume(page);
    await expectSeen(shown.getByText(/^Hidden after a while/));
    await expectPlaintextNowhere(page, value);
    await buttonOf(shown, 'Show').click();
    expect(await field.inputValue()).toBe(value);
    await buttonOf(shown, 'Done').click();
    await buttonOf(shown, 'Delete this secret').click();
    await expectSeen(page.getByText('Deleted. No token can be obtained with it.'));
  });

  test('is counted from what people do: what the page does by itself, and moving the pointer, is no input', async () => {
    const page = await openPageOf('manager-six');
    await page.keyboard.press('Shift');
    const requests = watchRequests(page);
    for (let hour = 0; hour < 4; hour += 1) {
      await page.clock.fastForward(minutes(14));
      await page.mouse.move(100 + hour, 100);
      await page.evaluate(`
        document.querySelector('main').focus();
        scrollTo(0, 10);
        document.body.click();
        document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'a', bubbles: true }));
      `);
    }
    expect(requests.filter((request) => request.startsWith('POST'))).toEqual([]);
    expect(requests).toContain('GET /applications');
    await page.clock.fastForward(minutes(5));
    await expectSeen(coverOf(page));
  });

  test('the server is told of input at most once a minute, and of the last one within a minute', async () => {
    const page = await openPageOf('manager-six');
    const requests = watchRequests(page);
    const reports = (): number => requests.filter((request) => request === 'POST /session/input').length;
    await page.keyboard.press('Shift');
    await expect.poll(reports, inTime).toBe(1);
    for (let presses = 0; presses < 5; presses += 1) await page.keyboard.press('Shift');
    await settle(page);
    expect(reports()).toBe(1);
    await page.clock.fastForward(minutes(1));
    await expect.poll(reports, inTime).toBe(2);
    await page.clock.fastForward(minutes(10));
    await settle(page);
    expect(reports()).toBe(2);
  });

  test('has no flaw that axe finds, and overflows nothing at 360 px with texts that are 40 % longer', async () => {
    const page = await openPageOf('manager-six');
    await page.clock.fastForward(minutes(61));
    await expectSeen(coverOf(page));
    await expectGoodLooks(page, 'session cover');
    await resume(page);
    await page.setViewportSize({ width: 360, height: 740 });
    await page.goto('/manage-api-credentials?locale=pseudo');
    await expectSeen(page.getByRole('heading', { level: 2 }));
    await page.clock.fastForward(minutes(61));
    await expectSeen(page.locator('dialog'));
    await expectNoOverflow(page, 'session cover');
  });
});

describe('R6.3 tabs of one browser', () => {
  test('input in one keeps the other uncovered, and Continue in one uncovers the other', async () => {
    const page = await openPageOf('manager-six');
    const other = await page.context().newPage();
    await openApplications(other);
    await page.bringToFront();
    await page.clock.fastForward(minutes(50));
    await page.keyboard.press('Shift');
    await page.clock.fastForward(minutes(50));
    await settle(other);
    expect(await coverOf(other).count()).toBe(0);

    await page.clock.fastForward(minutes(11));
    await expectSeen(coverOf(page));
    await expectSeen(coverOf(other));
    await resume(page);
    await expectGone(coverOf(other));
  });

  test('a page of somebody who has left is not shown to whoever signed in after them', async () => {
    const page = await openPageOf('manager-six');
    await expectSeen(regionOf(page, 'Partner-JP-ReiDonorRegistry-DM'));
    await page.clock.fastForward(minutes(61));
    await expectSeen(coverOf(page));
    const next = await openSession(demo.publicUrl, accountOf(demo, 'manager-eight'));
    await page.context().addCookies([{ ...next, url: demo.publicUrl }]);
    await buttonOf(coverOf(page), 'Continue').click();
    await expectSeen(page.getByRole('button', { name: /^Account of Manager Eight/ }));
    expect(await regionOf(page, 'Partner-JP-ReiDonorRegistry-DM').count()).toBe(0);
  });
});

describe('R6.3 what the server says', () => {
  test('covers the page at once; what was asked for is done after Continue', async () => {
    const page = await openPageOf('manager-six', refusedByServer);
    await typeName(page, 'Asked under the cover');
    await page.route('**/secrets', asCovered, { times: 1 });
    await buttonOf(dialogOf(page, 'Create client secret'), 'Create').click();
    await expectSeen(coverOf(page));
    await resume(page);
    const shown = dialogOf(page, 'Copy your client secret now');
    await expectSeen(shown);
    await buttonOf(shown, 'Done').click();
    await buttonOf(shown, 'Delete this secret').click();
    await expectSeen(page.getByText('Deleted. No token can be obtained with it.'));
  });

  test('covers a page that is being loaded, which appears after Continue', async () => {
    const page = await openPageOf('manager-six', refusedByServer);
    await page.route(/\/api\/v1\/(session|applications)(\?|$)/, asCovered);
    await page.reload();
    await expectSeen(coverOf(page));
    await expectFocused(buttonOf(coverOf(page), 'Continue'));
    expect(await page.getByRole('alert').count()).toBe(0);
    await page.unrouteAll();
    await resume(page);
    await expectSeen(regionOf(page, 'Partner-JP-ReiDonorRegistry-DM'));
    expect(new URL(page.url()).pathname).toBe('/manage-api-credentials');
  });

  test('when it cannot be reached the page stays covered, and Continue can be pressed again', async () => {
    const page = await openPageOf('manager-six', [/ERR_FAILED/]);
    await page.clock.fastForward(minutes(61));
    await page.route('**/api/v1/session/continue', (route) => route.abort());
    await buttonOf(coverOf(page), 'Continue').click();
    await expectSeen(coverOf(page).getByText(/^The server cannot be reached/));
    await expectFocused(buttonOf(coverOf(page), 'Continue'));
    await page.unrouteAll();
    await resume(page);
    await expectSeen(regionOf(page, 'Partner-JP-ReiDonorRegistry-DM'));
  });

  test('a session that ended meanwhile is left with Continue', async () => {
    const account = accountOf(demo, 'manager-seven');
    const session = await openSession(demo.publicUrl, account);
    sessions.set('manager-seven', session);
    const page = await openPageOf('manager-seven');
    sessions.delete('manager-seven');
    await page.clock.fastForward(minutes(61));
    await expectSeen(coverOf(page));
    const ended = await page.request.delete('/api/v1/session', { headers: { origin: demo.publicUrl } });
    expect(ended.status()).toBe(204);
    await page.context().clearCookies();
    await buttonOf(coverOf(page), 'Continue').click();
    await expectSeen(page.getByRole('heading', { level: 1, name: 'Sign in' }));
    expect(page.url()).toContain('/sign-in?return=');
  });
});

describe('R6.3 the end of a session', () => {
  test('two hours without input discard what was typed; signing in leads back to the same page', async () => {
    const account = accountOf(demo, 'manager-one');
    const page = await openPageOf('manager-one');
    sessions.delete('manager-one');
    const clientId = demo.applications.find(({ name }) => name.endsWith('Beispielregister-SMC'))?.clientId;
    const path = `/manage-api-credentials?application=${clientId}`;
    await page.goto(path);
    await typeName(page, 'Discarded');
    await buttonOf(dialogOf(page, 'Create client secret'), 'Create').click();
    const shown = dialogOf(page, 'Copy your client secret now');
    const value = await shown.getByLabel('Client secret', { exact: true }).inputValue();
    const requests = watchRequests(page);
    await page.clock.fastForward(minutes(61));
    await expectSeen(coverOf(page));
    await page.clock.fastForward(minutes(60));
    await expectSeen(page.getByRole('heading', { level: 1, name: 'Sign in' }));
    expect(await page.getByRole('dialog').count()).toBe(0);
    await expectPlaintextNowhere(page, value);
    expect(requests).toContain('DELETE /session');

    await enterPassword(page, account);
    await enterCode(page, await freshCode(account.totpSecret));
    await expectSeen(
      page
        .getByRole('row')
        .filter({ hasText: 'Discarded' })
        .getByText(`${value.slice(0, 3)}…`),
    );
    expect(new URL(page.url()).pathname + new URL(page.url()).search).toBe(path);
    await expectPlaintextNowhere(page, value);
  });

  test('a computer that slept for longer shows nothing when it wakes up', async () => {
    const page = await openPageOf('manager-eight');
    await page.clock.fastForward(minutes(5 * 60));
    await expectSeen(page.getByRole('heading', { level: 1, name: 'Sign in' }));
    await page.goBack();
    await expectGone(page.getByRole('table'));
  });

  test('Sign out on the cover ends the session', async () => {
    const page = await openPageOf('manager-three');
    await typeName(page, 'Left behind');
    await page.clock.fastForward(minutes(61));
    const cookies = await page.context().cookies();
    await buttonOf(coverOf(page), 'Sign out').click();
    await expectSeen(page.getByRole('heading', { level: 1, name: 'Sign in' }));
    expect(new URL(page.url()).search).toBe('');
    await page.context().addCookies(cookies);
    expect((await page.request.get('/api/v1/session')).status()).toBe(401);
  });

  test('twelve hours after signing in it is announced two minutes before, and then left', async () => {
    const page = await openPageOf('manager-six');
    await page.route('**/api/v1/session', async (route) => {
      const response = await route.fetch();
      const session = (await response.json()) as Record<string, unknown>;
      const endsAt = new Date(Date.now() + minutes(10)).toISOString();
      await route.fulfill({ response, json: { ...session, endsAt } });
    });
    await page.reload();
    await expectSeen(page.getByRole('heading', { level: 2 }));
    await page.clock.fastForward(minutes(7));
    await page.keyboard.press('Shift');
    const hint = page.getByText(/^You will be signed out at \d\d:\d\d\. Save what you need\.$/);
    expect(await hint.count()).toBe(0);
    await page.clock.fastForward(minutes(1.5));
    await expectSeen(hint);
    await expectGoodLooks(page, 'ending hint');
    await page.clock.fastForward(minutes(2));
    await expectSeen(page.getByRole('heading', { level: 1, name: 'Sign in' }));
    expect(page.url()).toContain('/sign-in?return=');
  });
});
