import { beforeAll, describe, expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { expectGoodLooks, expectNoOverflow } from './support/browser-looks.ts';
import {
  buttonOf,
  devices,
  expectFocused,
  expectGone,
  expectSeen,
  openPage,
  type Look,
} from './support/browser.ts';
import { apis, applications } from './support/federation.ts';
import { requestToken, send } from './support/http.ts';
import { createSecret } from './support/journey.ts';
import { startMailServer } from './support/mail-server.ts';
import { serveConsole, type Console } from './support/operator-console.ts';

let server: string;
let sessions: Console['sessions'];
let openAs: Console['openAs'];

beforeAll(async () => {
  ({ server, sessions, openAs } = await serveConsole({ mailServer: await startMailServer() }));
});

const open = (path: string, look: Look = {}): Promise<Page> =>
  openAs('operator', path, { expected: [/ 4\d\d /], ...look });

/** Another operator's change. */
const callApi = async (method: string, path: string, json: object): Promise<void> => {
  const answer = await send(method, `${server}/api/v1${path}`, { headers: sessions.operator.headers, json });
  expect(answer.status, answer.text).toBe(200);
};

const field = (page: Page, name: string) => page.getByLabel(name, { exact: true });
const link = (page: Page, name: string) => page.getByRole('link', { name, exact: true });
/** The top bar names the operator so. */
const expectNamed = async (page: Page, name: string): Promise<void> => {
  await expect.poll(() => page.getByRole('banner').innerText()).toMatch(new RegExp(`^${name}$`, 'm'));
};
const conflict = (page: Page) => page.getByRole('heading', { name: 'Somebody changed this meanwhile' });
const step = (page: Page, name: string) =>
  page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: new RegExp(`^${name}`) }) });

test('the checklist is ticked from facts while one looks on, and what is overlooked stays in sight', async () => {
  const page = await open('/operator');
  await expectSeen(page.getByRole('heading', { level: 2, name: 'Set up Keyturn' }));
  await expectSeen(page.getByText('3 of 8 done'));
  await expectSeen(step(page, 'Add an application').getByText('Done', { exact: true }));
  await expectSeen(step(page, 'First token').getByText(/^Waiting for .+ to create a secret\.$/));

  await step(page, 'Send a test mail').getByRole('link').click();
  await expectFocused(page.getByRole('heading', { level: 1, name: 'Notifications' }));
  await buttonOf(page, 'Send me a test mail').click();
  await expectSeen(page.getByText(/was accepted by 127\.0\.0\.1/));
  await link(page, 'Overview').click();
  await expectSeen(step(page, 'Send a test mail').getByText(/^A mail server accepted one, \d\d:\d\d\.$/));

  // What a manager does is seen without touching anything.
  const { headers } = sessions.eastManager;
  const { clientSecret } = await createSecret(server, headers, applications.eastSearch, 'Gateway');
  await expectSeen(
    step(page, 'First token').getByText(/^Secret created by .+, \d\d:\d\d\. Waiting for its first token\.$/),
  );
  await requestToken(server, { clientId: applications.eastSearch, clientSecret }, apis.search.identifier);
  await expectSeen(step(page, 'First token').getByText(/^Secret created by .+; first token \d\d:\d\d\.$/));
  await expectSeen(page.getByText('5 of 8 done'));
  await expectGoodLooks(page, 'the checklist');

  const warning = page.getByText(/^No operator has set up their account\./);
  await expectSeen(warning);
  for (const path of ['/operator/organisations', '/notifications']) {
    await page.goto(path);
    await expectSeen(warning);
  }
  expect(await page.getByText('they are only kept as files').count()).toBe(0);
});

describe.each(devices)('R7 on a %s', (device, width) => {
  test('what an operator sets is seen at once, and of two who change it nobody loses anything', async () => {
    await callApi('PATCH', '/settings', { operatorName: null, supportEmail: null, privacyUrl: null });
    const page = await open('/operator/settings', { width });
    await expectFocused(page.getByRole('heading', { level: 1, name: 'Settings' }));
    await expectNamed(page, 'Keyturn');
    expect(await field(page, 'Name').getAttribute('placeholder')).toBe('Keyturn');

    await field(page, 'Privacy address').fill('http://example.org');
    await field(page, 'Naming pattern of applications').fill('Partner-{organisation}-{country}');
    await expectSeen(page.getByText(/^Not possible yet: it needs \{country\}/));
    await field(page, 'Naming pattern of applications').fill('App-{organisation}-{country}-{api}');
    await expectSeen(page.getByText('For example: App-ExampleRegistry-NL-SMC'));
    await buttonOf(page, 'Save changes').click();
    await expectSeen(page.getByText('must be an https address'));
    await expectFocused(field(page, 'Privacy address'));
    await field(page, 'Privacy address').fill('https://example.org/privacy');
    await field(page, 'Name').fill('Northern Federation');
    await buttonOf(page, 'Save changes').click();
    await expectSeen(page.getByText('Saved.', { exact: true }));
    await expectNamed(page, 'Northern Federation');
    await expectSeen(link(page, 'Privacy'));

    await field(page, 'Name').fill('Mine');
    await field(page, 'Support address').fill('mine@example.org');
    await callApi('PATCH', '/settings', { operatorName: 'Theirs', timeZone: 'Europe/Oslo' });
    await buttonOf(page, 'Save changes').click();
    await expectFocused(conflict(page));
    const versions = page.getByRole('group', { name: 'Both versions' });
    await expectSeen(versions.getByRole('row', { name: 'Name Northern Federation Theirs Mine' }));
    expect(await field(page, 'Name').inputValue()).toBe('Mine');
    expect(await field(page, 'Time zone').inputValue()).toBe('Europe/Oslo');
    await buttonOf(page, 'Save mine over it').click();
    await expectNamed(page, 'Mine');
    await expectSeen(page.getByText('Saved.', { exact: true }));

    await buttonOf(page, 'Reset Name to the configuration').click();
    await expectFocused(field(page, 'Name'));
    await buttonOf(page, 'Save changes').click();
    await expectNamed(page, 'Keyturn');
    await expectNoOverflow(page, 'settings');
  });

  test('the logo is tried before it is saved, and stands in the top bar of everybody then', async () => {
    const page = await open('/operator/settings', { width });
    const inTopBar = page.getByRole('banner').locator('img');
    const choose = page.locator('input[type=file]');
    await expectSeen(page.getByText('No logo is set: a drawn mark is shown.'));
    await choose.setInputFiles({ name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('x') });
    await expectSeen(page.getByText('“notes.txt” cannot be shown.'));
    const large = Buffer.alloc(256 * 1024 + 1);
    await choose.setInputFiles({ name: 'large.png', mimeType: 'image/png', buffer: large });
    await expectSeen(page.getByText('“large.png” has 257 KB; at most 256 KB are possible.'));
    await choose.setInputFiles({ name: 'logo.svg', mimeType: 'image/svg+xml', buffer: Buffer.from(logo) });
    await expectSeen(page.getByText('“logo.svg” is not saved yet.'));
    expect(await page.getByRole('group', { name: 'Preview' }).locator('img').count()).toBe(2);
    expect(await inTopBar.count()).toBe(0);
    await buttonOf(page, 'Use this logo').click();
    await expectSeen(inTopBar);
    if (device === 'desktop') await expectGoodLooks(page, 'settings with a logo');

    const signedOut = await openPage(server, { width });
    await signedOut.goto('/sign-in');
    const shown = signedOut.getByRole('banner').locator('img');
    await expectSeen(shown);
    const isLoaded = () =>
      signedOut.evaluate<boolean>(`document.querySelector('header img').naturalWidth > 0`);
    await expect.poll(isLoaded).toBe(true);
    expect((await shown.boundingBox())?.height).toBe(32);

    await buttonOf(page, 'Remove logo').click();
    await expectGone(inTopBar);
    await expectFocused(choose);
  });

  test('R6.1 terms are written beside what members will see, and published after a question', async () => {
    await callApi('POST', '/terms', { text: `# Before ${device}` });
    const page = await open('/operator/terms', { width });
    await expectFocused(page.getByRole('heading', { level: 1, name: 'Terms of use' }));
    const source = field(page, 'Text in Markdown');
    const preview = page.getByRole('region', { name: 'As members see it' });
    expect(await source.inputValue()).toBe(`# Before ${device}`);
    await source.fill('# Terms\n\nKeep **client secrets** to yourselves.');
    await expectSeen(preview.locator('strong', { hasText: 'client secrets' }));
    await page.getByRole('button', { name: /^Publish version / }).click();
    const dialog = page.getByRole('dialog', { name: /^Publish version \d+\?$/ });
    await expectSeen(dialog.getByText('All 2 active members accept it before they go on.'));
    await dialog.getByRole('button', { name: /^Publish version / }).click();
    const row = page.getByRole('row').nth(1);
    await expectSeen(row.getByText('0 of 2 active members'));
    await expectSeen(page.getByText(/^Version \d+ is in force\./));

    // Somebody else publishes while one writes.
    await source.fill('# Mine');
    await callApi('POST', '/terms', { text: `# Theirs ${device}` });
    await page.getByRole('button', { name: /^Publish version / }).click();
    await dialog.getByRole('button', { name: /^Publish version / }).click();
    await expectFocused(conflict(page));
    expect(await field(page, 'Text that is in force now').inputValue()).toBe(`# Theirs ${device}`);
    expect(await source.inputValue()).toBe('# Mine');
    if (device === 'desktop') await expectGoodLooks(page, 'terms that two wrote');
    const keep = page.getByRole('button', { name: /^Publish mine as version / });
    const version = (await keep.innerText()).replace('Publish mine as ', '');
    await keep.click();
    await link(page, version.replace('v', 'V')).click();
    await expectSeen(page.getByRole('heading', { level: 1, name: `Terms of use, ${version}` }));
    await expectSeen(page.getByRole('heading', { level: 2, name: 'Mine' }));
    await link(page, 'All versions').click();
    await source.fill('# Not published');
    page.once('dialog', (question) => void question.dismiss());
    await link(page, 'Overview').click();
    expect(await source.inputValue()).toBe('# Not published');
  });
});

const logo =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 80 40"><rect width="80" height="40" fill="#7a1f5c"/></svg>';

test('words that are longer overflow nothing', async () => {
  for (const path of ['/operator', '/operator/settings', '/operator/terms']) {
    const page = await open(`${path}?locale=pseudo`, { width: 360 });
    await expectSeen(page.getByRole('heading', { level: 2 }).first());
    await expectNoOverflow(page, path);
  }
});
