import { expect, onTestFinished } from 'vitest';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { afterFile } from './after-file.ts';
import { launchBrowser } from './browser-launch.ts';

const actionWithinMs = 15_000;

/** What people sit at, and how many pixels wide their browsers are there. */
export const devices = [
  ['desktop', 1280],
  ['phone', 390],
] as const;

/** The cookie of somebody who is signed in. */
export type PortalSession = { name: string; value: string };

export type Look = {
  /** In pixels. */
  width?: number;
  dark?: boolean;
  /** Left out: nobody is signed in. */
  session?: PortalSession;
  /** Whether the page may use the clipboard. */
  clipboard?: boolean;
  /** Whether pages that are left are kept whole for Back and Forward. */
  keepsPages?: boolean;
  /** What the console may say besides that a request was answered 401, which is how the page learns who is there. */
  expected?: RegExp[];
};

const browsers = new Map<boolean, Promise<Browser>>();

/**
 * A page in a browser profile of its own, gone after the test, which fails when the console reported an error, a script
 * threw one, or the Content Security Policy was violated.
 */
export async function openPage(
  server: string,
  { width = 1280, dark = false, session, clipboard = true, keepsPages = false, expected = [] }: Look = {},
): Promise<Page> {
  const browser = browsers.get(keepsPages) ?? startBrowser(keepsPages);
  browsers.set(keepsPages, browser);
  const context = await (
    await browser
  ).newContext({
    baseURL: server,
    viewport: { width, height: 900 },
    colorScheme: dark ? 'dark' : 'light',
    // Clicks wait for animations to end; assertions about colours must not meet one half-way.
    reducedMotion: 'reduce',
    permissions: clipboard ? ['clipboard-read', 'clipboard-write'] : [],
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
  });
  const complaints = collectComplaints(context);
  if (session !== undefined) await context.addCookies([{ ...session, url: server }]);
  context.setDefaultTimeout(actionWithinMs);
  await context.addInitScript(reportPolicyViolations);
  const page = await context.newPage();
  onTestFinished(async () => {
    await context.close();
    const allowed = [/ 401 /, ...expected];
    expect(complaints.filter((complaint) => !allowed.some((pattern) => pattern.test(complaint)))).toEqual([]);
  });
  return page;
}

async function startBrowser(keepsPages: boolean): Promise<Browser> {
  const started = await launchBrowser({ keepsPages });
  afterFile(() => started.close());
  return started;
}

// As text: tests are compiled without the browser's types.
const reportPolicyViolations = `document.addEventListener('securitypolicyviolation', (event) =>
  console.error('policy violation: ' + event.violatedDirective + ' ' + event.blockedURI + ' ' + event.sample))`;

function collectComplaints(context: BrowserContext): string[] {
  const complaints: string[] = [];
  context.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning')
      complaints.push(`${message.type()}: ${message.text()} (${message.location().url})`);
  });
  context.on('weberror', (error) => complaints.push(`thrown: ${String(error.error().stack)}`));
  return complaints;
}

/** The open dialog of this name. */
export const dialogOf = (page: Page, name: string): Locator =>
  page.getByRole('dialog', { name, exact: true });

/** One application with its client secrets. */
export const regionOf = (page: Page, application: string): Locator =>
  page.getByRole('region', { name: application, exact: true });

/** A button by its whole name. */
export const buttonOf = (place: Page | Locator, name: string): Locator =>
  place.getByRole('button', { name, exact: true });

/** Waits until it can be seen. */
export const expectSeen = (locator: Locator, timeout = actionWithinMs): Promise<void> =>
  locator.first().waitFor({ state: 'visible', timeout });

/** Waits until it is gone or hidden. */
export const expectGone = (locator: Locator): Promise<void> => locator.first().waitFor({ state: 'hidden' });

/** Waits until the element has the keyboard's focus. */
export const expectFocused = (locator: Locator): Promise<void> =>
  expectSeen(locator.and(locator.page().locator(':focus')));

/** Opens the page and waits until it is there with its applications. */
export async function openApplications(page: Page, query = ''): Promise<void> {
  await page.goto(`/manage-api-credentials${query}`);
  await expectSeen(page.getByRole('heading', { level: 2 }));
}
