import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { expectGoodLooks } from './support/browser-looks.ts';
import { buttonOf, devices, expectFocused, expectGone, expectSeen, type Look } from './support/browser.ts';
import { applications, federationFile, people } from './support/federation.ts';
import { send } from './support/http.ts';
import { createSecret } from './support/journey.ts';
import { serveConsole, type Console } from './support/operator-console.ts';
import { makeTemporaryDirectory } from './support/temporary-directory.ts';

let server: string;
let sessions: Console['sessions'];
let openAs: Console['openAs'];

const east = '1a000000-0000-4000-8000-000000000001';

beforeAll(async () => {
  ({ server, sessions, openAs } = await serveConsole({ file: largeFederation() }));
  const { headers } = sessions.operator;
  await send('PATCH', `${server}/api/v1/organisations/${east}`, {
    headers,
    json: { name: 'East Donor Registry', sharedMailbox: null },
  });
  await createSecret(server, sessions.eastManager.headers, applications.eastSearch, 'Gateway');
});

/** The federation, and so many organisations that their events do not fit on a page. */
function largeFederation(): string {
  const { organisations, ...rest } = JSON.parse(readFileSync(federationFile, 'utf8')) as {
    organisations: object[];
  };
  const more = Array.from({ length: 45 }, (_, index) => ({
    id: `1a000000-0000-4000-8000-0000000001${String(index).padStart(2, '0')}`,
    name: `Island Bank ${index}`,
    country: 'IS',
    timeZone: 'Atlantic/Reykjavik',
  }));
  const path = join(makeTemporaryDirectory(), 'federation.json');
  writeFileSync(path, JSON.stringify({ organisations: [...organisations, ...more], ...rest }));
  return path;
}

async function open(path = '', look: Look = {}): Promise<Page> {
  const page = await openAs('operator', `/operator/audit-log${path}`, look);
  return page;
}

const rows = (page: Page) => page.getByRole('table', { name: /^Audit events/ }).locator('> tbody > tr');
async function expectRows(page: Page, count: number): Promise<void> {
  await expect.poll(() => rows(page).count(), { timeout: 15_000 }).toBe(count);
}
const rowOf = (page: Page, words: string) => rows(page).filter({ hasText: words }).first();

describe.each(devices)('R7 on a %s', (device, width) => {
  test('the audit log says what was done to what, by whom, when and from where, with the values before and after', async () => {
    const page = await open(`?target=${east}`, { width });
    await expectFocused(page.getByRole('heading', { level: 1, name: 'Audit log' }));
    const row = rowOf(page, 'Organisation changed');
    await expectSeen(row.getByRole('link', { name: 'East Donor Registry' }));
    await expectSeen(row.getByText('Operator (sample)'));
    await expectSeen(row.getByText(/127\.0\.0\.1|::1/));
    await row.getByText('2 fields changed').click();
    await expectSeen(row.getByRole('row', { name: 'Name East Registry East Donor Registry' }));
    await expectSeen(row.getByRole('row', { name: 'Shared mailbox api-team@east.example.org none' }));
    await expectSeen(rowOf(page, 'Organisation added').getByText(/, at the command line$/));
    if (device === 'desktop') await expectGoodLooks(page, 'the audit log');
    await row.getByRole('link', { name: 'East Donor Registry' }).click();
    await expectSeen(page.getByRole('heading', { level: 1, name: 'East Donor Registry' }));
  });

  test('is narrowed by what an event says, and the address keeps it', async () => {
    const page = await open('', { width });
    await page.getByLabel('What', { exact: true }).selectOption('Everything: Client secrets');
    await expectRows(page, 1);
    await expectSeen(rowOf(page, 'Client secret created').getByText('East Manager (sample)'));
    await page.getByLabel('Person or client').fill('west');
    await expectSeen(page.getByText('Nothing matches.'));
    expect(new URL(page.url()).searchParams.get('action')).toBe('client-secret');
    await page.reload();
    await expectSeen(page.getByText('Nothing matches.'));
    await buttonOf(page, 'Clear filters').click();
    await expectRows(page, 50);

    await page.getByLabel('Application', { exact: true }).selectOption('Partner-DE-EastRegistry-SMC');
    await expectRows(page, 3);
    for (const [name, file] of [
      ['Export as CSV', 'audit-events.csv'],
      ['Export as JSON lines', 'audit-events.jsonl'],
    ] as const) {
      const link = page.getByRole('link', { name, exact: true });
      const { pathname, searchParams } = new URL((await link.getAttribute('href')) ?? '', server);
      expect([pathname, searchParams.toString()]).toEqual([
        `/api/v1/exports/${file}`,
        `application=${applications.eastSearch}`,
      ]);
    }
    await page.getByLabel('To day').fill('2020-01-01');
    await expectSeen(page.getByText('Nothing matches.'));
  });
});

test('R7 older events follow, reading goes on at the first of them, and whoever did one leads to all of theirs', async () => {
  const page = await open();
  await expectRows(page, 50);
  await buttonOf(page, 'Show more').click();
  await expectSeen(rows(page).nth(50));
  await expectFocused(rows(page).nth(50).locator('a, summary').first());
  await expectGone(buttonOf(page, 'Show more'));
  await rowOf(page, 'Client secret created').getByRole('link', { name: 'East Manager (sample)' }).click();
  await expectRows(page, 1);
  expect(new URL(page.url()).searchParams.get('actor')).toBe(people.eastManager);
});
