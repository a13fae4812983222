import { beforeAll, describe, expect, test } from 'vitest';
import type { Locator, Page } from 'playwright-core';
import { startPortal, type Portal } from './support/browser-portal.ts';
import { buttonOf, devices, dialogOf, expectGone, expectSeen, regionOf } from './support/browser.ts';
import { send } from './support/http.ts';

const brazil = 'Partner-BR-RegistroExemplodeDoadores-SMC';
/** What is written once a second, and read by the page within a few more. */
const soonMs = 25_000;

let portal: Portal;

beforeAll(async () => {
  portal = await startPortal(['manager-one', 'manager-five']);
});

const rowOf = (page: Page, secret: string): Locator =>
  page.getByRole('row').filter({ has: page.getByText(secret, { exact: true }) });

const dayInBrazil = new Intl.DateTimeFormat('en-CA', { timeZone: 'America/Sao_Paulo' });

/** A day as fields of the browser have it, counted from today where the manager reads it. */
const dayIn = (days: number): string => dayInBrazil.format(Date.now() + days * 86_400_000);

/** The next day of the week that is at least `days` away; 0 is Sunday. */
function weekdayFrom(days: number, weekday: number): string {
  const found = [0, 1, 2, 3, 4, 5, 6].map((more) => dayIn(days + more));
  return found.find((day) => new Date(`${day}T12:00Z`).getUTCDay() === weekday) ?? '';
}

describe.each(devices)('on a %s', (device, width) => {
  test('R1.6 what expires says so in words, with an icon once fewer than 31 days are left', async () => {
    const page = await portal.open('manager-one', { width });
    const stateOf = (secret: string, state: string): Locator =>
      rowOf(page, secret).locator('span').filter({ hasText: state }).first();
    await expectSeen(stateOf('Data exchange', 'Expires soon').locator('svg'));
    await expectSeen(stateOf('Search system', 'Plan renewal'));
    expect(await stateOf('Search system', 'Plan renewal').locator('svg').count()).toBe(0);
    await expectSeen(stateOf('Search system (2)', 'Active').locator('svg'));
    const alerts = page.getByRole('region', { name: 'Needs attention' });
    await expectSeen(
      alerts.getByText(/^No valid client secret replaces “Data exchange” of .+, which expires /),
    );
    await buttonOf(alerts, 'Create new secret').click();
    const create = dialogOf(page, 'Create client secret');
    expect(await create.getByLabel('Replaces').locator('option:checked').textContent()).toMatch(
      /^Data exchange \(/,
    );
    await page.keyboard.press('Escape');
    await expectGone(create);
  });

  test('R1.9 an expired secret that is still presented is told to the managers at once, with by whom', async () => {
    const page = await portal.open('manager-five', { width });
    await expectSeen(rowOf(page, 'Search').getByText('Expired', { exact: true }));
    const { clientId, secrets } = portal.application(brazil);
    const secret = secrets.find(({ name }) => name === 'Search');
    const userAgent = `forgotten-on-a-${device}/1.0`;
    const refused = await send('POST', `${portal.demo.publicUrl}/oauth2/token`, {
      headers: { 'user-agent': userAgent },
      form: {
        grant_type: 'client_credentials',
        client_id: clientId,
        client_secret: secret?.clientSecret ?? '',
      },
    });
    expect(refused.status).toBe(401);
    const alerts = page.getByRole('region', { name: 'Needs attention' });
    const told = new RegExp(`^“Search” of ${brazil} expired, but 127\\.0\\.0\\.1 still presents it`);
    await expectSeen(alerts.getByText(told), soonMs);
    await buttonOf(alerts, 'Show usage').click();
    const usage = dialogOf(page, 'Usage of Search');
    await expectSeen(
      usage.getByRole('list', { name: 'Refused because it had expired' }).getByText(userAgent),
    );
    await page.keyboard.press('Escape');
    await expectGone(usage);
  });

  test('R1.3 R1.9 the date of a new secret: the latest by itself, and what speaks against others', async () => {
    const page = await portal.open('manager-five', { width });
    await buttonOf(regionOf(page, brazil), 'Create new secret').click();
    const create = dialogOf(page, 'Create client secret');
    const date = create.getByLabel('Expiration date');
    const latest = await date.inputValue();
    expect(latest).toBe(await date.getAttribute('max'));
    await expectSeen(create.getByText(/^Expires .+, 12:00 /));
    await expectSeen(create.getByText('Do not share client secrets outside Registro Exemplo de Doadores.'));

    await date.fill(weekdayFrom(20, 3));
    await expectSeen(
      create.getByText(/^Short lifetimes are for testing\. You must replace this secret by Wed/),
    );
    await date.fill(weekdayFrom(120, 6));
    await expectSeen(create.getByText(/^Fri.+ is safer\.$/));
    expect(await create.getByText(/^Short lifetimes/).count()).toBe(0);
    await date.fill(dayIn(0));
    await expectSeen(create.getByText(/^The earliest date is /));
    await date.fill(dayIn(800));
    await expectSeen(create.getByText(/^The latest date is /));
    await buttonOf(create, 'Create').click();
    await expectSeen(create);
    await buttonOf(create, 'Cancel').click();
    const names = (await portal.secrets('manager-five', brazil)).map(({ name }) => name);
    expect(names.toSorted()).toEqual(['Search', 'Search 2027']);
  });
});
