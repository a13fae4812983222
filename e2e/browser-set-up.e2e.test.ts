import { beforeAll, expect, test } from 'vitest';
import { freshCode, wrongCode } from './support/browser-authenticator.ts';
import { expectJourneyOfSecret } from './support/browser-journey.ts';
import { signInOn, signOutOn } from './support/browser-session.ts';
import { buttonOf, expectGone, expectSeen, openPage, regionOf } from './support/browser.ts';
import { serveEnvironment, withDeps } from './support/database.ts';
import { apis, applications, federationFile } from './support/federation.ts';
import { send } from './support/http.ts';
import { startServer, succeed, type Environment, type KeyturnServer } from './support/keyturn-process.ts';
import { makeTemporaryDirectory } from './support/temporary-directory.ts';

let env: Environment;
let server: KeyturnServer;

beforeAll(async () => {
  env = { ...(await serveEnvironment('PostgreSQL')), KEYTURN_DATA_DIR: makeTemporaryDirectory() };
  await succeed(['import', federationFile], { env });
  server = await startServer(['serve'], { env });
});

/** The link of the mail that asks somebody to set up their account. */
const mailedLink = (recipient: string): Promise<string> =>
  withDeps(env, async ({ db }) => {
    const { text } = await db
      .selectFrom('mail')
      .select('text')
      .where('recipient', '=', recipient)
      .executeTakeFirstOrThrow();
    const [link] = /\bhttp:\S+\/set-up#[\w-]+/.exec(text) ?? [];
    if (link === undefined) throw new Error(`no link in:\n${text}`);
    return link;
  });

/** The page asks whether a set-up is under way in this browser. */
const noSetUp = { expected: [/ 410 /] };

test('an imported manager sets up the account from the mailed link, and a secret lives and dies', async () => {
  const link = await mailedLink('manager@east.example.org');
  const password = 'correct horse battery staple';

  // Whoever follows the link without pressing the button, as mail scanners do, uses up nothing.
  for (const visitor of [await openPage(server.url, noSetUp), await openPage(server.url, noSetUp)]) {
    await visitor.goto(link);
    await expectSeen(buttonOf(visitor, 'Set up my account'));
  }

  const page = await openPage(server.url, { expected: [/ 400 /, / 410 /] });
  await page.goto(link);
  await buttonOf(page, 'Set up my account').click();
  expect(page.url()).toBe(`${server.url}/set-up`);
  await page.getByLabel('New password').fill('short');
  await buttonOf(page, 'Continue').click();
  await expectSeen(page.getByText('Choose a password of at least 12 characters.'));
  await page.getByLabel('New password').fill(password);
  await buttonOf(page, 'Continue').click();
  await expectSeen(page.getByRole('heading', { name: 'Set up your authenticator' }));
  await page.reload();
  const key = page.getByText(/^(?:[A-Z2-7]{4} ?){8}$/);
  const totpSecret = ((await key.textContent()) ?? '').replaceAll(' ', '');
  await page.getByLabel('Verification code').fill(wrongCode(totpSecret));
  await buttonOf(page, 'Finish').click();
  await expectSeen(page.getByText('Check that your device’s clock is right.'));
  await page.getByLabel('Verification code').fill(await freshCode(totpSecret));
  await buttonOf(page, 'Finish').click();
  await expectSeen(page.getByRole('heading', { level: 1, name: 'Manage API Credentials' }));

  const application = { clientId: applications.eastData, name: 'Partner-DE-EastRegistry-DM' };
  const region = regionOf(page, application.name);
  await expectSeen(region.getByText('No client secret yet.'));
  await expectJourneyOfSecret(page, {
    server: server.url,
    application,
    resource: apis.data.identifier,
  });

  await signOutOn(page);
  await signInOn(page, { email: 'manager@east.example.org', password, totpSecret });
  await expectSeen(region);

  const late = await openPage(server.url, { expected: [/ 4\d\d /] });
  await late.goto(link);
  await buttonOf(late, 'Set up my account').click();
  await expectSeen(late.getByRole('alert').filter({ hasText: 'It was used already' }));
});

test('an invited operator sets up the account and finds the page of somebody without the role', async () => {
  const invitation = ['operator', 'invite', '--email', 'second@operator.example.org', '--name', 'Second'];
  const invited = JSON.parse(await succeed([...invitation, '--json'], { env })) as { url: string };
  const page = await openPage(server.url, noSetUp);
  await page.goto(invited.url);
  await buttonOf(page, 'Set up my account').click();
  await page.getByLabel('New password').fill('four words nobody says');
  await buttonOf(page, 'Continue').click();
  const key = page.getByText(/^(?:[A-Z2-7]{4} ?){8}$/);
  const totpSecret = ((await key.textContent()) ?? '').replaceAll(' ', '');
  await page.getByLabel('Verification code').fill(await freshCode(totpSecret));
  await buttonOf(page, 'Finish').click();
  await expectSeen(page.getByText('You are not a credential manager.'));
  await expectGone(page.getByRole('table'));
});

test('no demo route exists, and the sign-in page offers no accounts', async () => {
  const page = await openPage(server.url);
  await page.goto('/sign-in');
  await expectSeen(page.getByLabel('Email', { exact: true }));
  expect(await page.getByText('Sample accounts').count()).toBe(0);
  expect((await send('GET', `${server.url}/demo/accounts`)).status).toBe(404);
});
