import { describe, expect, test } from 'vitest';
import { revokeInvitation, sendInvitation } from '../../src/domain/user/change-invitation.ts';
import { resetMfa } from '../../src/domain/user/reset-mfa.ts';
import { ids } from '../support/federation.ts';
import { startKeyturn } from '../support/keyturn.ts';
import {
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
} from '../support/portal-browser.ts';

const chosen = 'gravel sextant yodel plum';

async function startForgotten() {
  const keyturn = await startKeyturn();
  const code = await withAccount(keyturn, 'anna');
  const browser = openBrowser(keyturn);
  const ask = async (email: string) => {
    const answer = await browser.send('POST', '/password-reset', { email });
    await keyturn.deps.background.drain();
    return answer;
  };
  const confirm = (token: string, next = chosen) =>
    browser.send('POST', '/password-reset/confirmation', { token, password: next });
  const mailed = async () => linkToken((await mailsTo(keyturn, emails.anna)).text);
  return { keyturn, ...keyturn, code, browser, ask, confirm, mailed };
}

describe('R6.2 a forgotten password', () => {
  test('is replaced by a mailed link, once; every session ends; signing in takes the second factor too', async () => {
    const { keyturn, clock, code, ask, confirm, mailed } = await startForgotten();
    const open = await signIn(keyturn, 'anna', code);
    clock.advance(30_000);
    expect((await ask(' Anna@North.example.org')).statusCode).toBe(202);
    const token = await mailed();
    expect(token).toHaveLength(43);
    expect((await open.send('GET', '/session')).statusCode).toBe(200);
    expect(refusal(await confirm(token, 'password1234'))).toEqual([400, 'password-weak']);
    expect((await confirm(token)).statusCode).toBe(204);
    expect((await open.send('GET', '/session')).statusCode).toBe(401);
    expect(refusal(await confirm(token))).toEqual([410, 'password-reset-link-invalid']);
    const browser = openBrowser(keyturn);
    expect(refusal(await browser.send('POST', '/session', { email: emails.anna, password }))).toEqual([
      401,
      'sign-in-failed',
    ]);
    const first = await browser.send('POST', '/session', { email: emails.anna, password: chosen });
    expect(first.json()).toMatchObject({ next: 'second-factor' });
    expect(refusal(await browser.send('GET', '/applications'))).toEqual([401, 'unauthenticated']);
    expect((await browser.send('POST', '/session/verification', { code: code() })).statusCode).toBe(200);
    expect((await mailsTo(keyturn, emails.anna)).subjects[0]).toBe(
      'Your Keyturn portal password was changed',
    );
    expect(await recordedActions(keyturn, 'user.password%')).toEqual([
      'user.password-reset-requested',
      'user.password-changed',
    ]);
  });

  test('two uses of one link at once: one succeeds', async () => {
    const { ask, confirm, mailed } = await startForgotten();
    await ask(emails.anna);
    const token = await mailed();
    const answers = await Promise.all([confirm(token), confirm(token, 'another sextant yodel plum')]);
    expect(statusesOf(answers)).toEqual([204, 410]);
  });

  test('a link works for thirty minutes, and only the newest does', async () => {
    const { clock, ask, confirm, mailed } = await startForgotten();
    await ask(emails.anna);
    const first = await mailed();
    await ask(emails.anna);
    const second = await mailed();
    expect(refusal(await confirm(first))).toEqual([410, 'password-reset-link-invalid']);
    clock.advance(30 * 60_000);
    expect(refusal(await confirm(second))).toEqual([410, 'password-reset-link-invalid']);
    for (const made of ['', 'x', second.slice(1)])
      expect(refusal(await confirm(made))).toEqual([410, 'password-reset-link-invalid']);
  });

  test('an unknown, a disabled and a known address are answered alike; only the known one is mailed', async () => {
    const { keyturn, deps, ask } = await startForgotten();
    const count = async () =>
      Number(
        (
          await deps.db
            .selectFrom('mail')
            .select(({ fn }) => fn.countAll<string>().as('n'))
            .executeTakeFirstOrThrow()
        ).n,
      );
    const before = await count();
    const unknown = await ask('nobody@north.example.org');
    await deps.db
      .updateTable('portal_user')
      .set({ status: 'disabled' })
      .where('email', '=', emails.maria)
      .execute();
    const disabled = await ask(emails.maria);
    expect(await count()).toBe(before);
    const known = await ask(emails.anna);
    expect(await count()).toBe(before + 1);
    for (const answer of [unknown, disabled, known]) {
      const { date: _date, ...headers } = answer.headers;
      const { date: _other, ...expected } = unknown.headers;
      expect([answer.statusCode, answer.body, headers]).toEqual([202, '', expected]);
    }
    expect((await mailsTo(keyturn, emails.anna)).subjects[0]).toBe(
      'Choose a new password for the Keyturn portal',
    );
  });

  test('what follows is done after the answer', async () => {
    const { keyturn, browser } = await startForgotten();
    const before = (await mailsTo(keyturn, emails.anna)).subjects.length;
    await browser.send('POST', '/password-reset', { email: emails.anna });
    expect((await mailsTo(keyturn, emails.anna)).subjects).toHaveLength(before);
    await keyturn.deps.background.drain();
    expect((await mailsTo(keyturn, emails.anna)).subjects).toHaveLength(before + 1);
  });

  test('nobody’s mailbox is filled: three links an hour', async () => {
    const { keyturn, clock, ask } = await startForgotten();
    const count = async () => (await mailsTo(keyturn, emails.anna)).subjects.length;
    const before = await count();
    for (let request = 1; request <= 6; request += 1) await ask(emails.anna);
    expect((await count()) - before).toBe(3);
    clock.advance(61 * 60_000);
    await ask(emails.anna);
    expect((await count()) - before).toBe(4);
  });

  test('of an invited account: a new invitation is mailed', async () => {
    const { keyturn, ask } = await startForgotten();
    const first = linkToken((await mailsTo(keyturn, emails.peter)).text);
    await ask(emails.peter);
    const mails = await mailsTo(keyturn, emails.peter);
    expect(mails.subjects).toEqual(Array<string>(2).fill('Set up your Keyturn portal account'));
    const begin = (token: string) => openBrowser(keyturn).send('POST', '/set-up', { token });
    expect((await begin(first)).statusCode).toBe(410);
    expect((await begin(linkToken(mails.text))).statusCode).toBe(200);
  });

  test('of an invited account whose invitation the operator took back: nothing is mailed, and nothing chosen signs in', async () => {
    const { keyturn, deps, ask } = await startForgotten();
    const browser = openBrowser(keyturn);
    await browser.send('POST', '/set-up', { token: linkToken((await mailsTo(keyturn, emails.peter)).text) });
    await browser.send('PUT', '/set-up/password', { password });
    await revokeInvitation(deps, keyturn.actor('operator'), ids.users.peter);
    const { subjects } = await mailsTo(keyturn, emails.peter);
    await ask(emails.peter);
    expect((await mailsTo(keyturn, emails.peter)).subjects).toEqual(subjects);
    const signedIn = await openBrowser(keyturn).send('POST', '/session', { email: emails.peter, password });
    expect(refusal(signedIn)).toEqual([401, 'sign-in-failed']);
    await sendInvitation(deps, keyturn.actor('operator'), ids.users.peter);
    await ask(emails.peter);
    expect((await mailsTo(keyturn, emails.peter)).subjects).toHaveLength(subjects.length + 2);
  });

  test('and a reset of the second factors after it: a password from the mailbox no longer counts', async () => {
    const { keyturn, deps, ask, confirm, mailed } = await startForgotten();
    await ask(emails.anna);
    await confirm(await mailed());
    await resetMfa(deps, keyturn.actor('operator'), ids.users.anna);
    const enter = () =>
      openBrowser(keyturn).send('POST', '/session', { email: emails.anna, password: chosen });
    expect(refusal(await enter())).toEqual([401, 'sign-in-failed']);
  });

  test('a second factor proved with it makes the password its owner’s', async () => {
    const { keyturn, clock, deps, code, ask, confirm, mailed } = await startForgotten();
    await ask(emails.anna);
    await confirm(await mailed());
    const browser = openBrowser(keyturn);
    await browser.send('POST', '/session', { email: emails.anna, password: chosen });
    await browser.send('POST', '/session/verification', { code: code() });
    clock.advance(30_000);
    await resetMfa(deps, keyturn.actor('operator'), ids.users.anna);
    const again = await openBrowser(keyturn).send('POST', '/session', {
      email: emails.anna,
      password: chosen,
    });
    expect(again.json()).toMatchObject({ next: 'enrolment-code' });
  });

  test('a mailed link ends with the next change of the password', async () => {
    const { keyturn, code, ask, confirm, mailed } = await startForgotten();
    const browser = await signIn(keyturn, 'anna', code);
    await ask(emails.anna);
    const token = await mailed();
    const change = { currentPassword: password, password: 'another sextant yodel plum' };
    expect((await browser.send('PUT', '/account/password', change)).statusCode).toBe(204);
    expect(refusal(await confirm(token))).toEqual([410, 'password-reset-link-invalid']);
  });

  test('of an account without a second factor is refused: a mailbox must not be its only key', async () => {
    const { keyturn, deps, ask, confirm, mailed } = await startForgotten();
    await ask(emails.anna);
    const token = await mailed();
    await deps.db.deleteFrom('second_factor').execute();
    expect(refusal(await confirm(token))).toEqual([410, 'password-reset-link-invalid']);
    await ask(emails.anna);
    const mails = await mailsTo(keyturn, emails.anna);
    expect(mails.subjects[0]).toBe('Your Keyturn portal account has no second factor');
    expect(linkToken(mails.text)).toBe('');
    expect(await recordedActions(keyturn, 'user.password%')).toContain('user.password-reset-refused');
    for (let request = 1; request <= 5; request += 1) await ask(emails.anna);
    const after = await mailsTo(keyturn, emails.anna);
    expect(after.subjects.length - mails.subjects.length).toBeLessThanOrEqual(2);
  });
});
