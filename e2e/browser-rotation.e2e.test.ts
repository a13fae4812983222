import { spawnSync } from 'node:child_process';
import { beforeAll, expect, test } from 'vitest';
import type { Locator, Page } from 'playwright-core';
import { expectPlaintextNowhere } from './support/browser-journey.ts';
import { expectGoodLooks, expectNoOverflow } from './support/browser-looks.ts';
import { accountOf, headersOf, openSession, startBrowserDemo } from './support/browser-session.ts';
import {
  buttonOf,
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
import { send, type Answer } from './support/http.ts';
import { createSecret } from './support/journey.ts';

const smc = 'Partner-DE-SuddeutschesBeispielregister-SMC';
const dm = 'Partner-DE-SuddeutschesBeispielregister-DM';
/** From the answer to a token request until an open page shows it. */
const liveWithinMs = 2_000;

let demo: Demo;
let one: PortalSession;
let two: PortalSession;

beforeAll(async () => {
  demo = await startBrowserDemo();
  one = await openSession(demo.publicUrl, accountOf(demo, 'manager-one'));
  two = await openSession(demo.publicUrl, accountOf(demo, 'manager-two'));
});

type DemoApplication = Demo['applications'][number];

function applicationOf(name: string): DemoApplication {
  const application = demo.applications.find((candidate) => candidate.name === name);
  if (application === undefined) throw new Error(`no ${name} in the demo`);
  return application;
}

/** The API that its systems use here, and what the page calls it. */
function apiOf(application: string): { identifier: string; label: string } {
  const [id] = applicationOf(application).apis;
  const api = demo.apis.find((candidate) => candidate.id === id);
  if (api === undefined) throw new Error(`no API of ${application} in the demo`);
  return { identifier: api.identifier, label: `${api.name} ${api.environment}` };
}

function sampleSecret(application: string, name: string): string {
  const secret = applicationOf(application).secrets.find((candidate) => candidate.name === name);
  if (secret === undefined) throw new Error(`no ${name} in the demo`);
  return secret.clientSecret;
}

/** A token request as a member's system makes it. */
function useSecret(application: string, clientSecret: string, userAgent: string): Promise<Answer> {
  const { clientId } = applicationOf(application);
  return send('POST', `${demo.publicUrl}/oauth2/token`, {
    headers: { 'user-agent': userAgent },
    form: {
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: clientSecret,
      resource: apiOf(application).identifier,
    },
  });
}

async function expectToken(application: string, clientSecret: string, userAgent: string): Promise<void> {
  expect((await useSecret(application, clientSecret, userAgent)).status).toBe(200);
}

const rotationOf = (page: Page): Locator => dialogOf(page, 'Rotate client secret');
const headingOf = (page: Page, name: string): Locator =>
  rotationOf(page).getByRole('heading', { level: 3, name, exact: true });
const stepOf = (page: Page, name: string): Locator =>
  rotationOf(page).getByRole('navigation', { name: 'Steps' }).getByRole('button', { name });
const lineOf = (page: Page, secret: string): Locator =>
  page.getByRole('list', { name: `Rotation of “${secret}”`, exact: true });

async function openRotation(page: Page, secret: string, step: string): Promise<void> {
  await buttonOf(page, `Rotate secret ${secret}`).click();
  await expectFocused(headingOf(page, step));
}

/** By the keyboard alone: Tab until it has the focus. */
async function tabTo(target: Locator): Promise<void> {
  const page = target.page();
  await expectSeen(target);
  for (let presses = 0; presses < 120; presses += 1) {
    if ((await target.and(page.locator(':focus')).count()) > 0) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not lead to ${target.toString()}`);
}

async function pressOn(target: Locator): Promise<void> {
  await tabTo(target);
  await target.page().keyboard.press('Enter');
}

test('R1.8 a whole rotation, by the keyboard alone, with live proof', async () => {
  const application = applicationOf(dm);
  const headers = headersOf(demo.publicUrl, one);
  const old = await createSecret(demo.publicUrl, headers, application.clientId, 'Old system');
  const page = await openPage(demo.publicUrl, { session: one });
  await openApplications(page);
  const region = regionOf(page, dm);
  await pressOn(buttonOf(region, 'Rotate secret Old system'));

  // 1 Create the replacement.
  await expectFocused(headingOf(page, 'Create the replacement'));
  expect(page.url()).toContain(`?application=${application.clientId}&rotate=${old.id}`);
  expect(await stepOf(page, 'Create the replacement').getAttribute('aria-current')).toBe('step');
  expect(await stepOf(page, 'Update your system').isEnabled()).toBe(false);
  await pressOn(buttonOf(rotationOf(page), 'Create the replacement…'));
  const create = dialogOf(page, 'Create client secret');
  const name = create.getByLabel('Client secret name');
  await expectFocused(name);
  expect(await name.inputValue()).toMatch(/^Secret by Manager One \(sample DE\)/);
  const newName = await name.inputValue();
  expect(await create.getByLabel('Replaces').inputValue()).toBe(old.id);
  await page.keyboard.press('Enter');
  const shown = dialogOf(page, 'Copy your client secret now');
  const value = await shown.getByLabel('Client secret', { exact: true }).inputValue();
  await expectFocused(buttonOf(shown, 'Copy client secret'));
  await page.keyboard.press('Enter');
  await pressOn(buttonOf(shown, 'Done'));

  // 2 Update your system.
  await expectFocused(headingOf(page, 'Update your system'));
  await expectPlaintextNowhere(page, value);
  await expectSeen(rotationOf(page).getByText('No token request with the new secret yet.'));
  await tabTo(rotationOf(page).getByRole('tab', { name: 'curl' }));
  await page.keyboard.press('ArrowRight');
  const python = rotationOf(page).getByRole('tab', { name: 'Python', selected: true });
  await expectFocused(python);
  await expectSeen(rotationOf(page).getByText('os.environ["CLIENT_SECRET"]'));

  // The first use shows by itself, and takes the focus from nobody.
  await expectToken(dm, value, 'our-system/1.0');
  await expectSeen(
    rotationOf(page).getByText(
      /^The first token request with the new secret came today .* from 127\.0\.0\.1\.$/,
    ),
    liveWithinMs,
  );
  await expectFocused(python);
  await pressOn(buttonOf(rotationOf(page), 'Next: Confirm connectivity'));

  // 3 Confirm connectivity.
  await expectFocused(headingOf(page, 'Confirm connectivity'));
  await expectSeen(rotationOf(page).getByText('Nothing is missing: the new secret has taken over.'));
  await expectSeen(
    rotationOf(page).getByText(
      /^Today \d\d:\d\d from 127\.0\.0\.1, our-system\/1\.0, for Data Manager (production|sandbox)$/,
    ),
  );
  await pressOn(buttonOf(rotationOf(page), 'Next: Delete the old secret'));

  // 4 Delete the old one.
  await expectFocused(headingOf(page, 'Delete the old secret'));
  await expectSeen(rotationOf(page).getByText('“Old system” was never used. Deleting it affects nothing.'));
  await pressOn(buttonOf(rotationOf(page), 'Delete “Old system”…'));
  const deletion = dialogOf(page, 'Delete client secret');
  await expectFocused(buttonOf(deletion, 'Cancel'));
  // Escape leads back to the rotation, not out of it.
  await page.keyboard.press('Escape');
  await expectFocused(headingOf(page, 'Delete the old secret'));
  await pressOn(buttonOf(rotationOf(page), 'Delete “Old system”…'));
  await pressOn(buttonOf(deletion, 'Delete'));
  await expectSeen(region.getByText('Deleted. No token can be obtained with it.'));
  await expectFocused(region.getByRole('heading', { name: dm }));
  await expect.poll(() => new URL(page.url()).search).toBe('');
  expect(await page.getByRole('dialog').count()).toBe(0);

  expect((await useSecret(dm, old.clientSecret, 'our-system/1.0')).status).toBe(401);
  await expectToken(dm, value, 'our-system/1.0');
  await deleteByApi(dm, newName);
});

test('R1.8 two managers see the same of a rotation, as it goes on, and nothing is lost by leaving', async () => {
  const [first, second] = await Promise.all([
    openPage(demo.publicUrl, { session: one }),
    openPage(demo.publicUrl, { session: two }),
  ]);
  await Promise.all([openApplications(first), openApplications(second)]);
  const [oldValue, newValue] = [sampleSecret(smc, 'Search system'), sampleSecret(smc, 'Search system (2)')];
  await expectSeen(lineOf(first, 'Search system').getByText('Not used yet'));
  await expectSeen(lineOf(first, 'Search system').getByText('Taken over: waiting', { exact: true }));

  // Who did not create the replacement is told whom to ask.
  await openRotation(second, 'Search system', 'Update your system');
  await expectSeen(
    rotationOf(second).getByText(
      /^Manager One \(sample DE\) started this rotation on .*\. Only Manager One \(sample DE\) saw the new secret\. Ask Manager One \(sample DE\) to install it, or create another\.$/,
    ),
  );

  // A test from elsewhere is the first use, and proves nothing.
  await expectToken(smc, newValue, 'somebody-trying/1.0');
  await Promise.all([
    expectSeen(lineOf(first, 'Search system').getByText(/First used today \d\d:\d\d$/), liveWithinMs),
    expectSeen(
      rotationOf(second).getByText(/^The first token request with the new secret came /),
      liveWithinMs,
    ),
  ]);
  await expectSeen(
    lineOf(first, 'Search system').getByText(
      /^Taken over: waiting; 2 systems still use the old secret \(\d+ requests this week\)$/,
    ),
  );
  expect(await rotationOf(second).getByText('started this rotation').count()).toBe(0);
  await stepOf(second, 'Confirm connectivity').click();
  await expectSeen(rotationOf(second).getByText(/^127\.0\.0\.1 · somebody-trying\/1\.0$/));
  await expectSeen(rotationOf(second).getByText(/Tests prove nothing about your system\.$/));
  await expectSeen(
    rotationOf(second).getByText(/^A token request with the new secret by a system that has used/),
  );

  // A system that used the old one moves.
  await expectToken(smc, oldValue, 'our-system/1.0');
  await expectToken(smc, newValue, 'our-system/1.0');
  await expectSeen(rotationOf(second).getByText(/Time: the old secret must be unused until /), liveWithinMs);
  await openRotation(first, 'Search system', 'Confirm connectivity');
  const confirm = (page: Page): Promise<string> =>
    rotationOf(page).getByRole('region', { name: 'Confirm connectivity' }).innerText();
  await expect.poll(async () => (await confirm(first)) === (await confirm(second))).toBe(true);
  const seen = await confirm(first);
  for (const part of [
    'our-system/1.0',
    'nightly-job/1.4',
    'python-requests/2.32.3',
    `for ${apiOf(smc).label}`,
  ])
    expect(seen).toContain(part);
  await expectGoodLooks(first, 'rotation: confirm');

  // Not to be deleted yet: who still uses it, how often, and what to do.
  await buttonOf(rotationOf(first), 'Next: Delete the old secret').click();
  await expectFocused(headingOf(first, 'Delete the old secret'));
  await expectSeen(rotationOf(first).getByText('198.51.100.20 · nightly-job/1.4'));
  await expectSeen(rotationOf(first).getByText(/^Find each of these systems by its address/));
  expect(
    await rotationOf(first)
      .getByRole('button', { name: /^Delete “/ })
      .count(),
  ).toBe(0);
  await expectGoodLooks(first, 'rotation: delete');

  // Leaving by Escape, Back and a reload, and coming back.
  await first.keyboard.press('Escape');
  await expectGone(rotationOf(first));
  await expectFocused(buttonOf(first, 'Rotate secret Search system'));
  await buttonOf(first, 'Show rotation of Search system').click();
  await expectFocused(headingOf(first, 'Confirm connectivity'));
  const address = first.url();
  await first.reload();
  await expectFocused(headingOf(first, 'Confirm connectivity'));
  expect(await first.locator('h2[id^=application-]').count()).toBe(2);
  await first.goBack();
  await expectGone(rotationOf(first));
  expect(new URL(first.url()).search).toBe('');

  // The address as a colleague gets it.
  await second.goto(address);
  await expectFocused(headingOf(second, 'Confirm connectivity'));
  expect(await confirm(second)).toBe(seen);
  await second.keyboard.press('Escape');
  await expectGone(rotationOf(second));
  await expectFocused(regionOf(second, smc).getByRole('heading', { name: smc }));
  await second.goto(address.replace(/rotate=.*/, 'rotate=0b5c0000-0000-4000-8000-000000000000'));
  await expectSeen(rotationOf(second).getByText('This client secret does not exist any more.'));
});

test('R1.8 a secret created without a rotation in mind is named the replacement, and unnamed again', async () => {
  const { clientId } = applicationOf(dm);
  const headers = headersOf(demo.publicUrl, two);
  const later = await createSecret(demo.publicUrl, headers, clientId, 'Made earlier');
  const page = await openPage(demo.publicUrl, { session: one, expected: [/ 412 /] });
  await openApplications(page);
  await openRotation(page, 'Data exchange', 'Create the replacement');
  await expectGoodLooks(page, 'rotation: create');
  await buttonOf(rotationOf(page), 'Use as the replacement').click();
  await expectSeen(rotationOf(page).getByText('Choose the secret that is to replace it.'));
  const existing = rotationOf(page).getByLabel('Use an existing secret instead');
  await existing.selectOption(later.id);

  // Somebody else changes something meanwhile: it is said, and decided anew.
  await createSecret(demo.publicUrl, headers, clientId, 'Meanwhile');
  await buttonOf(rotationOf(page), 'Use as the replacement').click();
  await expectSeen(
    rotationOf(page)
      .getByRole('alert')
      .getByText(/^Manager Two .* created “Meanwhile” at /),
  );
  await buttonOf(rotationOf(page), 'Use as the replacement').click();
  await expectFocused(headingOf(page, 'Update your system'));
  await expectSeen(rotationOf(page).getByText(/^Manager Two \(sample DE\) started this rotation on /));
  await expectGoodLooks(page, 'rotation: update');
  await page.setViewportSize({ width: 360, height: 800 });
  await page.goto(`${page.url()}&locale=pseudo`);
  await expectSeen(rotationOf(page).or(page.getByRole('dialog')).getByRole('tab').first());
  await expectNoOverflow(page, 'rotation, longer words');

  const wide = await openPage(demo.publicUrl, { session: one });
  await openApplications(wide);
  await expectSeen(wide.getByRole('row').filter({ hasText: 'Replaces “Data exchange”' }));
  await openRotation(wide, 'Data exchange', 'Update your system');
  await stepOf(wide, 'Create the replacement').click();
  await buttonOf(rotationOf(wide), 'It replaces nothing').click();
  await expectSeen(buttonOf(rotationOf(wide), 'Use as the replacement'));
  await expectFocused(headingOf(wide, 'Create the replacement'));
  await wide.keyboard.press('Escape');
  await expectGone(rotationOf(wide));
  expect(await lineOf(wide, 'Data exchange').count()).toBe(0);
  await deleteByApi(dm, 'Made earlier');
  await deleteByApi(dm, 'Meanwhile');
});

test('R1.4 while a client secret is shown once, no live update can take it away', async () => {
  const watcher = await openPage(demo.publicUrl, { session: two });
  await openApplications(watcher);
  const page = await openPage(demo.publicUrl, { session: one });
  await openApplications(page);
  await openRotation(page, 'Data exchange', 'Create the replacement');
  await buttonOf(rotationOf(page), 'Create the replacement…').click();
  const create = dialogOf(page, 'Create client secret');
  await create.getByLabel('Client secret name').fill('Shown meanwhile');
  await buttonOf(create, 'Create').click();
  const shown = dialogOf(page, 'Copy your client secret now');
  const field = shown.getByLabel('Client secret', { exact: true });
  const value = await field.inputValue();
  const watched = watcher.getByRole('row').filter({ hasText: 'Shown meanwhile' });
  await expectSeen(watched.getByText('Never', { exact: true }));

  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await expectToken(dm, value, 'our-system/1.0');
  await expectSeen(watched.getByText(/^Today \d\d:\d\d$/), liveWithinMs);
  expect(asked).toEqual([]);
  expect(await field.inputValue()).toBe(value);

  await buttonOf(shown, 'Copy client secret').click();
  await buttonOf(shown, 'Done').click();
  // What happened meanwhile is there at once.
  await expectSeen(
    regionOf(page, dm)
      .getByRole('row', { includeHidden: true })
      .filter({ hasText: 'Shown meanwhile' })
      .getByText(/^Today/)
      .or(rotationOf(page).getByText(/^First used today/)),
  );
  await page.keyboard.press('Escape');
  await deleteByApi(dm, 'Shown meanwhile');
});

test('R6.3 the stream of live updates is closed while nobody sees the page, and brings up to date what was missed', async () => {
  const page = await openPage(demo.publicUrl, { session: one });
  const streams: string[] = [];
  const ended: string[] = [];
  const isStream = (url: string): boolean => url.endsWith('/api/v1/events');
  page.on('request', (request) => void (isStream(request.url()) && streams.push(request.url())));
  for (const end of ['requestfinished', 'requestfailed'] as const)
    page.on(
      end as 'requestfinished',
      (request) => void (isStream(request.url()) && ended.push(request.url())),
    );
  await openApplications(page);
  await expect.poll(() => streams.length).toBe(1);

  await setVisibility(page, 'hidden');
  await expect.poll(() => ended.length).toBe(1);
  const created = await createSecret(
    demo.publicUrl, headersOf(demo.publicUrl, two), applicationOf(dm).clientId, 'While hidden',
  ); // prettier-ignore
  await setVisibility(page, 'visible');
  await expectSeen(page.getByRole('row').filter({ hasText: 'While hidden' }), 5_000);
  await expect.poll(() => streams.length).toBe(2);
  await deleteByApi(dm, created.name);
  await expectGone(page.getByRole('row').filter({ hasText: 'While hidden' }));
});

test('R2.2 the code of the connection details gets a token as it stands', async () => {
  const { clientId } = applicationOf(dm);
  const headers = headersOf(demo.publicUrl, one);
  const secret = await createSecret(demo.publicUrl, headers, clientId, 'For the code');
  const page = await openPage(demo.publicUrl, { session: one });
  await openApplications(page);
  await buttonOf(regionOf(page, dm), 'Connection details').click();
  const details = dialogOf(page, 'Connection details');
  const codeOf = async (language: string): Promise<string> => {
    await details.getByRole('tab', { name: language, exact: true }).click();
    return details.getByRole('group', { name: `Get an access token: ${language}` }).innerText();
  };
  const env = { PATH: process.env['PATH'] ?? '', CLIENT_SECRET: secret.clientSecret };
  const curl = spawnSync('sh', ['-c', `${await codeOf('curl')} --silent`], { env, encoding: 'utf8' });
  expect(JSON.parse(curl.stdout)).toMatchObject({ token_type: 'Bearer' });
  const program = `${await codeOf('Node.js')}\nconsole.log(accessToken.split('.').length)`;
  const node = spawnSync(process.execPath, ['--input-type=module', '--eval', program], {
    env,
    encoding: 'utf8',
  });
  expect(node.stdout.trim()).toBe('3');
  const languages = await details.getByRole('tab').allTextContents();
  expect(languages).toEqual(['curl', 'Python', 'Java', 'C#', 'Node.js', 'PHP', 'PowerShell']);

  const downloading = page.waitForEvent('download');
  await buttonOf(details, 'Download Postman collection').click();
  const download = await downloading;
  expect(download.suggestedFilename()).toBe(`${dm}.postman_collection.json`);
  await deleteByApi(dm, 'For the code');
});

/** Deletes the secret of this name over HTTP, so that the next test finds what the demo seeded. */
async function deleteByApi(application: string, name: string): Promise<void> {
  const headers = headersOf(demo.publicUrl, one);
  const url = `${demo.publicUrl}/api/v1/applications/${applicationOf(application).clientId}`;
  const { secrets } = (await send('GET', url, { headers })).json<{
    secrets: { id: string; name: string }[];
  }>();
  const found = secrets.find((secret) => secret.name === name);
  expect((await send('DELETE', `${url}/secrets/${found?.id}`, { headers })).status).toBe(204);
}

const setVisibility = (page: Page, state: 'hidden' | 'visible'): Promise<unknown> =>
  page.evaluate(`
    Object.defineProperty(document, 'visibilityState', { value: '${state}', configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  `);
