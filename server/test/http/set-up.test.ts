import type { RecoveryCodes, Session, SignInProgress, TotpSeed } from '@keyturn/contract';
import { describe, expect, test } from 'vitest';
import { inviteOperator } from '../../src/domain/account/invite-operator.ts';
import { choosePassword } from '../../src/domain/account/set-up-account.ts';
import { findLiveSession } from '../../src/domain/session/sessions.ts';
import { acceptTerms, publishTerms } from '../../src/domain/terms/terms.ts';
import { ids } from '../support/federation.ts';
import { publicUrl, startKeyturn, type TestKeyturn } from '../support/keyturn.ts';
import {
  codeOf,
  emails,
  linkToken,
  mailsTo,
  openBrowser,
  password,
  recordedActions,
  refusal,
  signIn,
  statusesOf,
  withAccount,
  type PortalBrowser,
} from '../support/portal-browser.ts';
import { createSoftwarePasskey } from '../support/software-passkey.ts';

const dayMs = 24 * 60 * 60_000;

async function startInvited(email: string = emails.anna) {
  const keyturn = await startKeyturn();
  const token = linkToken((await mailsTo(keyturn, email)).text);
  const browser = openBrowser(keyturn);
  const begin = (given = token, on = browser) => on.send('POST', '/set-up', { token: given });
  return { keyturn, ...keyturn, token, browser, begin };
}

async function enrol(keyturn: TestKeyturn, browser: PortalBrowser) {
  const { secret } = (await browser.send('POST', '/account/factors/totp')).json<TotpSeed>();
  const code = codeOf(keyturn, secret);
  return {
    secret,
    answer: await browser.send('POST', '/account/factors/totp/confirmation', { code, name: 'Phone' }),
  };
}

const nextOf = async (browser: PortalBrowser) =>
  (await browser.send('GET', '/session/progress')).json<SignInProgress>().next;

describe('R6.1 setting up an account', () => {
  test('leads from the mailed link over password, terms, second factor and recovery codes to the page; a reload goes on at any step', async () => {
    const { keyturn, deps, browser, begin } = await startInvited();
    await publishTerms(
      deps,
      { kind: 'command-line', id: null, name: 'test', address: null },
      { text: '# Terms' },
    );
    const begun = await begin();
    expect(begun.json()).toEqual({
      next: 'password',
      setUp: true,
      user: { name: 'Anna (sample)', email: emails.anna },
      organisation: { name: 'North Registry' },
      factors: [],
      termsVersion: 1,
    } satisfies SignInProgress);
    expect(await nextOf(browser)).toBe('password');
    const chosen = await browser.send('PUT', '/set-up/password', { password });
    expect(chosen.json()).toMatchObject({ next: 'terms', termsVersion: 1 });
    expect(await nextOf(browser)).toBe('terms');
    expect((await browser.send('PUT', '/account/terms', { version: 1 })).statusCode).toBe(204);
    expect(await nextOf(browser)).toBe('enrolment');
    const planted = browser.cookie;
    const { answer } = await enrol(keyturn, browser);
    expect(answer.json()).toMatchObject({
      user: { id: ids.users.anna },
      termsToAccept: null,
      recoveryCodesLeft: 0,
    });
    expect(browser.cookie).not.toBe(planted);
    expect(await nextOf(browser)).toBe('done');
    const { codes } = (await browser.send('POST', '/account/recovery-codes')).json<RecoveryCodes>();
    expect(codes).toHaveLength(10);
    const listing = await browser.send('GET', '/applications');
    expect(listing.json<{ items: object[] }>().items).toHaveLength(1);
    expect(await recordedActions(keyturn, 'user.%')).toEqual([
      ...Array<string>(5).fill('user.created'),
      'user.set-up-begun',
      'user.password-set',
      'user.set-up',
    ]);
  });

  test('with a passkey as the second factor', async () => {
    const { browser, begin } = await startInvited();
    await begin();
    await browser.send('PUT', '/set-up/password', { password });
    const passkey = createSoftwarePasskey({ origin: publicUrl, rpId: new URL(publicUrl).hostname });
    const options = (await browser.send('POST', '/account/factors/passkey/options')).json<{
      challenge: string;
    }>();
    const added = await browser.send('POST', '/account/factors/passkey', {
      response: passkey.register(options),
      name: 'Laptop',
    });
    expect([added.statusCode, added.json<Session>().user.id]).toEqual([200, ids.users.anna]);
  });

  test('opening the link consumes nothing, as a mail scanner does; the button does, once', async () => {
    const { app, keyturn, token, begin } = await startInvited();
    // What stands behind # never reaches the server.
    for (let scan = 1; scan <= 3; scan += 1)
      for (const method of ['GET', 'HEAD'] as const) await app.inject({ method, url: '/set-up' });
    expect(token).toHaveLength(43);
    expect((await begin()).statusCode).toBe(200);
    expect(refusal(await begin(token, openBrowser(keyturn)))).toEqual([410, 'set-up-link-invalid']);
  });

  test('the page can tell whose account it is before the button is pressed; that uses nothing up', async () => {
    const { browser, token, begin } = await startInvited();
    for (let reading = 1; reading <= 3; reading += 1)
      expect((await browser.send('POST', '/set-up/invitation', { token })).json()).toEqual({
        user: { name: 'Anna (sample)', email: emails.anna },
        organisation: { name: 'North Registry' },
        termsVersion: null,
      });
    expect(browser.cookie).toBeNull();
    expect((await begin()).statusCode).toBe(200);
    expect(refusal(await browser.send('POST', '/set-up/invitation', { token }))).toEqual([
      410,
      'set-up-link-invalid',
    ]);
    const late = await startInvited();
    late.clock.advance(7 * dayMs);
    const expired = await late.browser.send('POST', '/set-up/invitation', { token: late.token });
    expect(refusal(expired)).toEqual([410, 'set-up-link-expired']);
  });

  test('two presses at once: one succeeds', async () => {
    const { keyturn, token, begin } = await startInvited();
    const press = () => begin(token, openBrowser(keyturn));
    const answers = await Promise.all([press(), press()]);
    expect(statusesOf(answers)).toEqual([200, 410]);
  });

  test('a link is valid for seven days; after that a new one is mailed on request, to the address it was for', async () => {
    const { keyturn, clock, begin, browser, token } = await startInvited();
    const before = (await mailsTo(keyturn, emails.anna)).subjects.length;
    expect(refusal(await browser.send('POST', '/set-up/new-link', { token }))).toEqual([
      410,
      'set-up-link-invalid',
    ]);
    clock.advance(7 * dayMs);
    const late = await begin();
    expect(refusal(late)).toEqual([410, 'set-up-link-expired']);
    expect(late.json()).toMatchObject({ errors: [{ path: 'email', message: 'a…@north.example.org' }] });
    expect((await browser.send('POST', '/set-up/new-link', { token })).statusCode).toBe(204);
    const mails = await mailsTo(keyturn, emails.anna);
    expect(mails.subjects).toHaveLength(before + 1);
    // The old one is worth nothing now; the new one works.
    expect(refusal(await browser.send('POST', '/set-up/new-link', { token }))).toEqual([
      410,
      'set-up-link-invalid',
    ]);
    expect((await begin(linkToken(mails.text))).statusCode).toBe(200);
  });

  test('a link opens nothing for somebody disabled, nor an account that has a second factor', async () => {
    const one = await startInvited();
    await one.deps.db.updateTable('portal_user').set({ status: 'disabled' }).execute();
    expect(refusal(await one.begin())).toEqual([410, 'set-up-link-invalid']);
    const two = await startInvited();
    await withAccount(two.keyturn, 'anna');
    expect(refusal(await two.begin())).toEqual([410, 'set-up-link-invalid']);
  });

  test('an expired link of an account that was set up once sends no other: the mailbox would be its only key', async () => {
    const { keyturn, clock, deps, token, browser } = await startInvited();
    await withAccount(keyturn, 'anna');
    await deps.db.deleteFrom('second_factor').execute();
    clock.advance(7 * dayMs);
    const { subjects } = await mailsTo(keyturn, emails.anna);
    expect(refusal(await browser.send('POST', '/set-up/new-link', { token }))).toEqual([
      410,
      'set-up-link-invalid',
    ]);
    expect((await mailsTo(keyturn, emails.anna)).subjects).toEqual(subjects);
  });

  test('what a slow request writes after the set-up ended, or went on, is refused', async () => {
    const { keyturn, deps, browser, begin } = await startInvited();
    await publishTerms(
      deps,
      { kind: 'command-line', id: null, name: 'test', address: null },
      { text: '# Terms' },
    );
    await begin();
    const slow = await findLiveSession(deps, browser.cookie ?? '');
    if (slow === null) throw new Error('no set-up');
    await browser.send('PUT', '/set-up/password', { password });
    await browser.send('PUT', '/account/terms', { version: 1 });
    await enrol(keyturn, browser);
    const refused = { code: 'no-longer-authenticated' };
    await expect(choosePassword(deps, slow, 'gravel sextant yodel plum', '')).rejects.toMatchObject(refused);
    await expect(acceptTerms(deps, slow, 1, '')).rejects.toMatchObject(refused);
    const signedIn = openBrowser(keyturn);
    expect((await signedIn.send('POST', '/session', { email: emails.anna, password })).statusCode).toBe(200);
  });

  test('a made-up, cut or empty token is refused', async () => {
    const { token, begin } = await startInvited();
    for (const given of ['', 'x', token.slice(1), `${token}x`])
      expect(refusal(await begin(given))).toEqual([410, 'set-up-link-invalid']);
  });

  test('the password is long and not easily guessed; nothing can be skipped', async () => {
    const { deps, keyturn, browser, begin } = await startInvited();
    await publishTerms(
      deps,
      { kind: 'command-line', id: null, name: 'test', address: null },
      { text: '# Terms' },
    );
    await begin();
    expect(refusal(await browser.send('POST', '/account/factors/totp'))).toEqual([401, 'sign-in-failed']);
    const choose = (given: string) => browser.send('PUT', '/set-up/password', { password: given });
    expect(refusal(await choose('elevenchars'))).toEqual([400, 'password-too-short']);
    for (const weak of ['password1234', 'qwertyuiop123', 'NorthRegistry2027!', 'aaaaaaaaaaaaaaaaaaaa'])
      expect([weak, ...refusal(await choose(weak))]).toEqual([weak, 400, 'password-weak']);
    expect((await choose(password)).statusCode).toBe(200);
    expect(refusal(await browser.send('POST', '/account/factors/totp'))).toEqual([401, 'sign-in-failed']);
    await browser.send('PUT', '/account/terms', { version: 1 });
    expect((await enrol(keyturn, browser)).answer.statusCode).toBe(200);
  });

  test('the session of a set-up opens nothing else, and ends after an hour', async () => {
    const { clock, browser, begin } = await startInvited();
    await begin();
    for (const path of ['/session', '/applications', '/account', '/sessions'])
      expect(refusal(await browser.send('GET', path))).toEqual([401, 'unauthenticated']);
    expect(refusal(await browser.send('POST', '/session/verification', { code: '000000' }))).toEqual([
      401,
      'sign-in-failed',
    ]);
    clock.advance(60 * 60_000);
    expect(refusal(await browser.send('GET', '/session/progress'))).toEqual([401, 'unauthenticated']);
  });

  test('the code that finished the set-up does not sign in again', async () => {
    const { keyturn, browser, begin } = await startInvited();
    await begin();
    await browser.send('PUT', '/set-up/password', { password });
    const { secret } = await enrol(keyturn, browser);
    await expect(signIn(keyturn, 'anna', () => codeOf(keyturn, secret))).rejects.toThrow('code-used');
    keyturn.clock.advance(30_000);
    await signIn(keyturn, 'anna', () => codeOf(keyturn, secret));
  });

  test('an operator’s link is made by the command line; a new one replaces it, and a set-up account gets none', async () => {
    const keyturn = await startKeyturn();
    const actor = { kind: 'command-line', id: null, name: 'test', address: null } as const;
    const invite = (email: string) => inviteOperator(keyturn.deps, actor, { email, name: 'First (sample)' });
    const [first, second] = [await invite('first@example.org'), await invite('First@example.org')];
    expect(first.url).toMatch(new RegExp(`^${publicUrl}/set-up#[\\w-]{43}$`));
    expect(second.expiresAt.getTime() - keyturn.clock.now().getTime()).toBe(dayMs);
    const begin = (url: string) =>
      openBrowser(keyturn).send('POST', '/set-up', { token: url.split('#')[1] ?? '' });
    expect((await begin(first.url)).statusCode).toBe(410);
    expect((await begin(second.url)).statusCode).toBe(200);
    await expect(invite(emails.anna)).rejects.toMatchObject({ code: 'email-taken' });
    await withAccount(keyturn, 'operator');
    await expect(invite(emails.operator)).rejects.toMatchObject({ code: 'email-taken' });
  });
});
