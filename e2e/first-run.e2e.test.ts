import { expect, test } from 'vitest';
import type { Locator, Page } from 'playwright-core';
import { headingOf, setUpOn, steps } from './support/browser-set-up.ts';
import { buttonOf, dialogOf, expectGone, expectSeen, openPage, regionOf } from './support/browser.ts';
import { serveEnvironment } from './support/database.ts';
import { startServer, succeed, waitForOutput } from './support/keyturn-process.ts';
import { linkIn, startMailServer } from './support/mail-server.ts';
import { runInShell } from './support/shell.ts';

const branding = {
  KEYTURN_OPERATOR_NAME: 'Donor Federation',
  KEYTURN_SUPPORT_EMAIL: 'support@donors.example.org',
  KEYTURN_MAIL_FROM: 'Donor Federation <portal@donors.example.org>',
};
const emails = {
  operator: 'olga@donors.example.org',
  second: 'omar@donors.example.org',
  manager: 'anna@north.example.org',
};
const invitation = 'Set up your Donor Federation portal account';
const name = 'Partner-SE-NorthRegistry-SMC';
/** The pages look for news every few seconds. */
const byItselfWithinMs = 30_000;

const field = (place: Page | Locator, label: string) => place.getByLabel(label, { exact: true });
const link = (place: Page | Locator, label: string) => place.getByRole('link', { name: label, exact: true });
const go = (page: Page, title: string): Promise<void> =>
  link(page.getByRole('navigation', { name: 'Pages of the operator team' }), title).click();

/** One step of the set-up checklist. */
const step = (page: Page, title: string): Locator =>
  page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: new RegExp(`^${title}`) }) });
const expectDone = (page: Page, title: string): Promise<void> =>
  expectSeen(step(page, title).getByText('Done', { exact: true }));

test('R1 R3 R5 R6 from nothing to the first token: the whole production first run, on PostgreSQL with a mail server', async () => {
  const mails = await startMailServer();
  const env = { ...(await serveEnvironment('PostgreSQL', mails)), ...branding };

  // 1 Configure; 2 First operator.
  const server = await startServer(['serve'], { env });
  await waitForOutput(server, /No operator account yet\. Run: keyturn operator invite /);
  const invite = ['operator', 'invite', '--email', emails.operator, '--name', 'Olga Leiter', '--json'];
  const { url } = JSON.parse(await succeed(invite, { env })) as { url: string };
  const operator = await openPage(server.url, { expected: [/ 4\d\d /] });
  await setUpOn(operator, url, { end: 'Overview' });

  // 3 /operator, ticked from facts.
  await expectSeen(operator.getByRole('heading', { level: 2, name: 'Set up Donor Federation' }));
  await expectSeen(operator.getByText('0 of 8 done'));
  await expectSeen(operator.getByText(/^Only one operator can sign in\./));
  await step(operator, 'Send a test mail').getByRole('link').click();
  await buttonOf(operator, 'Send me a test mail').click();
  await expectSeen(operator.getByText(/was accepted by 127\.0\.0\.1/));
  await go(operator, 'Overview');
  await expectDone(operator, 'Send a test mail');

  await go(operator, 'Settings');
  await field(operator, 'Privacy address').fill('https://donors.example.org/privacy');
  await buttonOf(operator, 'Save changes').click();
  await expectSeen(operator.getByText('Saved.', { exact: true }));
  await go(operator, 'Overview');
  await link(step(operator, 'Publish terms'), 'Write the terms').click();
  await field(operator, 'Text in Markdown').fill('# Terms\n\nKeep **client secrets** to yourselves.');
  await buttonOf(operator, 'Publish version 1').click();
  await buttonOf(dialogOf(operator, 'Publish version 1?'), 'Publish version 1').click();
  await expectSeen(operator.getByText('Version 1 is published.'));
  await go(operator, 'Overview');
  await expectDone(operator, 'Publish terms');

  await step(operator, 'Invite a second operator').getByRole('link').click();
  await field(operator, 'Role').selectOption('operator');
  await field(operator, 'Full name').fill('Omar Second (sample)');
  await field(operator, 'E-mail address').fill(emails.second);
  await buttonOf(operator, 'Add and invite').click();
  await expectSeen(headingOf(operator, 'Omar Second (sample)'));
  const second = await openPage(server.url, { expected: [/ 4\d\d /] });
  const secondLink = linkIn(await mails.waitForMail(emails.second, invitation));
  await setUpOn(second, secondLink, { end: 'Overview' });
  await expectGone(second.getByText(/^Only one operator can sign in\./));
  await go(operator, 'Overview');
  await expectDone(operator, 'Invite a second operator');

  await go(operator, 'APIs');
  await link(operator, 'Add API').click();
  await field(operator, 'Name').fill('Search and Match');
  await field(operator, 'Code').fill('SMC');
  await field(operator, 'Environment').selectOption('production');
  await field(operator, 'Identifier').fill('https://search.donors.example.org');
  await buttonOf(operator, 'Add API').click();
  await buttonOf(operator, 'Create introspection credentials').click();
  await buttonOf(operator.getByRole('dialog'), 'Create').click();
  const credentials = dialogOf(operator, 'Copy the introspection credentials now');
  const introspectionId = await credentials.getByRole('definition').first().locator('code').innerText();
  const introspectionSecret = await field(credentials, 'Client secret').inputValue();
  await buttonOf(credentials, 'Copy client secret').click();
  await buttonOf(credentials, 'Done').click();
  await expectGone(credentials);

  await go(operator, 'Organisations');
  await link(operator, 'Add organisation').click();
  await field(operator, 'Name').fill('North Registry');
  await field(operator, 'Country').selectOption('SE');
  await field(operator, 'Time zone').selectOption('Europe/Stockholm');
  await field(operator, 'Shared mailbox (optional)').fill('api-team@north.example.org');
  await buttonOf(operator, 'Add organisation').click();
  await expectSeen(headingOf(operator, 'North Registry'));
  await link(operator, 'Add an application').click();
  await operator.getByLabel('Search and Match · production').check();
  await expectSeen(operator.getByText(`Left empty: ${name}`));
  await buttonOf(operator, 'Add application').click();
  await expectSeen(headingOf(operator, name));
  await expectSeen(operator.getByText('Ready. It has no manager and no secret.'));
  const clientId = new URL(operator.url()).pathname.split('/').at(-1) ?? '';
  await link(operator, 'Assign somebody without an account').click();
  await field(operator, 'Full name').fill('Anna North (sample)');
  await field(operator, 'E-mail address').fill(emails.manager);
  await field(operator, 'Confirmed by').fill('Head of IT (sample)');
  await field(operator, 'Reference').fill('SAMPLE-1');
  await buttonOf(operator, 'Add and invite').click();
  await expectSeen(headingOf(operator, name));
  await go(operator, 'Overview');
  for (const title of [
    'Add an API',
    'Add an organisation',
    'Add an application',
    'Assign credential managers',
  ])
    await expectDone(operator, title);
  await expectSeen(step(operator, 'First token').getByText('Waiting for North Registry to create a secret.'));

  // 4 Manager.
  const mail = await mails.waitForMail(emails.manager, invitation);
  for (const said of ['Olga Leiter', name, 'support@donors.example.org']) expect(mail.text).toContain(said);
  const manager = await openPage(server.url, { expected: [/ 4\d\d /] });
  await setUpOn(manager, linkIn(mail), { hasTerms: true, end: steps.done });
  const region = regionOf(manager, name);
  await expectSeen(region.getByText('No client secret yet.'));
  await buttonOf(region, 'Create new secret').click();
  await buttonOf(dialogOf(manager, 'Create client secret'), 'Create').click();
  const shown = dialogOf(manager, 'Copy your client secret now');
  const clientSecret = await field(shown, 'Client secret').inputValue();
  await buttonOf(shown, 'Copy client secret').click();
  await buttonOf(shown, 'Done').click();
  await expectGone(shown);
  await expectSeen(region.getByText('Never', { exact: true }));
  await expectSeen(
    step(operator, 'First token').getByText(/^Secret created by Anna North \(sample\), \d\d:\d\d\./),
    byItselfWithinMs,
  );

  // 5 Integrator: the line of the connection details, with the secret from the environment.
  await buttonOf(region, 'Connection details').click();
  const curl = (
    await manager
      .getByText(/^curl /)
      .first()
      .innerText()
  ).trim();
  expect(curl).toContain('$CLIENT_SECRET');
  const answer = await runInShell(`CLIENT_SECRET=${clientSecret}; ${curl}`);
  const { access_token: token } = JSON.parse(answer) as { access_token: string };
  const connectivity = await runInShell(
    `curl --silent --fail-with-body -H "Authorization: Bearer ${token}" ${server.url}/connectivity`,
  );
  expect(JSON.parse(connectivity)).toMatchObject({ application: { clientId } });
  const introspected = await runInShell(
    `curl --silent --fail-with-body -u ${introspectionId}:${introspectionSecret} -d token=${token} ${server.url}/oauth2/introspect`,
  );
  expect(JSON.parse(introspected)).toMatchObject({ active: true, client_id: clientId });

  // The pages change by themselves: the manager's row, and the operator's checklist, which is complete.
  await manager.keyboard.press('Escape');
  await expectSeen(region.getByText(/^Today \d\d:\d\d$/), byItselfWithinMs);
  await expectSeen(operator.getByText('Donor Federation is set up: every step is done.'), byItselfWithinMs);
  await operator.reload();
  await expectSeen(headingOf(operator, 'Overview'));
  expect(await operator.getByRole('heading', { name: 'Set up Donor Federation' }).count()).toBe(0);
}, 240_000);
