import { beforeAll, describe, expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { expectGoodLooks } from './support/browser-looks.ts';
import { buttonOf, devices, dialogOf, expectFocused, expectSeen, type Look } from './support/browser.ts';
import { applications, people } from './support/federation.ts';
import { requestToken, send } from './support/http.ts';
import { createSecret } from './support/journey.ts';
import { serveConsole, type Console } from './support/operator-console.ts';

let server: string;
let sessions: Console['sessions'];
let openAs: Console['openAs'];

beforeAll(async () => {
  ({ server, sessions, openAs } = await serveConsole());
});

const open = (path: string, look: Look = {}): Promise<Page> =>
  openAs('operator', path, { expected: [/ 4\d\d /], ...look });

const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name, exact: true });
const link = (page: Page, name: string) => page.getByRole('link', { name, exact: true });
const field = (page: Page, name: string) => page.getByLabel(name, { exact: true });
const region = (page: Page, name: string) => page.getByRole('region', { name, exact: true });

test('the overview says for good that mails only go to files', async () => {
  const page = await open('/operator');
  await expectSeen(page.getByText(/^Nobody receives mails: they are only kept as files\./));
});

describe.each(devices)('R3.1 on a %s', (device, width) => {
  test('an operator adds an organisation, an application and its manager, each from the one before', async () => {
    const page = await open('/operator/organisations', { width });
    await expectFocused(heading(page, 'Organisations'));
    await link(page, 'Add organisation').click();
    await buttonOf(page, 'Add organisation').click();
    await expectSeen(page.getByText('Not saved. Look at the 2 fields marked above.'));
    await expectFocused(field(page, 'Name'));
    await field(page, 'Name').fill(`Island Bank ${device}`);
    await field(page, 'Country').selectOption({ label: 'Iceland (IS)' });
    await field(page, 'Time zone').selectOption('Atlantic/Reykjavik');
    if (device === 'desktop') await expectGoodLooks(page, 'adding an organisation');
    await buttonOf(page, 'Add organisation').click();
    await expectSeen(heading(page, `Island Bank ${device}`));

    // R3.2: the name is proposed from the pattern.
    await link(page, 'Add an application').click();
    await expect
      .poll(() => field(page, 'Organisation').locator('option:checked').innerText())
      .toBe(`Island Bank ${device}`);
    await page.getByLabel('Search and Match · production').check();
    const name = `Partner-IS-IslandBank${device}-SMC`;
    await expectSeen(page.getByText(`Left empty: ${name}`));
    await page.getByLabel('Data Manager · production').check();
    await expectSeen(page.getByText(/^The APIs of one application must have the same code/));
    await page.getByLabel('Data Manager · production').uncheck();
    await expectSeen(page.getByText(`Left empty: ${name}`));
    await buttonOf(page, 'Add application').click();
    await expectSeen(heading(page, name));
    await expectSeen(page.getByText('Ready. It has no manager and no secret.'));
    if (device === 'desktop') await expectGoodLooks(page, 'a new application');

    // R5.1: with the organisation's confirmation.
    await link(page, 'Assign somebody without an account').click();
    await field(page, 'Full name').fill('Island Manager (sample)');
    await field(page, 'E-mail address').fill(`manager-${device}@island.example.org`);
    await field(page, 'Confirmed by').fill('Head of IT (sample)');
    await field(page, 'Reference').fill('SAMPLE-1');
    if (device === 'desktop') await expectGoodLooks(page, 'adding a person');
    await buttonOf(page, 'Add and invite').click();
    await expectSeen(heading(page, name));
    await expectSeen(region(page, 'Credential managers').getByText(/^Confirmed by Head of IT .*SAMPLE-1$/));
    await expectSeen(page.getByText('No secret yet: a credential manager creates the first one.'));
    await link(page, 'Island Manager (sample)').click();
    await expectSeen(page.getByText('Invited', { exact: true }));
    await expectSeen(link(page, name));
    if (device === 'desktop') await expectGoodLooks(page, 'a person');

    // R5: removed at once, after a question.
    await link(page, name).click();
    await buttonOf(page, 'Remove Island Manager (sample)').click();
    await buttonOf(dialogOf(page, 'Remove Island Manager (sample)?'), 'Remove').click();
    await expectSeen(
      page.getByText('Nobody can create or replace its secrets: assign a credential manager.'),
    );
    await buttonOf(page, 'Assign a manager').click();
    await field(page, 'Person').selectOption({ index: 1 });
    await field(page, 'Confirmed by').fill('Head of IT (sample)');
    await field(page, 'Reference').fill('SAMPLE-2');
    if (device === 'phone') await expectGoodLooks(page, 'assigning a manager');
    await buttonOf(page, 'Assign').click();
    await expectSeen(page.getByText(/^Confirmed by Head of IT .*SAMPLE-2$/));
  });
});

test('R3 of two operators who edit one record, the second sees both versions, and nothing is lost', async () => {
  const path = '/operator/organisations/1a000000-0000-4000-8000-000000000002';
  const [first, second] = [await open(path), await open(path)];
  await field(second, 'Name').fill('West Donor Bank');
  await field(second, 'Shared mailbox (optional)').fill('team@west.example.org');
  // Set back to what it was: not a change.
  await field(second, 'Time zone').selectOption('America/Recife');
  await field(second, 'Time zone').selectOption('America/Sao_Paulo');
  await field(first, 'Name').fill('West Cord Blood Bank');
  await field(first, 'Time zone').selectOption('America/Bahia');
  await buttonOf(first, 'Save changes').click();
  await expectSeen(first.getByText('Saved.'));

  await buttonOf(second, 'Save changes').click();
  await expectFocused(second.getByRole('heading', { name: 'Somebody changed this meanwhile' }));
  const versions = second.getByRole('table');
  const row = (name: string) => versions.getByRole('row').filter({ hasText: name }).allInnerTexts();
  expect((await row('Name'))[0]).toMatch(/West Bank\s+West Cord Blood Bank\s+West Donor Bank/);
  expect((await row('Time zone'))[0]).toMatch(/Sao_Paulo\s+America\/Bahia\s+America\/Sao_Paulo/);
  expect((await row('mailbox'))[0]).toMatch(/none\s+none\s+team@west/);
  await expectGoodLooks(second, 'both versions of a record');
  await buttonOf(second, 'Save mine over it').click();
  await expectSeen(second.getByText('Saved.'));
  // What only the first one changed is as they saved it.
  await second.reload();
  expect(await field(second, 'Name').inputValue()).toBe('West Donor Bank');
  expect(await field(second, 'Time zone').inputValue()).toBe('America/Bahia');
  expect(await field(second, 'Shared mailbox (optional)').inputValue()).toBe('team@west.example.org');

  await field(first, 'Country').selectOption('AR');
  await buttonOf(first, 'Save changes').click();
  await buttonOf(first, 'Take the saved version').click();
  expect(await field(first, 'Name').inputValue()).toBe('West Donor Bank');
  expect(await field(first, 'Country').inputValue()).toBe('BR');
});

test('R7 an emergency stops a secret, an application and an organisation at once, with a reason', async () => {
  const { eastManager } = sessions;
  const secret = await createSecret(server, eastManager.headers, applications.eastSearch, 'Gateway');
  const token = async (): Promise<number> =>
    (await requestToken(server, { clientId: applications.eastSearch, clientSecret: secret.clientSecret }))
      .status;
  const managersSee = async (): Promise<string> =>
    (
      await send('GET', `${server}/api/v1/applications/${applications.eastSearch}`, {
        headers: eastManager.headers,
      })
    ).text;
  expect(await token()).toBe(200);
  const page = await open(`/operator/applications/${applications.eastSearch}`);
  const stop = async (what: string, question: string | RegExp, reason: string): Promise<void> => {
    await buttonOf(page, what).click();
    const dialog = page.getByRole('dialog', { name: question });
    // Somebody changes something else meanwhile.
    await createSecret(server, eastManager.headers, applications.eastSearch, `Meanwhile: ${what}`);
    await buttonOf(dialog, 'Disable').click();
    await expectSeen(dialog.getByText('Say why: its credential managers are told.'));
    await expectFocused(dialog.getByLabel('Reason'));
    await dialog.getByLabel('Reason').fill(reason);
    await buttonOf(dialog, 'Disable').click();
    await expectSeen(page.getByText(new RegExp(`Disabled.*${reason}`)));
    expect(await token()).toBe(401);
    expect(await managersSee()).toContain(reason);
  };
  const goOn = async (what: string): Promise<void> => {
    await buttonOf(page, what).click();
    await buttonOf(page.getByRole('dialog'), 'Enable').click();
    await expect.poll(token).toBe(200);
  };
  await stop('Disable secret Gateway', /Gateway/, 'seen on a public page');
  await goOn('Enable secret Gateway');
  await stop('Disable application', /^Disable Partner/, 'requests without end');
  await goOn('Enable application');
  await link(page, 'East Registry').click();
  await buttonOf(page, 'Disable organisation').click();
  await dialogOf(page, 'Disable East Registry?').getByLabel('Reason').fill('under attack');
  await expectGoodLooks(page, 'before an organisation is disabled');
  await buttonOf(dialogOf(page, 'Disable East Registry?'), 'Disable').click();
  await expectSeen(page.getByText('Disabled: under attack'));
  expect(await token()).toBe(401);
  await goOn('Enable organisation');
});

test('R3 lists are searched, narrowed by address, and to members they do not exist', async () => {
  const page = await open('/operator/applications?search=eastregistry');
  await expect.poll(() => page.getByRole('row').count()).toBe(3);
  await expectGoodLooks(page, 'the list of applications');
  await field(page, 'Search by name or client ID').fill('nothing like it');
  await expectSeen(page.getByText('Nothing matches.'));
  await buttonOf(page, 'Clear filters').click();
  await expect.poll(() => page.getByRole('row').count()).toBeGreaterThan(3);
  await link(page, 'People').click();
  await field(page, 'Search by name or e-mail address').fill('west.example');
  await expect.poll(() => page.getByRole('row').count()).toBe(2);
  expect(new URL(page.url()).searchParams.get('search')).toBe('west.example');
  await expectGoodLooks(page, 'the list of people');

  const member = await openAs('eastManager', '/operator/organisations');
  await expectSeen(heading(member, 'There is no such page'));
});

test('R5.4 of a manager who is disabled operators see what they created, and take the role away', async () => {
  const person = `/operator/users/${people.eastManager}`;
  const page = await open(person);
  await buttonOf(page, 'Disable the account').click();
  const { headers } = sessions.operator;
  // Somebody changes something else meanwhile.
  const url = `${server}/api/v1/users/${people.eastManager}`;
  expect((await send('PATCH', url, { headers, json: { timeZone: 'Europe/Vienna' } })).status).toBe(200);
  await buttonOf(page.getByRole('dialog'), 'Disable the account').click();
  await expectSeen(page.getByText('Disabled', { exact: true }));
  const name = 'Partner-DE-EastRegistry-SMC';
  await link(page, name).click();
  await expectSeen(page.getByText('Created by someone who no longer manages this application').first());
  await page.goto(person);
  await buttonOf(page, `Remove: ${name}`).click();
  await expectSeen(page.getByText(/also when their account is enabled again/));
  await buttonOf(page.getByRole('dialog'), 'Remove').click();
  await expect.poll(() => link(page, name).count()).toBe(0);
  await expectGoodLooks(page, 'a person whose role was removed');
});
