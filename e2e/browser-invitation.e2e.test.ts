import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { freshCode, wrongCode } from './support/browser-authenticator.ts';
import { expectJourneyOfSecret } from './support/browser-journey.ts';
import { addVirtualAuthenticator } from './support/browser-passkey.ts';
import { enterPassword, signInOn, signOutOn } from './support/browser-session.ts';
import {
  choosePassword,
  confirmStored,
  enrolTotp,
  expectStep,
  headingOf,
  newPassword,
  paste,
  readRecoveryCodes,
  readTotpKey,
  setUpOn,
  steps,
} from './support/browser-set-up.ts';
import { buttonOf, expectGone, expectSeen, openPage, regionOf } from './support/browser.ts';
import { expireLinks, serveEnvironment, signIn, type DatabaseKind } from './support/database.ts';
import { apis, applications, federationFile } from './support/federation.ts';
import { send } from './support/http.ts';
import { federationWithoutPeople, inviteManager, publishTerms } from './support/invitations.ts';
import { listAuditEvents } from './support/journey.ts';
import {
  startServer,
  succeed,
  waitForOutput,
  type Environment,
  type KeyturnServer,
} from './support/keyturn-process.ts';
import { linkIn, startMailServer, type MailServer, type ReceivedMail } from './support/mail-server.ts';
import { scan } from './support/mail-scanner.ts';

const subject = 'Set up your Donor Federation portal account';
const branding = {
  KEYTURN_OPERATOR_NAME: 'Donor Federation',
  KEYTURN_SUPPORT_EMAIL: 'support@donors.example.org',
  KEYTURN_MAIL_FROM: 'Donor Federation <portal@donors.example.org>',
};
const application = { clientId: applications.eastData, name: 'Partner-DE-EastRegistry-DM' };
/** What the page learns from refusals, which the console reports. */
const refusals = [/ 400 /, / 410 /];

type World = { mails: MailServer; env: Environment };

async function prepare(kind: DatabaseKind): Promise<World> {
  const mails = await startMailServer();
  return { mails, env: { ...(await serveEnvironment(kind, mails)), ...branding } };
}

/** As another page of whoever is signed in there. */
async function headersOf(page: Page, server: string): Promise<Record<string, string>> {
  const cookies = await page.context().cookies(server);
  return { origin: server, cookie: cookies.map(({ name, value }) => `${name}=${value}`).join('; ') };
}

// On PostgreSQL: first-run.e2e.test.ts.
describe('R6.1 from an empty embedded database', () => {
  test('the first operator invites a manager, who is at Manage API Credentials within six screens', async () => {
    const { mails, env } = await prepare('embedded');
    const server = await startServer(['serve'], { env });
    await waitForOutput(server, /No operator account yet\. Run: keyturn operator invite /);

    const operatorPage = await setUpFirstOperator(env, server);
    const operator = await headersOf(operatorPage, server.url);
    await succeed(['import', federationWithoutPeople()], { env });
    await publishTerms(server.url, operator, '# Terms\n\nKeep **client secrets** to yourselves.');
    const manager = { name: 'Maria Ost', email: 'maria@east.example.org' };
    await inviteManager(server.url, operator, { ...manager, clientIds: [application.clientId] });

    const mail = await mails.waitForMail(manager.email, subject);
    expectInvitation(mail, manager.name);
    const link = linkIn(mail);
    await scan(server.url, link);

    const page = await openPage(server.url, { expected: refusals });
    const { screens, totpSecret } = await setUpFirstManager(page, link);
    // With Manage API Credentials itself, the sixth.
    expect(screens).toHaveLength(5);
    await expectStep(page, steps.done);
    await expectSeen(regionOf(page, application.name).getByText('No client secret yet.'));
    expect(page.url()).toBe(`${server.url}/manage-api-credentials`);

    const journey = { server: server.url, application, resource: apis.data.identifier };
    await expectJourneyOfSecret(page, journey);
    await signOutOn(page);
    await signInOn(page, { email: manager.email, password: newPassword, totpSecret });

    await expectUsedUp(server.url, link);
    // One invitation, and R4 what became of the secret meanwhile.
    expect(mails.mailsTo(manager.email).map((one) => one.subject)).toEqual([
      subject,
      `Client secret created: ${application.name}`,
      `Client secret deleted: ${application.name}`,
    ]);
    const actions = (await listAuditEvents(server.url, operator)).map(({ action }) => action);
    for (const action of ['user.set-up-begun', 'user.password-set', 'terms.accepted', 'user.set-up'])
      expect(actions).toContain(action);
    // It would look for news of a server that is gone.
    await operatorPage.close();
    expect(await server.stop()).toMatchObject({ code: 0, stderr: '' });
  }, 240_000);
});

/** From the command line's link, in four steps; an operator accepts no terms and comes to the overview. */
async function setUpFirstOperator(env: Environment, server: KeyturnServer): Promise<Page> {
  const invitation = ['operator', 'invite', '--email', 'olga@donors.example.org', '--name', 'Olga Leiter'];
  const { url } = JSON.parse(await succeed([...invitation, '--json'], { env })) as { url: string };
  const page = await openPage(server.url, { expected: refusals });
  await page.goto(url);
  await expectStep(page, steps.details, 'Step 1 of 4');
  await buttonOf(page, 'Set up my account').click();
  await expectStep(page, steps.password, 'Step 2 of 4');
  await choosePassword(page, newPassword);
  await expectStep(page, steps.authenticator, 'Step 3 of 4');
  await enrolTotp(page);
  await expectStep(page, steps.recoveryCodes, 'Step 4 of 4');
  await readRecoveryCodes(page);
  await confirmStored(page);
  await expectSeen(page.getByRole('heading', { level: 1, name: 'Overview' }));
  return page;
}

/** Through every screen of the set-up, each loaded anew; what can go wrong on the way does. */
async function setUpFirstManager(
  page: Page,
  link: string,
): Promise<{ screens: string[]; totpSecret: string }> {
  const screens: string[] = [];
  const at = async (heading: string, place?: string): Promise<void> => {
    screens.push(heading);
    await expectStep(page, heading, place);
  };
  await page.goto(link);
  await at(steps.details, 'Step 1 of 5');
  // Neither the address nor what a reload asks for carries the token.
  expect(page.url()).not.toContain('#');
  for (const detail of ['Maria Ost', 'maria@east.example.org', 'East Registry'])
    await expectSeen(page.getByText(detail, { exact: true }));
  await buttonOf(page, 'Set up my account').click();

  await at(steps.password, 'Step 2 of 5');
  await choosePassword(page, 'too short');
  await expectSeen(page.getByText('Choose a password of at least 12 characters.'));
  await choosePassword(page, 'donorfederation2026');
  await expectSeen(page.getByText(/^It is a common password or phrase,/));
  await choosePassword(page, newPassword);

  await at(steps.terms, 'Step 3 of 5');
  await expectSeen(page.getByText('client secrets', { exact: true }));
  await buttonOf(page, 'I accept').click();

  await at(steps.authenticator, 'Step 4 of 5');
  const totpSecret = await readTotpKey(page);
  const field = page.getByLabel('Verification code', { exact: true });
  expect(await field.getAttribute('autocomplete')).toBe('one-time-code');
  await field.fill(wrongCode(totpSecret));
  await buttonOf(page, 'Verify').click();
  await expectSeen(page.getByText(/Check that your device’s clock is right/));
  await paste(page, field, await freshCode(totpSecret));
  await buttonOf(page, 'Verify').click();

  await at(steps.recoveryCodes, 'Step 5 of 5');
  await storeRecoveryCodes(page);
  return { screens, totpSecret };
}

async function storeRecoveryCodes(page: Page): Promise<void> {
  const codes = await readRecoveryCodes(page);
  await buttonOf(page, 'Copy').click();
  await expectSeen(buttonOf(page, 'Copied'));
  expect(await page.evaluate('navigator.clipboard.readText()')).toBe(codes.join('\n'));
  const downloading = page.waitForEvent('download');
  await buttonOf(page, 'Download').click();
  const download = await downloading;
  expect(download.suggestedFilename()).toBe('recovery-codes.txt');
  const file = readFileSync(await download.path(), 'utf8');
  for (const said of [...codes, 'Donor Federation: recovery codes of maria@east.example.org'])
    expect(file).toContain(said);
  await buttonOf(page, 'Continue').click();
  await expectSeen(page.getByText('Store the codes first, then tick this.'));
  await confirmStored(page);
}

function expectInvitation(mail: ReceivedMail, name: string): void {
  expect(mail.from?.text).toBe('"Donor Federation" <portal@donors.example.org>');
  expect(mail.replyTo?.text).toBe('support@donors.example.org');
  expect(mail.headers.get('auto-submitted')).toBe('auto-generated');
  expect(mail.messageId).toMatch(/^<[\w-]+@localhost>$/);
  expect(mail.attachments).toEqual([]);
  const link = linkIn(mail);
  const [, token = ''] = link.split('#');
  expect(token).toMatch(/^[\w-]{43}$/);
  expect(mail.text.split(token)).toHaveLength(2);
  expect(mail.html.split(token)).toHaveLength(3);
  expect(mail.headerLines.filter(({ line }) => line.includes(token))).toEqual([]);
  for (const said of [
    `Hello ${name},`,
    'East Registry',
    application.name,
    'Olga Leiter',
    'support@donors.example.org',
  ]) {
    expect(mail.text).toContain(said);
    expect(mail.html).toContain(said);
  }
  expect(mail.html).not.toMatch(/<img|<script|src=/);
}

/** Whoever finds the link afterwards gets nowhere with it. */
async function expectUsedUp(server: string, link: string): Promise<void> {
  const late = await openPage(server, { expected: refusals });
  await late.goto(link);
  await expectSeen(late.getByRole('alert').filter({ hasText: 'It was used already' }));
  await late.reload();
  await expectSeen(late.getByRole('heading', { level: 1 }));
  await late.goto('/manage-api-credentials');
  await expectSeen(headingOf(late, 'Sign in'));
}

describe('R6.1 a set-up', () => {
  let mails: MailServer;
  let env: Environment;
  let server: KeyturnServer;
  let operator: Record<string, string>;

  beforeAll(async () => {
    ({ mails, env } = await prepare('PostgreSQL'));
    await succeed(['import', federationFile], { env });
    server = await startServer(['serve'], { env });
    ({
      operator: { headers: operator },
    } = await signIn(env, server.url));
  });

  /** Somebody new, with the link of their mail. */
  async function invite(name: string): Promise<{ email: string; link: string }> {
    const email = `${name}@east.example.org`;
    await inviteManager(server.url, operator, { name, email, clientIds: [application.clientId] });
    return { email, link: linkIn(await mails.waitForMail(email, subject)) };
  }

  test('with a passkey: it signs in from then on', async () => {
    const { email, link } = await invite('passkey');
    const page = await openPage(server.url);
    await addVirtualAuthenticator(page);
    await setUpOn(page, link, { factor: 'passkey' });
    await signOutOn(page);
    await enterPassword(page, { email, password: newPassword });
    await buttonOf(page, 'Use a passkey').click();
    await expectSeen(headingOf(page, steps.done));
  });

  test('with a hardware token: its seed is there for programming', async () => {
    const { link } = await invite('token');
    const page = await openPage(server.url);
    await page.goto(link);
    await buttonOf(page, 'Set up my account').click();
    await choosePassword(page, newPassword);
    const totpSecret = await readTotpKey(page);
    await page.getByText('I use a hardware token', { exact: true }).click();
    const valueOf = (term: string) =>
      page.locator('dt', { hasText: new RegExp(`^${term}$`) }).locator('+ dd');
    expect(await valueOf('Seed, base32').textContent()).toBe(totpSecret);
    expect(await valueOf('Seed, hexadecimal').textContent()).toMatch(/^[\da-fA-F]{40}$/);
    expect(await valueOf('Algorithm').textContent()).toBe('SHA-1');
    expect(await valueOf('Digits').textContent()).toBe('6');
    expect(await valueOf('Time step').textContent()).toBe('30 seconds');
    expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('Hardware token');
    await enrolTotp(page);
    await readRecoveryCodes(page);
    await confirmStored(page);
    await expectSeen(headingOf(page, steps.done));
  });

  test('from an expired link: the page offers a new one, which comes by mail and works', async () => {
    const { email, link } = await invite('late');
    await expireLinks(env);
    const page = await openPage(server.url, { expected: refusals });
    await page.goto(link);
    await expectSeen(page.getByRole('alert').filter({ hasText: 'l…@east.example.org' }));
    expect(await page.content()).not.toContain(email);
    await buttonOf(page, 'Send a new link to l…@east.example.org').click();
    await expectSeen(page.getByText('A new link is on its way. It replaces the one that you opened.'));
    const renewed = linkIn(await mails.waitForMail(email, subject));
    expect(renewed).not.toBe(link);
    await setUpOn(page, renewed);
    await expectUsedUp(server.url, link);
  });

  test('that was begun in another browser goes on with a new link, by “Forgot password?”', async () => {
    const { email, link } = await invite('elsewhere');
    const left = await openPage(server.url, { expected: refusals });
    await left.goto(link);
    await buttonOf(left, 'Set up my account').click();
    await expectSeen(headingOf(left, steps.password));

    const page = await openPage(server.url, { expected: refusals });
    await page.goto(link);
    await expectSeen(page.getByRole('alert').filter({ hasText: 'It was used already' }));
    await page.getByRole('link', { name: 'Forgot password?' }).click();
    await page.getByLabel('Email', { exact: true }).fill(email);
    await buttonOf(page, 'Send the link').click();
    await setUpOn(page, linkIn(await mails.waitForMail(email, subject)));

    // The set-up that was left is over, and says so.
    await buttonOf(left, 'Continue').click();
    await choosePassword(left, 'another oboe wicket friday');
    await expectGone(headingOf(left, steps.password));
    await expectSeen(left.getByText('The set-up took too long, or it was begun anew elsewhere.'));
  });

  test('that was revoked is refused, and a new invitation works', async () => {
    const { email, link } = await invite('revoked');
    const users = await send('GET', `${server.url}/api/v1/users?search=${email}`, { headers: operator });
    const [user] = users.json<{ items: { id: string; status: string }[] }>().items;
    expect(user?.status).toBe('invited');
    const invitation = `${server.url}/api/v1/users/${user?.id}/invitation`;
    expect((await send('DELETE', invitation, { headers: operator })).status).toBe(204);
    await expectUsedUp(server.url, link);
    expect((await send('POST', invitation, { headers: operator })).status).toBeLessThan(300);
    const page = await openPage(server.url);
    await setUpOn(page, linkIn(await mails.waitForMail(email, subject)));
  });

  test('leaves no sample account: there is no demo route, and the sign-in page offers none', async () => {
    const page = await openPage(server.url);
    await page.goto('/sign-in');
    await expectSeen(page.getByLabel('Email', { exact: true }));
    expect(await page.getByText('Sample accounts').count()).toBe(0);
    expect((await send('GET', `${server.url}/demo/accounts`)).status).toBe(404);
  });
});
