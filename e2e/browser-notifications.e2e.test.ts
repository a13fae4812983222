import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { Page } from 'playwright-core';
import { expectGoodLooks, expectNoOverflow } from './support/browser-looks.ts';
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
  type Look,
} from './support/browser.ts';
import { serveEnvironment, signIn, type Session } from './support/database.ts';
import { applications, federationFile, type Person } from './support/federation.ts';
import { createSecret, type CreatedSecret } from './support/journey.ts';
import { startServer, succeed, type Environment } from './support/keyturn-process.ts';
import { startMailServer, type MailServer, type ReceivedMail } from './support/mail-server.ts';

const east = { clientId: applications.eastSearch, name: 'Partner-DE-EastRegistry-SMC' };
const emails = { east: 'manager@east.example.org', west: 'manager@west.example.org' };
const dayMs = 24 * 60 * 60 * 1000;

let mails: MailServer;
let env: Environment;
let server: string;
let sessions: Record<Person, Session>;
let secret: CreatedSecret;
let reminder: ReceivedMail;

beforeAll(async () => {
  mails = await startMailServer();
  env = await serveEnvironment('embedded', mails);
  server = `http://localhost:${env['KEYTURN_PORT']}`;
  await succeed(['import', federationFile], { env });
  sessions = await signIn(env, server);
  await startServer(['serve'], { env });
  secret = await createSecret(server, sessions.eastManager.headers, east.clientId, 'Gateway');
  const at = new Date(Date.parse(secret.expiresAt) - 29 * dayMs).toISOString();
  await succeed(['jobs', 'run', 'remind-expiring-secrets', '--at', at], { env });
  reminder = await mails.waitForMail(emails.east, /^Client secret expires /);
});

const open = (person: Person, look: Look = {}): Promise<Page> =>
  openPage(server, {
    ...look,
    session: { name: 'keyturn_session', value: sessions[person].token },
    expected: [/ 404 /, ...(look.expected ?? [])],
  });

/** What stands in the frame: it has no origin, and nothing of it runs. */
const frameOf = (page: Page) => page.frameLocator('iframe');

describe.each(devices)('R4: %s', (device, width) => {
  test('a manager finds a mail by its number, reads it as it looks, and tests that mails arrive', async () => {
    const { name, hint } = secret;
    const [, number = ''] = /Notifications, no\. (\d+)/.exec(reminder.text) ?? [];
    expect(number).toMatch(/^\d{5,}$/);

    const page = await open('eastManager', { width });
    await openApplications(page);
    // As the mail says: Manage API Credentials, Notifications, no. …
    await page.getByRole('link', { name: 'Notifications', exact: true }).click();
    await expectFocused(page.getByRole('heading', { level: 1, name: 'Notifications', exact: true }));
    const list = page.getByRole('list', { name: 'Mails, newest first' });
    await expectSeen(list.getByText(/^Accepted by 127\.0\.0\.1, .* CES?T$/));
    if (device === 'desktop') await expectGoodLooks(page, 'notifications');

    await page.getByLabel('No.', { exact: true }).fill('12a');
    await page.keyboard.press('Enter');
    await expectSeen(page.getByText('Enter the number in the mail, for example 00123.'));
    await page.getByLabel('No.', { exact: true }).fill(`no. ${number}`);
    await buttonOf(page, 'Find').click();
    await expectSeen(page.getByRole('heading', { level: 1, name: `Notification no. ${number}` }));
    expect(new URL(page.url()).search).toContain(number);
    const subject = reminder.subject ?? '';
    await expectFocused(page.getByRole('heading', { level: 2, name: subject }));
    await expectSeen(page.getByText(/^Its answer: 250 /));
    await expectSeen(page.getByText(`${name} (${hint}…) of ${east.name} · 30 days before it expires`));
    await expectSeen(page.getByText(`Notifications, no. ${number}`));

    const before = page.url();
    await page.getByRole('tab', { name: 'As it looks' }).click();
    await expectSeen(frameOf(page).getByText(name));
    // What looks like a link leads nowhere, however it is pressed.
    expect(await frameOf(page).locator('[href], [src], script').count()).toBe(0);
    const link = frameOf(page).locator('a').first();
    await link.click();
    await link.click({ button: 'middle' });
    await link.click({ modifiers: ['ControlOrMeta'] });
    expect(page.url()).toBe(before);
    expect(page.context().pages()).toHaveLength(1);
    expect(
      await frameOf(page).locator('body').evaluate(`getComputedStyle(document.body).backgroundColor`),
    ).toBe('rgb(244, 246, 247)');
    if (device === 'desktop') await expectGoodLooks(page, 'a mail');
    await expectNoOverflow(page, 'a mail');

    await page.getByRole('link', { name: 'All notifications' }).click();
    await buttonOf(page, 'Send me a test mail').click();
    await expectSeen(
      page.getByText(/^Test mail no\. \d{5} to manager@east\.example\.org was accepted by 127\.0\.0\.1,/),
    );
    expect(mails.mailsTo(emails.east).some(({ subject: title }) => title?.startsWith('Test mail'))).toBe(
      true,
    );
    await page.reload();
    await page
      .getByRole('link', { name: /^Test mail of the / })
      .first()
      .click();
    await expectSeen(page.getByText('test mail that you asked for'));
    await page.goBack();
    // Reading goes on where the mail was opened.
    await expectFocused(page.getByRole('link', { name: /^Test mail of the / }).first());

    await page.getByLabel('About').selectOption('Secret created');
    await expectSeen(list.getByText(`${name} (${hint}…) of ${east.name} · Secret created`));
    await expectGone(page.getByRole('link', { name: /^Test mail of the / }));
    await page.getByRole('searchbox').fill('nobody at all');
    await expectSeen(page.getByText('No notification matches.'));
    await buttonOf(page, 'Clear filters').click();
    await expectSeen(list);
    expect(await page.getByRole('searchbox').inputValue()).toBe('');
  });

  test('the mails about one secret are reached from its usage, and those about its application from its region', async () => {
    const name = `Usage ${device}`;
    const { hint } = await createSecret(server, sessions.eastManager.headers, east.clientId, name);
    const page = await open('eastManager', { width });
    await openApplications(page);
    await buttonOf(regionOf(page, east.name), `Usage of ${name}`).click();
    await dialogOf(page, `Usage of ${name}`).getByRole('link', { name: 'Mails about this secret' }).click();
    await expectSeen(page.getByText(`Only mails about “${name}” (${hint}…) of ${east.name}.`));
    const list = page.getByRole('list', { name: 'Mails, newest first' });
    await expectSeen(list.getByText(`${name} (${hint}…)`));
    expect(await list.getByRole('heading').count()).toBe(1);

    await openApplications(page);
    await regionOf(page, east.name)
      .getByRole('link', { name: `Notifications about ${east.name}` })
      .click();
    await expectSeen(page.getByText(`Only mails about ${east.name}.`));
    await page.getByRole('link', { name: 'Show all' }).click();
    await expectGone(page.getByText(`Only mails about ${east.name}.`));
  });

  test('an operator is told of mails that failed, why, and sends one again', async () => {
    mails.unknown.add(emails.west);
    await createSecret(server, sessions.westManager.headers, applications.westData, `West ${device}`);
    const page = await open('operator', { width });
    await page.goto('/manage-api-credentials');
    await page.getByRole('link', { name: 'Notifications', exact: true }).click();
    await expectSeen(page.getByRole('heading', { level: 1, name: 'Notifications' }));
    const alert = page.getByText(/failed for good\. Whoever should have read/);
    await expect
      .poll(async () => {
        if (await alert.isVisible()) return true;
        await page.reload();
        await expectSeen(page.getByRole('list', { name: 'Mails, newest first' }));
        return alert.isVisible();
      })
      .toBe(true);
    await buttonOf(page, 'Show failed mails').click();
    await expect.poll(() => new URL(page.url()).search).toBe('?status=failed');
    await expectSeen(page.getByText(/^Failed for good: .*5\.1\.1 There is no such mailbox/));
    if (device === 'desktop') await expectGoodLooks(page, 'failed mails');

    mails.unknown.delete(emails.west);
    const again = page.getByRole('button', { name: /^Send again: no\. \d{5}$/ });
    const [, number = ''] = /(\d{5})/.exec((await again.first().getAttribute('aria-label')) ?? '') ?? [];
    await again.first().click();
    await expectSeen(page.getByText(`No. ${number} is on its way again.`, { exact: true }).first());
    await page.goto(`/notifications?number=${number}`);
    await expectSeen(page.getByText(/^Accepted by 127\.0\.0\.1, /));

    // What is not for the person who asks is as if it did not exist.
    const other = await open('eastManager', { width });
    await other.goto(`/notifications?number=${number}`);
    await expectSeen(
      other.getByText(`There is no notification no. ${number}, or it is about nothing that you manage.`),
    );
  });

  test('every kind of mail is seen as on a phone and on a computer, light and dark', async () => {
    const page = await open('operator', { width });
    await page.goto('/notifications');
    await page.getByRole('link', { name: 'Every kind of mail' }).click();
    await expectSeen(page.getByRole('heading', { level: 2, name: 'About client secrets' }));
    expect(await page.getByRole('listitem').count()).toBeGreaterThan(30);
    if (device === 'desktop') await expectGoodLooks(page, 'previews');
    await page.getByRole('link', { name: /^14 days left: / }).click();
    await expectSeen(page.getByRole('heading', { level: 1, name: 'A kind of mail' }));
    for (const [tab, pixels] of [
      ['360 px, a phone', 360],
      ['800 px, a computer', 800],
    ] as const) {
      await page.getByRole('tab', { name: tab }).click();
      for (const [scheme, background] of [
        ['Light', 'rgb(244, 246, 247)'],
        ['Dark', 'rgb(14, 20, 24)'],
      ] as const) {
        await page.getByLabel('Colours').selectOption(scheme);
        await expect
          .poll(() =>
            frameOf(page).locator('body').evaluate(`getComputedStyle(document.body).backgroundColor`),
          )
          .toBe(background);
        expect((await page.locator('iframe').boundingBox())?.width).toBe(pixels);
      }
    }
    if (device === 'desktop') await expectGoodLooks(page, 'a preview');
    await expectNoOverflow(page, 'a preview');
    await page.getByRole('link', { name: 'Every kind of mail' }).click();
    await expectFocused(page.getByRole('link', { name: /^14 days left: / }));
  });
});

test('texts that are 40 % longer overflow nothing at 360 px', async () => {
  const page = await open('eastManager', { width: 360 });
  for (const path of ['/notifications?locale=pseudo', '/notifications/previews?locale=pseudo&kind=expired']) {
    await page.goto(path);
    await expectSeen(page.getByRole('heading', { level: 2 }));
    await expectNoOverflow(page, path);
  }
});

test('without an answer the pages say so and try again', async () => {
  const page = await open('eastManager', { expected: [/ 503 /] });
  await page.route('**/api/v1/notifications?**', (route) => route.fulfill({ status: 503, body: '' }));
  await page.goto('/notifications');
  await expectSeen(page.getByText('Could not load the notifications.'));
  await page.unrouteAll();
  await buttonOf(page, 'Try again').click();
  await expectSeen(page.getByRole('list', { name: 'Mails, newest first' }));
});

test('the log goes on by pages, at the first mail that came', async () => {
  const page = await open('operator');
  await page.route('**/api/v1/notifications?**', (route) =>
    route.continue({ url: route.request().url().replace('limit=25', 'limit=2') }),
  );
  await page.goto('/notifications');
  const links = page.getByRole('list', { name: 'Mails, newest first' }).getByRole('link');
  await expectSeen(links);
  expect(await links.count()).toBe(2);
  await buttonOf(page, 'Show more').click();
  await expectFocused(links.nth(2));
  expect(await links.count()).toBe(4);
  const numbers = await page.getByText(/^No\. \d{5} · /).allTextContents();
  expect(numbers).toEqual(numbers.toSorted().toReversed());
  expect(new Set(numbers).size).toBe(4);
});

test('whatever a mail’s HTML were, nothing of it would run, load or lead anywhere', async () => {
  const asked: string[] = [];
  const elsewhere = await listenElsewhere((path) => asked.push(path));
  const page = await open('eastManager', { expected: [/Content Security Policy|sandbox|policy violation/i] });
  await page.route(/\/api\/v1\/notifications\/\d+\/page$/, async (route) => {
    const body = `<!doctype html><meta http-equiv="refresh" content="0;url=${elsewhere}/refresh">
      <base href="${elsewhere}/"><link rel="stylesheet" href="${elsewhere}/style.css">
      <style>@import url(${elsewhere}/import.css); body { background: url(${elsewhere}/background.png) }</style>
      <script>parent.document.title = 'taken'; top.location = '${elsewhere}/script'</script>
      <img src="${elsewhere}/image.png" onerror="top.location = '${elsewhere}/handler'">
      <iframe src="${elsewhere}/frame"></iframe><object data="${elsewhere}/object"></object>
      <form action="${elsewhere}/form"><button>Press</button></form>
      <a href="${elsewhere}/top" target="_top">Top</a> <a href="javascript:top.location='${elsewhere}'">Run</a>`;
    await route.fulfill({ response: await route.fetch(), body });
  });
  const address = `/notifications?number=${/no\. (\d+)/.exec(reminder.text)?.[1]}`;
  await page.goto(address);
  await page.getByRole('tab', { name: 'As it looks' }).click();
  const mail = page.frameLocator('iframe').first();
  for (const pressed of [mail.getByText('Press'), mail.getByText('Top'), mail.getByText('Run')])
    await pressed.click();
  await expectSeen(mail.getByText('Press'));
  expect(asked).toEqual([]);
  expect(page.url()).toBe(server + address);
  expect(await page.title()).toMatch(/^Notification no\. /);
  expect(page.context().pages()).toHaveLength(1);

  // Opened by itself it is of no origin either.
  const alone = await page.context().newPage();
  await alone.goto(`/api/v1/notifications/${Number(/\d+/.exec(address)?.[0])}/page`);
  expect(await alone.evaluate('globalThis.origin')).toBe('null');
});

/** A server of somebody else's, which tells what it is asked for. */
async function listenElsewhere(onRequest: (path: string) => void): Promise<string> {
  const other = createServer((request, response) => {
    onRequest(request.url ?? '');
    response.end();
  });
  await once(other.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => void other.close());
  return `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
}
