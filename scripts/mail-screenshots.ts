/**
 * `node scripts/mail-screenshots.ts [directory]`: writes docs/screenshots/mails; into a directory every kind of mail, at
 * 800 and 360 px, light and dark.
 */
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../e2e/support/browser-launch.ts';
import { readConfig } from '../server/src/config.ts';
import { composePreviews } from '../server/src/domain/notification/preview-mails.ts';

type Look = { kind: string; width: number; scheme: 'light' | 'dark' };

const [directory] = process.argv.slice(2);
const target = resolve(directory ?? join(import.meta.dirname, '../docs/screenshots/mails'));

const clock = { now: () => new Date('2027-10-15T10:00:00Z') };
const previews = new Map(composePreviews({ clock, config: sampleConfig() }).map((mail) => [mail.kind, mail]));
const everyLook = [...previews.keys()].flatMap((kind): Look[] =>
  [800, 360].flatMap((width) => (['light', 'dark'] as const).map((scheme) => ({ kind, width, scheme }))),
);
const documented: Look[] = [
  { kind: 'invitation-with-role', width: 800, scheme: 'light' },
  { kind: 'password-reset', width: 360, scheme: 'dark' },
  { kind: 'enrolment-code', width: 360, scheme: 'light' },
  { kind: 'reminder-14-days', width: 800, scheme: 'light' },
  { kind: 'reminder-several', width: 360, scheme: 'dark' },
  { kind: 'presented-expired', width: 360, scheme: 'light' },
];

mkdirSync(target, { recursive: true });
const browser = await launchBrowser();
try {
  for (const look of directory === undefined ? documented : everyLook) await take(browser, look);
} finally {
  await browser.close();
}

function sampleConfig() {
  const environment = {
    KEYTURN_PUBLIC_URL: 'https://credentials.example.org',
    KEYTURN_OPERATOR_NAME: 'Example Donor Federation',
    KEYTURN_SUPPORT_EMAIL: 'support@example.org',
  };
  const result = readConfig(environment, () => '', 'command');
  if (!result.ok) throw new Error(result.problems.join('\n'));
  return result.config;
}

async function take(chromium: Browser, { kind, width, scheme }: Look): Promise<void> {
  const mail = previews.get(kind);
  if (mail === undefined) throw new Error(`there is no mail ${kind}`);
  const context = await chromium.newContext({ viewport: { width, height: 200 }, colorScheme: scheme });
  const page = await context.newPage();
  await page.setContent(mail.html);
  const name = `${kind}-${width}-${scheme}.png`;
  await page.screenshot({ path: join(target, name), fullPage: true });
  await context.close();
  process.stdout.write(`${name}: ${mail.subject}\n`);
}
