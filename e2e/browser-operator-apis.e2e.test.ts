import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Locator, Page } from 'playwright-core';
import { expectPlaintextNowhere } from './support/browser-journey.ts';
import { expectGoodLooks, expectNoOverflow } from './support/browser-looks.ts';
import { startPortal, type Portal } from './support/browser-portal.ts';
import {
  buttonOf,
  devices,
  dialogOf,
  expectFocused,
  expectGone,
  expectSeen,
  type Look,
} from './support/browser.ts';
import type { Demo } from './support/demo.ts';
import { requestToken, send, type Answer } from './support/http.ts';
import { openAt } from './support/operator-console.ts';

const operator = 'operator-one';
const createLabel = 'Create introspection credentials';

let portal: Portal;

beforeAll(async () => {
  portal = await startPortal([operator]);
});

const open = async (path: string, look: Look = {}): Promise<Page> => {
  const page = await openAt(portal.demo.publicUrl, path, {
    ...look,
    session: portal.session(operator),
    // What the server refuses is tried on purpose.
    expected: [/ 400 /, / 409 /, / 412 /],
  });
  await expectSeen(page.getByRole('heading', { level: 1 }));
  return page;
};

const apiNamed = (name: string, environment: string): Demo['apis'][number] => {
  const found = portal.demo.apis.find((api) => api.name === name && api.environment === environment);
  if (found === undefined) throw new Error(`no ${name} ${environment} in the demo`);
  return found;
};

/** As another operator's page would. */
const patch = (id: string, json: object): Promise<Answer> =>
  send('PATCH', `${portal.demo.publicUrl}/api/v1/apis/${id}`, { headers: portal.headers(operator), json });

const sectionOf = (page: Page, name: string): Locator => page.getByRole('region', { name, exact: true });

describe.each(devices)('APIs, for the operator team, on a %s', (device, width) => {
  test('are found by what is typed and chosen, and listed with what they are', async () => {
    const page = await open('/operator/apis', { width });
    const table = page.getByRole('table', { name: 'APIs', exact: true });
    const names = table.getByRole('link');
    await expectSeen(names);
    if (device === 'desktop') await expectGoodLooks(page, 'APIs');
    await page.getByLabel('Environment', { exact: true }).selectOption('Sandbox');
    await page.getByRole('searchbox').fill('match-connect');
    await expect.poll(() => names.allTextContents()).toEqual(['Match-Connect']);
    expect(new URL(page.url()).search).toContain('environment=sandbox');
    await page.getByLabel('Status', { exact: true }).selectOption('Disabled');
    await expectSeen(page.getByText('Nothing matches.'));
    await buttonOf(page, 'Clear filters').click();
    await expectSeen(names.nth(4));
    expect(await page.getByRole('searchbox').inputValue()).toBe('');
  });

  test('R2.3 are added with all that is said of them, and with an ID that is kept', async () => {
    const page = await open('/operator/apis', { width });
    await page.getByRole('link', { name: 'Add API' }).click();
    await expectFocused(page.getByRole('heading', { level: 1, name: 'Add an API' }));
    const identifier = `https://${device}.example.org`;
    await page.getByLabel('Name', { exact: true }).fill(`Registry ${device}`);
    await page.getByLabel('Code', { exact: true }).fill('reg');
    await page.getByLabel(/^Roles/).fill('REG.Use\nREG.Admin\n');
    await page.getByLabel(/^Token lifetime/).fill('900');
    await expectSeen(page.getByText('15 minutes. Left empty'));
    await page.getByRole('radio', { name: 'RS256' }).check();
    await page.getByRole('radio', { name: 'JWT', exact: true }).check();
    await page.getByRole('radio', { name: 'None' }).check();
    await page.getByLabel('API ID', { exact: true }).selectOption('Keep an existing ID');
    await page.getByLabel('Keep an existing ID').fill('not an ID');
    await buttonOf(page, 'Add API').click();
    // Every field that does not fit says so, and the first of them has the focus.
    await expectFocused(page.getByLabel('Identifier', { exact: true }));
    await expectSeen(page.getByText(/^Not saved\. Look at the 2 fields/));
    if (device === 'desktop') await expectGoodLooks(page, 'a new API');

    const id = randomUUID();
    await page.getByLabel('Identifier', { exact: true }).fill(identifier);
    await page.getByLabel('Keep an existing ID').fill(id.toUpperCase());
    await buttonOf(page, 'Add API').click();
    await expectSeen(page.getByRole('heading', { level: 1, name: `Registry ${device} sandbox` }));
    expect(new URL(page.url()).pathname).toBe(`/operator/apis/${id}`);
    await expectSeen(page.getByText(id, { exact: true }));
    const api = await send('GET', `${portal.demo.publicUrl}/api/v1/apis/${id}`, {
      headers: portal.headers(operator),
    });
    expect(api.json()).toMatchObject({
      identifier,
      code: 'REG',
      roles: ['REG.Use', 'REG.Admin'],
      tokenTtlSeconds: 900,
      algorithm: 'RS256',
      tokenHeaderType: 'JWT',
      statusCheck: 'none',
    });
  });

  test('R1.4 get introspection credentials that are shown once, seen in use, and deleted with their evidence', async () => {
    const api = apiNamed('Match-Connect', device === 'desktop' ? 'production' : 'sandbox');
    const page = await open(`/operator/apis/${api.id}`, { width });
    const section = sectionOf(page, 'Introspection credentials');
    await buttonOf(section, createLabel).click();
    const form = dialogOf(page, createLabel);
    await form.getByLabel('Name', { exact: true }).fill(' sample CREDENTIALS');
    await buttonOf(form, 'Create').click();
    await expectSeen(form.getByText(/are already named so/));
    await form.getByLabel('Name', { exact: true }).fill('Second set');
    await buttonOf(form, 'Create').click();

    const shown = dialogOf(page, 'Copy the introspection credentials now');
    const value = await shown.getByLabel('Client secret', { exact: true }).inputValue();
    expect(value).toMatch(/^[A-Za-z0-9]{3}_kt_[A-Za-z0-9]{49}$/);
    await expectSeen(shown.getByText(api.id, { exact: true }));
    // The style sheet of dialogs comes after the library's, in whichever files they are.
    const weight = `getComputedStyle(document.querySelector('[role=dialog] h2')).fontWeight`;
    expect(await page.evaluate(weight)).toBe('600');
    if (device === 'desktop') await expectGoodLooks(page, 'introspection credentials shown once');
    await expectNoOverflow(page, 'introspection credentials shown once');
    await buttonOf(shown, 'Copy client secret').click();
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(value);
    await buttonOf(shown, 'Done').click();
    await expectGone(shown);
    await expectFocused(buttonOf(section, createLabel));
    await expectPlaintextNowhere(page, value);

    const row = (name: string): Locator => section.getByRole('row').filter({ hasText: name });
    await expectSeen(row('Second set').getByText('Never'));
    const introspect = (clientSecret: string): Promise<Answer> =>
      send('POST', `${portal.demo.publicUrl}/oauth2/introspect`, {
        headers: { authorization: `Basic ${btoa(`${api.id}:${clientSecret}`)}` },
        form: { token: 'x' },
      });
    expect((await introspect(value)).text).toBe('{"active":false}');
    // The page follows by itself.
    await expectSeen(row('Second set').getByText(/^Today \d\d:\d\d$/));
    await expectSeen(row('Second set').getByText(/^from (127\.0\.0\.1|::1)$/));
    if (device === 'desktop') await expectGoodLooks(page, 'an API');
    await expectNoOverflow(page, 'an API');

    // The one in use asks for its hint; the other one was never used.
    await buttonOf(section, 'Delete introspection credentials Second set').click();
    const used = dialogOf(page, 'Delete introspection credentials');
    await expectSeen(used.getByText(/^In use: last today \d\d:\d\d from /));
    await buttonOf(used, 'Delete').click();
    await expectSeen(used.getByText('These are not its first three characters.'));
    await buttonOf(used, 'Cancel').click();
    await buttonOf(section, 'Delete introspection credentials Sample credentials').click();
    const unused = dialogOf(page, 'Delete introspection credentials');
    await expectSeen(unused.getByText('They were never used. Deleting them affects nothing.'));
    await buttonOf(unused, 'Delete').click();
    await expectSeen(section.getByText(/^“Sample credentials” is deleted/));
    expect((await introspect(api.introspection.clientSecret)).status).toBe(401);

    // Now it is the last one.
    await buttonOf(section, 'Delete introspection credentials Second set').click();
    const last = dialogOf(page, 'Delete introspection credentials');
    await expectSeen(last.getByText(/^These are the last ones\./));
    await last.getByLabel('Type the first three characters to confirm').fill(value.slice(0, 3));
    await buttonOf(last, 'Delete').click();
    await expectSeen(section.getByText(/^There are none yet, so it cannot ask/));
    expect((await introspect(value)).status).toBe(401);
  });
});

describe('one API', () => {
  test('that two operators change shows both versions, and nothing typed is lost', async () => {
    const { id } = apiNamed('Search and Match', 'sandbox');
    await patch(id, { documentationUrl: 'https://docs.example.org/search-and-match' });
    const page = await open(`/operator/apis/${id}`);
    const documentation = page.getByLabel(/^Documentation/);
    await documentation.fill('https://docs.example.org/mine');
    await page.getByRole('radio', { name: 'RS256' }).check();
    await expectSeen(page.getByText(/^Applies from the next token on/));
    await patch(id, { documentationUrl: 'https://docs.example.org/theirs' });
    await buttonOf(page, 'Save changes').click();
    const conflict = page.getByRole('alert').filter({ hasText: 'Somebody changed this meanwhile' });
    await expectSeen(conflict.getByRole('cell', { name: 'https://docs.example.org/theirs' }));
    await expectSeen(conflict.getByRole('cell', { name: 'https://docs.example.org/mine' }));
    await expectGoodLooks(page, 'a conflict');
    expect(await documentation.inputValue()).toBe('https://docs.example.org/mine');
    await buttonOf(conflict, 'Save mine over it').click();
    await expectSeen(page.getByText('Saved.', { exact: true }));
    const { demo, headers } = portal;
    const saved = await send('GET', `${demo.publicUrl}/api/v1/apis/${id}`, { headers: headers(operator) });
    expect(saved.json()).toMatchObject({
      documentationUrl: 'https://docs.example.org/mine',
      algorithm: 'RS256',
    });
    await patch(id, { algorithm: 'ES256' });
  });

  test('is stopped at once, and let go on', async () => {
    const client = portal.demo.applications.find(({ selfManaged }) => selfManaged);
    const { clientId = '', apis: [id] = [], secrets: [secret] = [] } = client ?? {};
    const issue = async (): Promise<number> => {
      const credentials = { clientId, clientSecret: secret?.clientSecret ?? '' };
      return (await requestToken(portal.demo.publicUrl, credentials)).status;
    };
    expect(await issue()).toBe(200);
    const page = await open(`/operator/apis/${id}`);
    await buttonOf(page, 'Disable API').click();
    const dialog = page.getByRole('dialog');
    await expectSeen(dialog.getByText(/nobody gets a token for it any more/));
    await buttonOf(dialog, 'Disable').click();
    await expectFocused(buttonOf(page, 'Enable API'));
    expect(await issue()).toBe(400);
    await buttonOf(page, 'Enable API').click();
    await buttonOf(page.getByRole('dialog'), 'Enable').click();
    await expectFocused(buttonOf(page, 'Disable API'));
    expect(await issue()).toBe(200);
  });

  test('R1.4 whoever leaves and comes back finds no value, but what to do', async () => {
    const api = apiNamed('Search and Match', 'production');
    const page = await open(`/operator/apis/${api.id}`);
    const section = sectionOf(page, 'Introspection credentials');
    await buttonOf(section, createLabel).click();
    const name = await dialogOf(page, createLabel).getByLabel('Name', { exact: true }).inputValue();
    expect(name).toMatch(/^Credentials by /);
    await buttonOf(dialogOf(page, createLabel), 'Create').click();
    const shown = dialogOf(page, 'Copy the introspection credentials now');
    const value = await shown.getByLabel('Client secret', { exact: true }).inputValue();
    await buttonOf(shown, 'Done').click();
    await expectSeen(shown.getByText(/^You have not copied the secret/));
    await buttonOf(shown, 'Back').click();
    await page.evaluate(`dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))`);
    const left = dialogOf(page, 'The client secret is not shown any more');
    await expectSeen(left);
    await expectPlaintextNowhere(page, value);
    await buttonOf(left, 'Delete this secret').click();
    const asked = dialogOf(page, 'Delete introspection credentials');
    await buttonOf(asked, 'Delete').click();
    await expectSeen(section.getByText(`“${name}” is deleted. Nobody can ask with it any more.`));
  });
});

test('a pseudo-locale of 40 % more letters overflows nothing at 360 px', async () => {
  const { id } = apiNamed('Search and Match', 'production');
  for (const path of ['/operator/apis', '/operator/apis/new', `/operator/apis/${id}`]) {
    const page = await open(`${path}?locale=pseudo`, { width: 360 });
    await expectNoOverflow(page, path);
  }
});
