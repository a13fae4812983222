import type { Application } from '@keyturn/contract';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { freshCode } from '../../e2e/support/browser-authenticator.ts';
import { Answers } from './answers.ts';
import type { RunningDemo } from './start-demo.ts';
import type { State } from './states.ts';

type Cookies = Awaited<ReturnType<BrowserContext['cookies']>>;

const withinMs = 30_000;

/** Opens the portal in any state, each in a browser profile of its own. */
export async function openPortal(browser: Browser, demo: RunningDemo) {
  const signedIn = new Map<string, Promise<Cookies>>();
  const cookiesOf = (name: string): Promise<Cookies> => {
    const cookies = signedIn.get(name) ?? signIn(browser, demo, name);
    signedIn.set(name, cookies);
    return cookies;
  };
  const applications = await allApplications(browser, demo, await cookiesOf('operator-one'));

  async function open(state: State): Promise<{ page: Page; close: () => Promise<void> }> {
    const context = await newContext(browser, demo);
    if (state.as !== undefined) await context.addCookies(await cookiesOf(state.as));
    const page = await context.newPage();
    const everyApplication = structuredClone(applications);
    const stage = {
      page,
      demo,
      answers: new Answers(page),
      everyApplication,
      applications: everyApplication.filter((application) => isManagedBy(application, state.as)),
    };
    await state.before?.(stage);
    await page.goto(state.path ?? '/manage-api-credentials');
    await state.show(stage);
    // Not by ending the interception first, which would let requests that are held go on to the demo.
    return { page, close: () => context.close() };
  }

  return { open };
}

const isManagedBy = ({ managers }: Application, name: string | undefined): boolean =>
  name !== undefined && managers.some(({ email }) => email.startsWith(name));

async function newContext(browser: Browser, demo: RunningDemo): Promise<BrowserContext> {
  const context = await browser.newContext({
    baseURL: demo.url,
    viewport: { width: 1280, height: 800 },
    colorScheme: 'light',
    reducedMotion: 'reduce',
    permissions: ['clipboard-read', 'clipboard-write'],
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
  });
  context.setDefaultTimeout(withinMs);
  return context;
}

/** By the pages, both steps; the cookies are good for every other profile. */
async function signIn(browser: Browser, demo: RunningDemo, name: string): Promise<Cookies> {
  const { email, password, totpSecret } = demo.account(name);
  const context = await newContext(browser, demo);
  const page = await context.newPage();
  await page.goto('/sign-in');
  await page.getByLabel('Email', { exact: true }).fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByLabel('Verification code', { exact: true }).fill(await freshCode(totpSecret));
  await page.getByRole('button', { name: 'Verify', exact: true }).click();
  await page.waitForURL(({ pathname }) => pathname !== '/sign-in');
  const cookies = await context.cookies();
  await context.close();
  return cookies;
}

/** Every application of the demo, as the portal API tells operators. */
async function allApplications(
  browser: Browser,
  demo: RunningDemo,
  cookies: Cookies,
): Promise<Application[]> {
  const context = await newContext(browser, demo);
  await context.addCookies(cookies);
  const answer = await context.request.get('/api/v1/applications?include=deleted&limit=200');
  const { items } = (await answer.json()) as { items: Application[] };
  await context.close();
  return items;
}
