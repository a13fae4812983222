/**
 * `node scripts/mail-screenshots.ts [directory]`: writes docs/screenshots/mails; into a directory every kind of mail, at
 * 600 and 360 px, light and dark.
 */
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { catalogue } from '@keyturn/contract';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../e2e/support/browser-launch.ts';
import { readConfig } from '../server/src/config.ts';
import { composeNotice, type NoticeKey } from '../server/src/domain/outbox/queue-notice.ts';
import { renderMail } from '../server/src/mail/render-mail.ts';

type Look = { key: NoticeKey; width: number; scheme: 'light' | 'dark' };

const [directory] = process.argv.slice(2);
const target = resolve(directory ?? join(import.meta.dirname, '../docs/screenshots/mails'));

const kinds = Object.keys(catalogue)
  .map((key) => /^mail\.(.+)\.body$/.exec(key)?.[1])
  .filter((key): key is NoticeKey => key !== undefined);

const everyLook = kinds.flatMap((key): Look[] =>
  [600, 360].flatMap((width) => (['light', 'dark'] as const).map((scheme) => ({ key, width, scheme }))),
);
const documented: Look[] = [
  { key: 'invitation-with-role', width: 600, scheme: 'light' },
  { key: 'password-reset', width: 360, scheme: 'dark' },
  { key: 'enrolment-code', width: 360, scheme: 'light' },
];

const to = {
  name: 'Anna Berg (sample)',
  email: 'anna@north.example.org',
  time_zone: null,
  organisation_time_zone: 'Europe/Berlin',
};
const sample = {
  organisation: 'North Donor Registry',
  askedBy: 'Otto Operator',
  applications: 'Partner-DE-NorthDonorRegistry-SMC, Partner-DE-NorthDonorRegistry-DM',
  until: 'Tuesday, 23 March 2027 at 11:00 (Europe/Berlin)',
  code: '40711835',
  device: 'Firefox on Windows',
  address: '203.0.113.9',
  left: 9,
  factor: 'Token in the safe',
  colleague: 'Peter Roth (sample)',
  confirmedBy: 'Head of IT',
  before: 'anna.berg@north.example.org',
  after: 'anna@north.example.org',
};

mkdirSync(target, { recursive: true });
const config = sampleConfig();
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

async function take(chromium: Browser, { key, width, scheme }: Look): Promise<void> {
  const { operatorName: operator, supportEmail: support, publicUrl } = config;
  const clock = { now: () => new Date('2027-03-16T10:00:00Z') };
  const path = key === 'password-reset' ? 'reset-password' : 'set-up';
  const url = `${publicUrl}/${path}#kq3Zr0aYv5Xn2LbT8cWmJ4eHs7uPdG1fRoQ6iEtB9-k`;
  const notice = composeNotice({ clock, config }, to, key, { ...sample, url });
  const { html } = renderMail({ operator, support, ...notice });
  const context = await chromium.newContext({ viewport: { width, height: 200 }, colorScheme: scheme });
  const page = await context.newPage();
  await page.setContent(html);
  const name = `${key}-${width}-${scheme}.png`;
  await page.screenshot({ path: join(target, name), fullPage: true });
  await context.close();
  process.stdout.write(`${name}: ${notice.subject}\n`);
}
