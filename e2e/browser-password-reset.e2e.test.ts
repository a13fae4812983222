import { beforeAll, describe, expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { freshCode } from './support/browser-authenticator.ts';
import { addVirtualAuthenticator } from './support/browser-passkey.ts';
import { enterCode, enterPassword, signOutOn } from './support/browser-session.ts';
import {
  choosePassword,
  confirmStored,
  enrolTotp,
  expectStep,
  headingOf,
  newPassword,
  readRecoveryCodes,
  setUpOn,
  steps,
} from './support/browser-set-up.ts';
import { buttonOf, dialogOf, expectGone, expectSeen, openPage, regionOf } from './support/browser.ts';
import { expireLinks, serveEnvironment, signIn } from './support/database.ts';
import { applications, federationFile } from './support/federation.ts';
import { inviteManager, publishTerms } from './support/invitations.ts';
import { startServer, succeed, type Environment, type KeyturnServer } from './support/keyturn-process.ts';
import { linkIn, startMailServer, type MailServer } from './support/mail-server.ts';
import { scan } from './support/mail-scanner.ts';

const chosen = 'gravel sextant yodel plum';
const forgotten = 'Choose a new password for the Keyturn portal';
const refusals = [/ 400 /, / 403 /, / 409 /, / 410 /];
/** The page asks for the applications every 10 s. */
const byItselfWithinMs = 25_000;

let mails: MailServer;
let env: Environment;
let server: KeyturnServer;
let operator: Record<string, string>;

beforeAll(async () => {
  mails = await startMailServer();
  env = await serveEnvironment('PostgreSQL', mails);
  await succeed(['import', federationFile], { env });
  server = await startServer(['serve'], { env });
  ({
    operator: { headers: operator },
  } = await signIn(env, server.url));
});

/** Somebody who has just set up an account, and manages East Registry's applications. */
async function join(page: Page, name: string, factor: 'totp' | 'passkey' = 'totp') {
  const email = `${name}@east.example.org`;
  const clientIds = [applications.eastSearch, applications.eastData];
  await inviteManager(server.url, operator, { name, email, clientIds });
  const mail = await mails.waitForMail(email, 'Set up your Keyturn portal account');
  return { email, ...(await setUpOn(page, linkIn(mail), { factor })) };
}

/** Asks for a new password on the page, and answers the mailed link. */
async function forget(page: Page, email: string): Promise<string> {
  await page.goto('/forgot-password');
  await page.getByLabel('Email', { exact: true }).fill(email);
  await buttonOf(page, 'Send the link').click();
  await expectSeen(page.getByText(`If an account exists for ${email}, a mail is on its way.`));
  return linkIn(await mails.waitForMail(email, forgotten));
}

/** Chooses a new password by a mailed link. */
async function reset(page: Page, link: string): Promise<void> {
  await page.goto(link);
  await choosePassword(page, chosen, 'Change password');
  await expectSeen(page.getByText('Your password was changed. Sign in.'));
}

/** A link that does not work any more says so, and leads to a new one. */
async function expectDeadLink(link: string): Promise<void> {
  const page = await openPage(server.url, { expected: refusals });
  await page.goto(link);
  await choosePassword(page, 'another sextant yodel plum', 'Change password');
  await expectSeen(page.getByRole('alert').filter({ hasText: 'It was used already, it has expired,' }));
  await page.getByRole('link', { name: 'Get a new link' }).click();
  await expectSeen(headingOf(page, 'Forgot your password?'));
}

describe('R6.2 a forgotten password', () => {
  test('is replaced by a mailed link, once; every session ends, and signing in takes the code too', async () => {
    const open = await openPage(server.url);
    const { email, totpSecret } = await join(open, 'forgetful');

    const page = await openPage(server.url, { expected: refusals });
    await page.goto('/sign-in');
    await page.getByLabel('Email', { exact: true }).fill(email);
    await page.getByRole('link', { name: 'Forgot password?' }).click();
    expect(await page.getByLabel('Email', { exact: true }).inputValue()).toBe(email);
    await buttonOf(page, 'Send the link').click();
    await expectSeen(page.getByText(`If an account exists for ${email}, a mail is on its way.`));

    const link = linkIn(await mails.waitForMail(email, forgotten));
    await scan(server.url, link);
    await page.goto(link);
    await expectStep(page, 'Choose a new password');
    expect(page.url()).toBe(`${server.url}/reset-password`);
    await choosePassword(page, 'password1234', 'Change password');
    await expectSeen(page.getByText(/^It is a common password or phrase,/));
    await choosePassword(page, chosen, 'Change password');
    await expectSeen(page.getByText('Your password was changed. Sign in.'));

    await enterPassword(page, { email, password: newPassword });
    await expectSeen(page.getByText('The e-mail address or the password is wrong.'));
    await enterPassword(page, { email, password: chosen });
    await expectSeen(page.getByLabel('Verification code', { exact: true }));
    await page.reload();
    await enterCode(page, await freshCode(totpSecret));
    await expectSeen(headingOf(page, steps.done));
    await mails.waitForMail(email, 'Your Keyturn portal password was changed');

    await expectSeen(headingOf(open, 'Sign in'), byItselfWithinMs);
    await expectDeadLink(link);
  });

  test('of an account with a passkey: the passkey signs in', async () => {
    const page = await openPage(server.url);
    await addVirtualAuthenticator(page);
    const { email } = await join(page, 'fingerprint', 'passkey');
    await signOutOn(page);
    await reset(page, await forget(page, email));
    await enterPassword(page, { email, password: chosen });
    await buttonOf(page, 'Use a passkey').click();
    await expectSeen(headingOf(page, steps.done));
  });

  test('of somebody who lost the device: a recovery code signs in, once, and is told of by mail', async () => {
    const page = await openPage(server.url);
    const { email, recoveryCodes } = await join(page, 'unlucky');
    await signOutOn(page);
    await reset(page, await forget(page, email));
    const [code = ''] = recoveryCodes;
    const enterRecoveryCode = async (typed: string): Promise<void> => {
      await enterPassword(page, { email, password: chosen });
      await buttonOf(page, 'Use a recovery code instead').click();
      await page.getByLabel('Recovery code', { exact: true }).fill(typed);
      await buttonOf(page, 'Verify').click();
    };
    // As somebody reads it from paper.
    await enterRecoveryCode(code.toUpperCase().replaceAll('-', ' '));
    await expectSeen(headingOf(page, steps.done));
    const told = await mails.waitForMail(email, 'A recovery code of your Keyturn portal account was used');
    expect(told.text).toContain('9 are left.');
    await signOutOn(page);
    await enterRecoveryCode(code);
    await expectSeen(page.getByText('This is none of your recovery codes, or it was used already.'));
  });

  test('an unknown address is told exactly the same, and nobody is mailed', async () => {
    const { email } = await join(await openPage(server.url), 'known');
    const seen = async (address: string): Promise<string> => {
      const page = await openPage(server.url);
      await page.goto('/forgot-password');
      await page.getByLabel('Email', { exact: true }).fill(address);
      await buttonOf(page, 'Send the link').click();
      await expectSeen(page.getByText('a mail is on its way'));
      return (await page.locator('body').innerHTML()).replaceAll(address, '(address)');
    };
    const unknown = 'nobody@east.example.org';
    expect(await seen(unknown)).toBe(await seen(email));
    await mails.waitForMail(email, forgotten);
    expect(mails.mailsTo(unknown)).toEqual([]);
  });

  test('an expired link and one that a newer one replaced do not work', async () => {
    const page = await openPage(server.url);
    const { email } = await join(page, 'slow');
    const first = await forget(page, email);
    const second = await forget(page, email);
    await expectDeadLink(first);
    await expireLinks(env);
    await expectDeadLink(second);
    const incomplete = await openPage(server.url);
    await incomplete.goto('/reset-password');
    await expectSeen(incomplete.getByText(/^This address is incomplete\./));
  });
});

describe('R6.2 the last second factor', () => {
  test('once removed, the next sign-in takes a mailed code and adds a new one; colleagues are told', async () => {
    await join(await openPage(server.url), 'colleague');
    const page = await openPage(server.url, { expected: refusals });
    const { email, password } = await join(page, 'changing');
    await page.goto('/account');
    const mfa = regionOf(page, 'Manage MFA');
    await buttonOf(mfa, 'Remove Authenticator app').click();
    await buttonOf(dialogOf(page, 'Remove second factor'), 'Remove').click();
    await expectSeen(mfa.getByText(/^You have no second factor\./));
    const told = await mails.waitForMail(
      'colleague@east.example.org',
      'changing has no second factor any more',
    );
    expect(told.text).toContain('Partner-DE-EastRegistry-DM, Partner-DE-EastRegistry-SMC');
    await signOutOn(page);

    await enterPassword(page, { email, password });
    await expectStep(page, 'Check your mail');
    const mail = await mails.waitForMail(email, 'Your code for the Keyturn portal');
    const [code = ''] = /^\d{8}$/m.exec(mail.text) ?? [];
    const enterMailedCode = async (typed: string): Promise<void> => {
      await page.getByLabel('Code from the mail', { exact: true }).fill(typed);
      await buttonOf(page, 'Verify').click();
    };
    await enterMailedCode(code === '00000000' ? '11111111' : '00000000');
    await expectSeen(page.getByText(/^This is not the code of the last mail\./));
    // It opens nothing else yet.
    await page.goto('/manage-api-credentials');
    await expectSeen(headingOf(page, 'Check your mail'));
    await enterMailedCode(code);

    await expectStep(page, 'Add a second factor');
    await page.goto('/account');
    await expectSeen(headingOf(page, 'Add a second factor'));
    const totpSecret = await enrolTotp(page);
    await expectStep(page, steps.recoveryCodes);
    await readRecoveryCodes(page);
    await confirmStored(page);
    await expectSeen(headingOf(page, 'Account'));

    await signOutOn(page);
    await enterPassword(page, { email, password });
    await enterCode(page, await freshCode(totpSecret));
    await expectSeen(headingOf(page, steps.done));
  });

  test('once removed, a forgotten password is not replaced by mail: the mailbox must not be the only key', async () => {
    const page = await openPage(server.url);
    const { email } = await join(page, 'keyless');
    await page.goto('/account');
    await buttonOf(page, 'Remove Authenticator app').click();
    await buttonOf(dialogOf(page, 'Remove second factor'), 'Remove').click();
    await expectSeen(page.getByText(/^You have no second factor\./));
    await signOutOn(page);
    await page.goto('/forgot-password');
    await page.getByLabel('Email', { exact: true }).fill(email);
    await buttonOf(page, 'Send the link').click();
    const mail = await mails.waitForMail(email, 'Your Keyturn portal account has no second factor');
    expect(mail.text).not.toContain('http');
    expect(mail.html).not.toContain('<a ');
  });
});

describe('R6.1 new terms', () => {
  test('are accepted before anything else, and lead back to the same page; also right after signing in', async () => {
    const page = await openPage(server.url, { expected: refusals });
    const { email, password, totpSecret } = await join(page, 'agreeable');
    const path = `/manage-api-credentials?application=${applications.eastData}`;
    await page.goto(path);
    await expectSeen(regionOf(page, 'Partner-DE-EastRegistry-DM'));

    await publishTerms(server.url, operator, 'Terms of the first version.');
    const gate = headingOf(page, 'Terms of use');
    await expectSeen(gate, byItselfWithinMs);
    await expectSeen(page.getByText('The terms have changed. Accept to go on.'));
    await page.reload();
    await expectSeen(page.getByText('Terms of the first version.'));
    await page.goto('/account');
    await expectSeen(page.getByText('The terms have changed. Accept to go on.'));
    await page.goto(path);
    await expectSeen(page.getByText('The terms have changed. Accept to go on.'));
    await buttonOf(page, 'Accept').click();
    await expectSeen(regionOf(page, 'Partner-DE-EastRegistry-DM'));
    expect(page.url()).toBe(server.url + path);
    await expectGone(gate);

    await signOutOn(page);
    await publishTerms(server.url, operator, 'Terms of the second version.');
    await page.goto(path);
    await enterPassword(page, { email, password });
    await enterCode(page, await freshCode(totpSecret));
    await expectSeen(page.getByText('Terms of the second version.'));
    // Others are published while these are read.
    await publishTerms(server.url, operator, 'Terms of the third version.');
    await buttonOf(page, 'Accept').click();
    await expectSeen(page.getByText('A newer version was published while you were reading. This is it.'));
    await expectSeen(page.getByText('Terms of the third version.'));
    await buttonOf(page, 'Accept').click();
    await expectSeen(regionOf(page, 'Partner-DE-EastRegistry-DM'));
    expect(page.url()).toBe(server.url + path);
  });
});
