import type { Attention, Overview } from '@keyturn/contract';
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { expectGoodLooks, expectNoOverflow } from './support/browser-looks.ts';
import { startPortal, type Portal } from './support/browser-portal.ts';
import { buttonOf, devices, expectFocused, expectGone, expectSeen, type Look } from './support/browser.ts';
import { send } from './support/http.ts';
import { openAt } from './support/operator-console.ts';

let portal: Portal;
let overview: Overview;

beforeAll(async () => {
  portal = await startPortal(['operator-one']);
  overview = (await ask('/overview')).json<Overview>();
});

const ask = (path: string) =>
  send('GET', `${portal.demo.publicUrl}/api/v1${path}`, { headers: portal.headers('operator-one') });

const open = (path: string, look: Look = {}): Promise<Page> =>
  openAt(portal.demo.publicUrl, path, { session: portal.session('operator-one'), ...look });

const labels: Record<Attention, string> = {
  'expired-presented': 'Expired and still presented',
  'expiring-7': 'Expires within 7 days',
  'no-manager': 'No active manager',
  'expiring-30': 'Expires within 30 days',
  'one-manager': 'Only one manager',
  'expiring-60': 'Expires within 60 days',
  'never-used': 'Client secret never used',
  'unused-90': 'Client secret unused for 90 days',
  rotating: 'Rotation under way',
};
const kinds = Object.keys(labels) as Attention[];
const tile = (page: Page, kind: Attention) =>
  page.getByRole('link', { name: `${overview.applications[kind]} ${labels[kind]}`, exact: true });
const rows = (page: Page) => page.getByRole('table', { name: 'Applications' }).getByRole('row');

describe.each(devices)('the overview on a %s', (device, width) => {
  test('has every number, each of which leads to as many applications and back', async () => {
    const page = await open('/operator', { width });
    await expectSeen(page.getByRole('heading', { level: 2, name: 'Needs attention' }));
    for (const kind of kinds) await expectSeen(tile(page, kind));
    // Tokens are issued: what is left to set up comes second.
    await expect
      .poll(() => page.getByRole('heading', { level: 2 }).allTextContents())
      .toEqual(['Needs attention', 'Set up Example Donor Federation']);
    await expectSeen(page.getByRole('link', { name: '0 Mails that failed for good', exact: true }));
    // What the sample federation has on purpose.
    expect(overview.applications).toMatchObject({ 'expired-presented': 1, 'expiring-7': 1, rotating: 2 });
    await expectGoodLooks(page, `the overview on a ${device}`);

    for (const kind of device === 'desktop' ? kinds : (['rotating'] as const)) {
      const count = overview.applications[kind];
      await tile(page, kind).click();
      await expectFocused(page.getByRole('heading', { level: 1, name: 'Applications' }));
      await expect.poll(() => page.getByLabel('Attention').inputValue()).toBe(kind);
      await expectSeen(count === 0 ? page.getByText('Nothing matches.') : rows(page));
      // One holds the titles.
      await expect.poll(() => rows(page).count()).toBe(count === 0 ? 0 : count + 1);
      await page.goBack();
      await expectSeen(tile(page, kind));
    }
  });
});

test('the filter of what needs attention goes together with the others, and a list leaves as a CSV file', async () => {
  const page = await open('/operator/applications');
  await page.getByLabel('Attention').selectOption({ label: labels.rotating });
  await expect.poll(() => page.url()).toMatch(/\?attention=rotating$/);
  await expect.poll(() => rows(page).count()).toBe(3);
  await page.getByLabel('Search by name or client ID').fill('exemplo');
  await expect.poll(() => rows(page).count()).toBe(2);
  await expectGoodLooks(page, 'applications that need attention');

  for (const [name, file, line] of [
    ['Export as CSV', 'applications', /^[0-9a-f-]{36},Partner-BR-RegistroExemplodeDoadores-SMC,partner,/m],
    ['Client secrets as CSV', 'client-secrets', /,Search 2027,[A-Za-z0-9]{3},active,/],
    ['Credential managers as CSV', 'credential-managers', /,manager-five@br\.example\.org,/],
  ] as const) {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name, exact: true }).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(new RegExp(`^keyturn-${file}-\\d{4}-\\d{2}-\\d{2}\\.csv$`));
    expect(readFileSync(await download.path(), 'utf8')).toMatch(line);
  }
  // R7: it is in the audit log.
  const events = (await ask('/audit-events?action=list.exported')).json<{
    items: { target: { id: string } }[];
  }>();
  expect(events.items.map(({ target }) => target.id)).toEqual([
    'credential-managers',
    'client-secrets',
    'applications',
  ]);

  await page.getByLabel('Search by name or client ID').fill('nobody');
  await buttonOf(page, 'Clear filters').click();
  await expect.poll(() => page.url()).toMatch(/applications$/);
});

test('both charts say in words what they show, and open as tables', async () => {
  const page = await open('/operator');
  const expirations = page.getByRole('region', { name: 'Client secrets that expire per week' });
  const total = overview.expirations.reduce((sum, { secrets }) => sum + secrets, 0);
  await expectSeen(
    expirations.getByText(new RegExp(`^${total} client secrets expire in the next 26 weeks; at most `)),
  );
  expect(
    await expirations
      .getByRole('img', { name: 'Client secrets that expire per week' })
      .locator('rect')
      .count(),
  ).toBe(26);
  await expirations.getByText('As a table').click();
  await expectSeen(expirations.getByText(/Weeks begin on Monday at midnight, UTC time\.$/));
  const weeks = overview.expirations.filter(({ secrets }) => secrets > 0).length;
  await expect.poll(() => expirations.getByRole('row').count()).toBe(weeks + 1);

  const requests = page.getByRole('region', { name: 'Token requests per day, the last 90 days' });
  expect(await requests.getByRole('img').locator('rect').count()).toBe(90);
  // Just after midnight nobody has asked for a token today.
  await expectSeen(requests.getByText(/^[\d,]+ token requests on (89|90) days between /));
});

test('words that are longer overflow nothing', async () => {
  for (const path of ['/operator?locale=pseudo', '/operator/applications?locale=pseudo&attention=rotating']) {
    const page = await open(path, { width: 360 });
    await expectSeen(page.locator('svg[role=img], a[download]'));
    await expectNoOverflow(page, path);
  }
});

test('numbers that cannot be loaded say so, and can be asked for again', async () => {
  const page = await open('/sign-in', { expected: [/ 500 /] });
  await page.route('**/api/v1/overview', (route) => route.fulfill({ status: 500, json: {} }), { times: 2 });
  await page.goto('/operator');
  await expectSeen(page.getByText('Could not load the numbers.'));
  await page.unroute('**/api/v1/overview');
  await buttonOf(page, 'Try again').click();
  await expectSeen(tile(page, 'expired-presented'));
  await expectGone(page.getByText('Could not load the numbers.'));
});
