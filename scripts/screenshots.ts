/** `node scripts/screenshots.ts`: writes docs/screenshots from a demo of its own, in the Chromium that the tests use. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { freshCode } from '../e2e/support/browser-authenticator.ts';
import { launchBrowser } from '../e2e/support/browser-launch.ts';
import { findUnusedPort } from '../server/test/support/unused-port.ts';
import { buildWebPage } from './web-page.ts';

type Demo = { accounts: { email: string; password: string; totpSecret: string }[] };

const root = join(import.meta.dirname, '..');
const target = join(root, 'docs/screenshots');
const email = 'manager-one@de.example.org';

buildWebPage();
mkdirSync(target, { recursive: true });
const directory = mkdtempSync(join(tmpdir(), 'keyturn-screenshots-'));
const demo = await startDemo();
try {
  const browser = await launchBrowser();
  await takeAll(browser, demo.url);
  await browser.close();
} finally {
  demo.child.kill();
  await demo.ended;
  rmSync(directory, { recursive: true, force: true });
}

async function startDemo() {
  const env = {
    PATH: process.env['PATH'] ?? '',
    KEYTURN_DATA_DIR: directory,
    KEYTURN_PORT: String(await findUnusedPort()),
  };
  const main = join(root, 'server/src/main.ts');
  const args = ['--disable-warning=ExperimentalWarning', main, 'demo'];
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'close');
  let output = '';
  for await (const chunk of child.stdout.setEncoding('utf8') as AsyncIterable<string>) {
    output += chunk;
    const [, url] = /ready at (http:\/\/\S+)/.exec(output) ?? [];
    if (url !== undefined) return { child, ended, url };
  }
  throw new Error(`the demo did not start:\n${output}`);
}

async function takeAll(browser: Browser, baseURL: string): Promise<void> {
  const context = await browser.newContext({
    baseURL,
    viewport: { width: 1280, height: 800 },
    colorScheme: 'light',
    reducedMotion: 'reduce',
    locale: 'en-GB',
  });
  const page = await context.newPage();
  await page.goto('/sign-in');
  await page.getByRole('button', { name: /^Manager One / }).waitFor();
  await take(page, 'sign-in');
  await signIn(page);
  await page.getByRole('table').first().waitFor();
  await take(page, 'manage-api-credentials', true);

  const button = (name: string) => page.getByRole('button', { name, exact: true });
  const dialog = (name: string) => page.getByRole('dialog', { name, exact: true });
  await button('Create new secret').last().click();
  await dialog('Create client secret').waitFor();
  await take(page, 'create');
  await button('Create').click();
  await dialog('Copy your client secret now').waitFor();
  await take(page, 'copy');
  await button('Done').click();
  await button('Delete this secret').click();
  await page.getByText('Deleted. No token can be obtained with it.').first().waitFor();

  await page.reload();
  await button('Delete secret Search system').click();
  await dialog('Delete client secret').waitFor();
  await take(page, 'delete');
  await button('Cancel').click();

  await page.emulateMedia({ colorScheme: 'dark' });
  await take(page, 'dark', true);
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 360, height: 800 });
  await page.evaluate('scrollTo(0, 0)');
  await take(page, 'phone');
}

async function signIn(page: Page): Promise<void> {
  const { accounts } = JSON.parse(readFileSync(join(directory, 'demo.json'), 'utf8')) as Demo;
  const account = accounts.find((candidate) => candidate.email === email);
  if (account === undefined) throw new Error(`the demo has no account ${email}`);
  await page.getByLabel('Email', { exact: true }).fill(account.email);
  await page.getByLabel('Password', { exact: true }).fill(account.password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByLabel('Verification code', { exact: true }).fill(await freshCode(account.totpSecret));
  await page.getByRole('button', { name: 'Verify', exact: true }).click();
}

async function take(page: Page, name: string, fullPage = false): Promise<void> {
  await page.evaluate('document.fonts.ready.then(() => true)');
  // Nothing blinks or is highlighted by the pointer.
  await page.mouse.move(0, 0);
  const path = join(target, `${name}.png`);
  const { length } = await page.screenshot({ path, fullPage, caret: 'hide', animations: 'disabled' });
  process.stdout.write(`${name}.png: ${Math.round(length / 1024)} KB\n`);
}
