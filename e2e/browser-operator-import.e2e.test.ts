import { beforeAll, describe, expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { entraApp, entraIds, entraSecret } from '../server/test/support/entra.ts';
import { expectGoodLooks } from './support/browser-looks.ts';
import {
  buttonOf,
  devices,
  dialogOf,
  expectFocused,
  expectGone,
  expectSeen,
  regionOf,
  type Look,
} from './support/browser.ts';
import { apis, applications } from './support/federation.ts';
import { send } from './support/http.ts';
import { serveConsole, type Console } from './support/operator-console.ts';

let server: string;
let sessions: Console['sessions'];
let openAs: Console['openAs'];

beforeAll(async () => {
  ({ server, sessions, openAs } = await serveConsole());
});

async function openImport(look: Look = {}): Promise<Page> {
  const page = await openAs('operator', '/operator/import', { expected: [/ 412 /], ...look });
  // From now on choosers wait for the test: asking for that at each would come later than a key that is pressed.
  page.on('filechooser', () => undefined);
  await expectFocused(page.getByRole('heading', { level: 1, name: 'Import' }));
  return page;
}

const fileOf = (name: string, content: unknown) => ({
  name,
  mimeType: 'application/json',
  buffer: Buffer.from(typeof content === 'string' ? content : JSON.stringify(content)),
});

/** Chooses a file as somebody does who has no pointer. */
async function choose(page: Page, label: string, name: string, content: unknown): Promise<void> {
  await buttonOf(page, label).focus();
  const chooser = page.waitForEvent('filechooser');
  await page.keyboard.press('Enter');
  await (await chooser).setFiles(fileOf(name, content));
}

const total = (page: Page, words: string) => page.getByText(words, { exact: true });
const east = { id: '1a000000-0000-4000-8000-000000000001', name: 'East Registry', country: 'DE' };

/** Something new and something changed, different for each device. */
const federationFor = (device: string) => {
  const organisation = `1a000000-0000-4000-8000-0000000000${device === 'phone' ? 'e1' : 'e2'}`;
  return {
    organisations: [
      { ...east, timeZone: device === 'phone' ? 'Europe/Vienna' : 'Europe/Zurich' },
      { id: organisation, name: `Island Bank ${device}`, country: 'IS', timeZone: 'Atlantic/Reykjavik' },
    ],
    applications: [
      {
        clientId: organisation.replace('1a', '1c'),
        organisation,
        apis: [apis.search.id],
      },
    ],
  };
};

describe.each(devices)('R3.1 on a %s', (device, width) => {
  test('a file is chosen by keyboard, looked at, and imported as it was seen', async () => {
    const page = await openImport({ width });
    await choose(page, 'Choose a file', 'federation.json', federationFor(device));
    await expectSeen(total(page, '2 new, 1 changed, 0 errors'));
    const changed = page.getByRole('group', { name: 'East Registry', exact: true });
    await expectSeen(changed.getByRole('row', { name: /^Time zone Europe\/\w+ Europe\/\w+$/ }));
    await expectSeen(page.getByText(`Partner-IS-IslandBank${device}-SMC`));
    if (device === 'desktop') await expectGoodLooks(page, 'a preview');
    await buttonOf(page, 'Import 3 changes').press('Enter');
    const done = page.getByRole('heading', { name: 'Imported: 2 new, 1 changed.' });
    await expectFocused(done);
    await page.getByRole('link', { name: 'Show in the audit log' }).click();
    await expectSeen(page.getByRole('cell').getByText('Application added', { exact: true }));

    await page.goto('/operator/import');
    await choose(page, 'Choose a file', 'federation.json', federationFor(device));
    await expectSeen(
      page.getByText('Everything is there already, as the file says. There is nothing to import.'),
    );
    expect(await buttonOf(page, 'Import 0 changes').isDisabled()).toBe(true);
  });

  test('what is wrong is said at once, with its place', async () => {
    const page = await openImport({ width });
    await choose(page, 'Choose a file', 'broken.json', '{\n  "organisations": [\n}');
    await expectSeen(
      page.getByRole('alert').getByText(/^broken\.json is not valid JSON in line 3, column 1: /),
    );
    await page.getByText('Paste the text instead').click();
    const text = JSON.stringify({ organisations: [{ ...east, timeZone: 'Mars/North' }], users: [{}] });
    await page.getByLabel('JSON', { exact: true }).fill(text);
    await buttonOf(page, 'Look at it').click();
    await expectSeen(page.getByText('organisations[0].timeZone', { exact: true }));
    await expectSeen(page.getByText('Mars/North is not an IANA time zone.'));
    expect(await page.getByRole('button', { name: /^Import \d/ }).isDisabled()).toBe(true);
    if (device === 'phone') await expectGoodLooks(page, 'errors');
  });
});

test('a file may be dropped, and is compared again when the federation changed meanwhile', async () => {
  const page = await openImport();
  const file = { organisations: [{ ...east, name: 'Eastern Registry', timeZone: 'Europe/Berlin' }] };
  const transfer = await page.evaluateHandle(`(() => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([${JSON.stringify(JSON.stringify(file))}], 'dropped.json'));
    return transfer;
  })()`);
  await page.getByText('or drop it here').dispatchEvent('drop', { dataTransfer: transfer });
  await expectSeen(page.getByText('dropped.json', { exact: true }));
  await expectSeen(total(page, '0 new, 1 changed, 0 errors'));

  const url = `${server}/api/v1/organisations/${east.id}`;
  const { headers } = sessions.operator;
  const renamed = await send('PATCH', url, { headers, json: { name: 'Renamed meanwhile' } });
  expect(renamed.status).toBe(200);
  await buttonOf(page, 'Import 1 change').click();
  await expectSeen(page.getByRole('alert').getByText(/^Somebody changed the federation meanwhile/));
  await expectSeen(page.getByRole('cell', { name: 'Renamed meanwhile' }));
  await buttonOf(page, 'Import 1 change').click();
  await expectFocused(page.getByRole('heading', { name: 'Imported: 1 changed.' }));
});

const listFromEntra = () => [
  entraApp(applications.eastSearch, 'Partner-DE-EastRegistry-SMC', {
    requiredResourceAccess: [{ resourceAppId: apis.search.id, resourceAccess: [] }],
    passwordCredentials: [
      entraSecret(entraIds.keys.gateway, new Date(Date.now() + 20 * 86_400_000).toISOString()),
    ],
  }),
  entraApp(entraIds.unnamed, 'Gateway of the West', {
    requiredResourceAccess: [{ resourceAppId: entraIds.matchApi, resourceAccess: [] }],
    passwordCredentials: [],
  }),
  entraApp(entraIds.matchApi, 'Match-Connect Sandbox', { identifierUris: ['https://match.example.org'] }),
];

test('R2.3 of a list from Entra what it cannot say is asked, and managers see until when its secrets work', async () => {
  const page = await openImport();
  await choose(page, 'Choose a file', 'az.json', listFromEntra());
  await expectSeen(total(page, '1 new, 0 changed, 0 errors, 2 open questions'));
  const api = page.getByRole('group', { name: 'Match-Connect Sandbox', exact: true });
  await api.getByLabel('Which API is it?').selectOption('Take it over');
  await api.getByLabel('Code').fill('smc');
  await expectGoodLooks(page, 'questions about a list from Entra');
  await buttonOf(api, 'Take it over like this').click();
  const gateway = page.getByRole('group', { name: 'Gateway of the West', exact: true });
  await gateway.getByLabel('Whose application is it?').selectOption('West Bank');
  await expectSeen(total(page, '3 new, 0 changed, 0 errors'));
  await expectSeen(page.getByText(/^In Entra it is named Gateway of the West/));
  await gateway.getByLabel('Whose application is it?').selectOption('Leave it out');
  await expectSeen(total(page, '2 new, 0 changed, 0 errors'));
  // What is typed and not answered is not what would be imported.
  await api.getByLabel('Name').fill('Match-Connect trial');
  await expectSeen(api.getByText('What you changed is not in the preview yet.'));
  expect(await buttonOf(page, 'Import 2 changes').isDisabled()).toBe(true);
  await expectGoodLooks(page, 'an answer that was changed');
  await buttonOf(api, 'Take it over like this').click();
  await expectSeen(page.getByText('Match-Connect trial'));

  const questions: string[] = [];
  page.once('dialog', (dialog) => {
    questions.push(dialog.message());
    void dialog.dismiss();
  });
  await page.getByRole('link', { name: 'Settings', exact: true }).click();
  await expect.poll(() => questions).toEqual(['Your answers on this page are lost. Leave all the same?']);
  page.once('dialog', (dialog) => {
    questions.push(dialog.message());
    void dialog.dismiss();
  });
  await choose(page, 'Choose another file', 'federation.json', { organisations: [] });
  await expect
    .poll(() => questions[1])
    .toBe('Your answers about the file that is open are lost. Look at the other one all the same?');
  await expectSeen(page.getByText('az.json', { exact: true }));
  await buttonOf(page, 'Import 2 changes').click();
  await expectFocused(page.getByRole('heading', { name: 'Imported: 2 new.' }));

  const manager = await openAs('eastManager', '/manage-api-credentials');
  const region = regionOf(manager, 'Partner-DE-EastRegistry-SMC');
  const elsewhere = region.getByRole('region', { name: 'Still in Microsoft Entra' });
  await expectSeen(elsewhere.getByText(/^Expires .* in 19 days$/));
  await expectGoodLooks(manager, 'a secret that is still in Entra');
  await buttonOf(elsewhere, 'It is gone: Gateway').click();
  const dialog = dialogOf(manager, 'Is it gone?');
  await expectFocused(buttonOf(dialog, 'Cancel'));
  await buttonOf(dialog, 'It is gone').click();
  await expectSeen(region.getByText('Nobody is reminded of Gateway again.'));
  await expectGone(elsewhere);
});
