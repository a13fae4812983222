import { randomUUID } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import type { Locator, Page } from 'playwright-core';
import { expectGoodLooks } from './support/browser-looks.ts';
import { accountOf, headersOf, openSession, startBrowserDemo } from './support/browser-session.ts';
import {
  buttonOf,
  devices,
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
import { createSecret, deleteSecret, secretsUrl, type CreatedSecret } from './support/journey.ts';

/** What is written once a second, and read by the page within a few more. */
const soonMs = 25_000;

let demo: Demo;
let session: PortalSession;
let api: Demo['apis'][number];
const name = 'Partner-JP-ReiDonorRegistry-DM';
let clientId: string;

beforeAll(async () => {
  demo = await startBrowserDemo();
  session = await openSession(demo.publicUrl, accountOf(demo, 'manager-six'));
  const application = demo.applications.find((candidate) => candidate.name === name);
  clientId = application?.clientId ?? '';
  const found = demo.apis.find(({ id }) => id === application?.apis[0]);
  if (found === undefined) throw new Error(`${name} has no API`);
  api = found;
});

const headers = (): Record<string, string> => headersOf(demo.publicUrl, session);

const create = (secretName: string): Promise<CreatedSecret> =>
  createSecret(demo.publicUrl, headers(), clientId, secretName);

/** A token request as a member's system sends it; answers the status. */
async function requestToken(clientSecret: string, userAgent: string): Promise<number> {
  const { status } = await send('POST', `${demo.publicUrl}/oauth2/token`, {
    headers: { 'user-agent': userAgent },
    form: {
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: clientSecret,
      resource: api.identifier,
    },
  });
  return status;
}

async function open(width: number, expected: RegExp[] = []): Promise<{ page: Page; region: Locator }> {
  const page = await openPage(demo.publicUrl, { width, session, expected });
  await openApplications(page);
  return { page, region: regionOf(page, name) };
}

const rowOf = (page: Page, secretName: string): Locator =>
  page.getByRole('row').filter({ has: page.getByText(secretName, { exact: true }) });

test.each(devices)(
  'R1.2 R1.8 on a %s, the usage of a client secret: by whom, from where, how often and for what',
  async (device, width) => {
    const watched = `Watched on a ${device}`;
    const { clientSecret } = await create(watched);
    for (const userAgent of ['python-requests/2.32.3', 'python-requests/2.32.3', 'nightly-job/1.4'])
      expect(await requestToken(clientSecret, userAgent)).toBe(200);
    expect(await requestToken(`${clientSecret.slice(0, -1)}!`, 'curl/8.9.1')).toBe(401);

    const { page, region } = await open(width);
    await expectSeen(rowOf(page, watched).getByText(/^Today \d\d:\d\d$/), soonMs);
    await buttonOf(region, `Usage of ${watched}`).click();
    const dialog = dialogOf(page, `Usage of ${watched}`);
    const callers = dialog.getByRole('list', { name: 'Used by' }).getByRole('listitem');
    await expectSeen(callers.filter({ hasText: /^Python \(requests\) from 127\.0\.0\.1/ }));
    await expectSeen(callers.getByText('2 token requests in 90 days, 2 in the last 7 days'));
    await expectSeen(callers.filter({ hasText: /^nightly-job from 127\.0\.0\.1/ }));
    await expectSeen(callers.getByText(`For ${api.name} ${api.environment}`));
    await expectSeen(dialog.getByRole('img', { name: 'Token requests per day, the last 90 days' }));
    await expectSeen(dialog.getByText(/^3 token requests on 1 day between .+; at most 3 on one day/));
    await expectSeen(
      dialog.getByText(/with this client ID proved no client secret\. .+ anybody can send it\.$/),
    );
    await expectSeen(dialog.getByText('API calls made with a token issued earlier are not counted.'));
    await expectGoodLooks(page, 'usage');
    await dialog.getByText('As a table').click();
    expect(await dialog.getByRole('row').allTextContents()).toEqual([
      'DayToken requests',
      expect.stringMatching(/^\d+ \w+3$/),
    ]);
    await expectGoodLooks(page, 'usage, as a table');

    // It is live.
    expect(await requestToken(clientSecret, 'node')).toBe(200);
    await expectSeen(callers.filter({ hasText: /^Node\.js from 127\.0\.0\.1/ }), soonMs);
    await page.keyboard.press('Escape');
    await expectFocused(buttonOf(region, `Usage of ${watched}`));
  },
);

test.each(devices)(
  'R1.5 R1.9 on a %s, a disabled client secret says what it was refused, then offers to enable or delete it',
  async (device, width) => {
    const secretName = `Switched off on a ${device}`;
    const { id, clientSecret } = await create(secretName);
    expect(await requestToken(clientSecret, 'nightly-job/1.4')).toBe(200);
    const disabled = await send('POST', `${secretsUrl(demo.publicUrl, clientId)}/${id}/disable`, {
      headers: headers(),
      json: { reason: null },
    });
    expect(disabled.status).toBe(200);
    const { page, region } = await open(width);
    const row = rowOf(page, secretName);
    await expectSeen(row.getByText(/^Nothing asked for it since today/));
    expect(await requestToken(clientSecret, 'nightly-job/1.4')).toBe(401);
    await expectSeen(row.getByText(/^Refused today \d\d:\d\d · 127\.0\.0\.1$/), soonMs);
    const alert = page.getByRole('region', { name: 'Needs attention' });
    const told = new RegExp(`^“${secretName}” of ${name} is disabled, but 127\\.0\\.0\\.1 still presents it`);
    await expectSeen(alert.getByText(told));
    await buttonOf(alert, 'Show usage').click();
    const dialog = dialogOf(page, `Usage of ${secretName}`);
    const refused = /^Refused since it was disabled: 1 request from 127\.0\.0\.1, last today \d\d:\d\d\.$/;
    await expectSeen(dialog.getByText(refused));
    await expectSeen(dialog.getByText('Refused because it was disabled'));
    await buttonOf(dialog, 'Delete').click();
    const deletion = dialogOf(page, 'Delete client secret');
    await expectSeen(deletion.getByText(refused));
    await expectSeen(deletion.getByLabel('Type the first three characters to confirm'));
    await buttonOf(deletion, 'Cancel').click();
    await buttonOf(region, `Usage of ${secretName}`).click();
    await buttonOf(dialog, 'Enable').click();
    await buttonOf(dialogOf(page, 'Enable client secret'), 'Enable').click();
    await expectSeen(page.getByText(`“${secretName}” is enabled.`));
    await expectGone(alert.getByText(told));
  },
);

test.each(devices)(
  'R1.9 on a %s, a deletion waits for the evidence, and asks for the hint when there is none',
  async (_device, width) => {
    const { id } = await create('Doubtful');
    const { page, region } = await open(width, [/ 503 /, /ERR_FAILED/]);
    let answer: () => void = () => {};
    const held = new Promise<void>((resolve) => {
      answer = resolve;
    });
    await page.route(`**/secrets/${id}/usage`, async (route) => {
      await held;
      await route.continue();
    });
    await buttonOf(region, 'Delete secret Doubtful').click();
    const dialog = dialogOf(page, 'Delete client secret');
    await expectSeen(dialog.getByText('Looking up who uses it…'));
    expect(await buttonOf(dialog, 'Delete').isDisabled()).toBe(true);
    answer();
    await expectSeen(dialog.getByText('It was never used. Deleting it affects nothing.'));
    expect(await dialog.getByRole('textbox').count()).toBe(0);
    await buttonOf(dialog, 'Cancel').click();

    await page.unrouteAll();
    await page.route(`**/secrets/${id}/usage`, (route) => route.abort());
    await buttonOf(region, 'Delete secret Doubtful').click();
    await expectSeen(dialog.getByText('Who uses it could not be loaded, so it may be in use.'));
    await expectGoodLooks(page, 'delete without evidence');
    await buttonOf(dialog, 'Delete').click();
    await expectSeen(dialog.getByText('These are not its first three characters.'));
    await deleteSecret(demo.publicUrl, headers(), clientId, id);
  },
);

test.each(devices)(
  'R1.9 on a %s, a manager whose own test has a typing error is told what to do',
  async (device, width) => {
    const { clientSecret } = await create(`Tested on a ${device}`);
    const { page } = await open(width);
    const alerts = page.getByRole('region', { name: 'Needs attention' });
    const last = clientSecret.endsWith('a') ? 'b' : 'a';
    expect(await requestToken(`${clientSecret.slice(0, -1)}${last}`, 'curl/8.9.1')).toBe(401);
    await expectSeen(
      alerts.getByText(`The client secret that you just sent for ${name} has a typing error.`),
      soonMs,
    );
    expect(await requestToken(clientSecret.slice(0, 3), 'curl/8.9.1')).toBe(401);
    await expectSeen(alerts.getByText(/is only the first three characters of a client secret\./), soonMs);
  },
);

test('a change that no sentence tells still says that there was one', async () => {
  const { id } = await create('Unclear');
  const { page, region } = await open(1280, [/ 412 /]);
  await page.route(`**/secrets/${id}`, (route) =>
    route.fulfill({
      status: 412,
      contentType: 'application/problem+json',
      body: JSON.stringify({
        type: 'urn:keyturn:problem:secrets-changed',
        title: 'x',
        status: 412,
        detail: 'x',
        code: 'secrets-changed',
        requestId: randomUUID(),
      }),
    }),
  );
  await buttonOf(region, 'Delete secret Unclear').click();
  const dialog = dialogOf(page, 'Delete client secret');
  await expectSeen(dialog.getByText('It was never used.'));
  await buttonOf(dialog, 'Delete').click();
  await expectSeen(
    dialog
      .getByRole('alert')
      .getByText(
        'The client secrets of this application changed meanwhile. Check again before you delete it.',
      ),
  );
});

type Listed = { clientId: string; name: string; secrets: { status: string }[] };

/** The demo's list, many times over. */
async function showMany(page: Page, count: number): Promise<void> {
  await page.route('**/api/v1/applications?**', async (route) => {
    const { searchParams } = new URL(route.request().url());
    const [from, limit] = [Number(searchParams.get('cursor') ?? 0), Number(searchParams.get('limit'))];
    const answer = await route.fetch({
      url: `${demo.publicUrl}/api/v1/applications?include=deleted&limit=50`,
    });
    const { items } = (await answer.json()) as { items: Listed[] };
    const all = Array.from({ length: count }, (_item, index) => ({
      ...(items[index % items.length] as Listed),
      clientId: `08fc3ea0-53a5-4545-89cf-${String(index).padStart(12, '0')}`,
      name: `Partner-JP-Many${String(index).padStart(4, '0')}-DM`,
    }));
    const next = from + limit < count ? String(from + limit) : null;
    await route.fulfill({ json: { items: all.slice(from, from + limit), next } });
  });
}

test.each(devices)(
  'on a %s, of many applications the filter stands in the address, and Back undoes it',
  async (_device, width) => {
    const page = await openPage(demo.publicUrl, { width, session });
    await showMany(page, 230);
    await openApplications(page);
    const hits = page.getByRole('search').getByRole('status');
    await expectSeen(hits.getByText('230 applications', { exact: true }));
    await page.getByRole('searchbox').fill('many02');
    await expectSeen(hits.getByText('30 applications', { exact: true }));
    expect(page.url()).toMatch(/\?search=many02$/);
    await page.getByLabel('Order').selectOption('Name');
    await expect.poll(() => page.url()).toMatch(/\?search=many02&sort=name$/);
    await page.goBack();
    await expect.poll(() => page.url()).toMatch(/\?search=many02$/);
    expect(await page.getByLabel('Order').inputValue()).toBe('worst');
    await page.goBack();
    await expectSeen(hits.getByText('230 applications', { exact: true }));
    expect(await page.getByRole('searchbox').inputValue()).toBe('');

    await page.goto('/manage-api-credentials?search=many0007&state=nonsense&api=Gone&sort=sideways');
    await expectSeen(page.getByText('No application matches.'));
    await buttonOf(page, 'Clear filters').click();
    await expectSeen(hits.getByText('230 applications', { exact: true }));

    // Those far away are an outline until somebody goes there, by whatever means.
    const last = page.getByRole('region', { name: 'Partner-JP-Many0229-DM', exact: true });
    expect(await last.getByRole('table').count()).toBe(0);
    await last.scrollIntoViewIfNeeded();
    await expectSeen(last.getByRole('table'));
  },
);

test('a page that is older than the server says so when a part of it cannot be loaded any more', async () => {
  const page = await openPage(demo.publicUrl, { session, expected: [/ERR_FAILED/, / 404 /] });
  await page.route('**/assets/usage-dialog-*.js', (route) => route.abort());
  await openApplications(page);
  await buttonOf(regionOf(page, name), 'Usage of Gateway').click();
  const dialog = dialogOf(page, 'This part could not be loaded');
  await expectSeen(buttonOf(dialog, 'Load this page anew'));
  await page.unrouteAll();
  await buttonOf(dialog, 'Load this page anew').click();
  await buttonOf(regionOf(page, name), 'Usage of Gateway').click();
  await expectSeen(dialogOf(page, 'Usage of Gateway').getByRole('heading', { name: 'Used by' }));
});
