import { describe, expect, test } from 'vitest';
import { inviteOperator } from '../../src/domain/account/invite-operator.ts';
import type { Actor } from '../../src/domain/audit/actor.ts';
import { resetOperatorMfa } from '../../src/domain/user/reset-mfa.ts';
import { ids } from '../support/federation.ts';
import { startKeyturn } from '../support/keyturn.ts';
import { allMails, newestMail, openAs, recorded, userOf, withOperator } from '../support/operator-browser.ts';
import {
  emails,
  linkToken,
  openBrowser,
  password,
  refusal,
  signIn,
  withAccount,
} from '../support/portal-browser.ts';

const anna = `/users/${ids.users.anna}`;
const dayMs = 24 * 60 * 60 * 1000;
const commandLine: Actor = { kind: 'command-line', id: null, name: 'test', address: null };

async function startInvited() {
  const keyturn = await startKeyturn();
  const first = linkToken(await newestMail(keyturn, emails.anna));
  const begin = (token: string) => openBrowser(keyturn).send('POST', '/set-up', { token });
  return { ...(await withOperator(keyturn)), first, begin };
}

describe('R6.1 an invitation', () => {
  test('is sent again with the roles that the account has by now; the link before stops working', async () => {
    const { keyturn, clock, first, begin } = await startInvited();
    clock.advance(3 * dayMs);
    const operator = await openAs(keyturn, 'operator');
    expect((await operator.send('POST', `${anna}/invitation`)).statusCode).toBe(204);
    expect(await allMails(keyturn)).toEqual([`${emails.anna}: Set up your Keyturn portal account`]);
    const mail = await newestMail(keyturn, emails.anna);
    expect(mail).toContain('for: Partner-DE-NorthRegistry-SMC. Operator (sample) made an account for you');
    expect(refusal(await begin(first))).toEqual([410, 'set-up-link-invalid']);
    expect(userOf(await operator.send('GET', anna)).invitation).toEqual({
      sentAt: '2027-03-19T10:00:00.000Z',
      expiresAt: '2027-03-26T10:00:00.000Z',
    });
    expect(await recorded(keyturn, 'user.invited')).toMatchObject([
      { target_id: ids.users.anna, after: { email: emails.anna } },
    ]);
    expect((await begin(linkToken(mail))).statusCode).toBe(200);
  });

  test('is revoked: its link stops working at once, also one that has expired; revoking again succeeds', async () => {
    const { keyturn, operator, clock, first, begin } = await startInvited();
    for (let time = 1; time <= 2; time += 1)
      expect((await operator.send('DELETE', `${anna}/invitation`)).statusCode).toBe(204);
    expect(refusal(await begin(first))).toEqual([410, 'set-up-link-invalid']);
    expect(userOf(await operator.send('GET', anna))).toMatchObject({ status: 'invited', invitation: null });
    expect(await recorded(keyturn, 'user.invitation-revoked')).toHaveLength(1);
    // Nor does it offer a new one once it has expired.
    clock.advance(8 * dayMs);
    expect(refusal(await begin(first))).toEqual([410, 'set-up-link-invalid']);
    expect(await allMails(keyturn)).toEqual([]);
  });

  test('that is revoked ends a set-up which was begun with it', async () => {
    const { operator, keyturn, first } = await startInvited();
    const stranger = openBrowser(keyturn);
    await stranger.send('POST', '/set-up', { token: first });
    await operator.send('DELETE', `${anna}/invitation`);
    expect(refusal(await stranger.send('PUT', '/set-up/password', { password }))).toEqual([
      401,
      'unauthenticated',
    ]);
  });

  test('is for accounts without a second factor, which are not disabled: no mailbox opens one that is set up', async () => {
    const { keyturn, operator, deps } = await startInvited();
    await withAccount(keyturn, 'anna');
    expect(refusal(await operator.send('POST', `${anna}/invitation`))).toEqual([409, 'account-has-factor']);
    await operator.send('POST', `${anna}/reset-mfa`);
    expect((await operator.send('POST', `${anna}/invitation`)).statusCode).toBe(204);
    const disable = (table: 'portal_user' | 'organisation', id: string) =>
      deps.db.updateTable(table).set({ status: 'disabled' }).where('id', '=', id).execute();
    await disable('organisation', ids.organisations.south);
    await disable('portal_user', ids.users.olga);
    for (const id of [ids.users.maria, ids.users.olga])
      expect(refusal(await operator.send('POST', `/users/${id}/invitation`))).toEqual([
        409,
        'account-disabled',
      ]);
  });
});

describe('R6.2 resetting the second factors of somebody who lost them', () => {
  test('leaves no stand-in for them, ends sessions, is recorded, and is mailed to the user and the other managers', async () => {
    const { keyturn, operator, clock, deps } = await startInvited();
    const code = await withAccount(keyturn, 'anna');
    const browser = await signIn(keyturn, 'anna', code);
    const { codes } = (await browser.send('POST', '/account/recovery-codes')).json<{ codes: string[] }>();
    await browser.send('POST', '/password-reset', { email: emails.anna });
    await deps.background.drain();
    const token = linkToken(await newestMail(keyturn, emails.anna));
    await deps.db.deleteFrom('mail').execute();

    expect((await operator.send('POST', `${anna}/reset-mfa`)).statusCode).toBe(204);
    expect(refusal(await browser.send('GET', '/session'))).toEqual([401, 'unauthenticated']);
    expect(userOf(await operator.send('GET', anna))).toMatchObject({ factors: 0, status: 'active' });
    expect(await allMails(keyturn)).toEqual([
      `${emails.anna}: The second factors of your Keyturn portal account were removed`,
      `${emails.peter}: Anna (sample) has no second factor any more`,
    ]);
    const [event] = await recorded(keyturn, 'user.mfa-reset');
    expect(event).toMatchObject({
      target_id: ids.users.anna,
      actor: { id: ids.users.operator },
      before: { factors: [{ kind: 'totp', name: 'Authenticator app' }] },
    });
    expect(await deps.db.selectFrom('known_device').selectAll().execute()).toEqual([]);

    clock.advance(30_000);
    const next = openBrowser(keyturn);
    const first = await next.send('POST', '/session', { email: emails.anna, password });
    expect(first.json()).toMatchObject({ next: 'enrolment-code', factors: [] });
    expect(refusal(await next.send('POST', '/session/verification', { code: code() }))).toEqual([
      401,
      'sign-in-failed',
    ]);
    const [digits = ''] = /\b\d{8}\b/.exec(await newestMail(keyturn, emails.anna)) ?? [];
    expect((await next.send('POST', '/session/enrolment-code', { code: digits })).json()).toMatchObject({
      next: 'enrolment',
    });

    // Nor does anything of before work once there is a new factor.
    await withAccount(keyturn, 'anna');
    const confirmed = await next.send('POST', '/password-reset/confirmation', { token, password });
    expect(refusal(confirmed)).toEqual([410, 'password-reset-link-invalid']);
    const again = openBrowser(keyturn);
    await again.send('POST', '/session', { email: emails.anna, password });
    for (const given of [code(), codes[0]])
      expect(refusal(await again.send('POST', '/session/verification', { code: given }))).toEqual([
        401,
        'code-wrong',
      ]);
  });

  test('an account that has none is told nothing, but its sessions end', async () => {
    const { keyturn, operator } = await startInvited();
    const headers = await keyturn.signedIn('anna');
    expect((await operator.send('POST', `${anna}/reset-mfa`)).statusCode).toBe(204);
    expect((await keyturn.app.inject({ url: '/api/v1/session', headers })).statusCode).toBe(401);
    expect(await allMails(keyturn)).toEqual([]);
  });

  test('the command line does so for an operator, also the last one, and makes a link when the password is lost too', async () => {
    const { keyturn, deps } = await startInvited();
    const code = await withAccount(keyturn, 'operator');
    const browser = await signIn(keyturn, 'operator', code);
    const reset = (email: string) => resetOperatorMfa(deps, commandLine, email);
    expect(await reset('Operator@Example.org')).toEqual({
      email: emails.operator,
      name: 'Operator (sample)',
    });
    expect(refusal(await browser.send('GET', '/session'))).toEqual([401, 'unauthenticated']);
    expect(await allMails(keyturn)).toEqual([
      `${emails.operator}: The second factors of your Keyturn portal account were removed`,
    ]);
    expect(await recorded(keyturn, 'user.mfa-reset')).toMatchObject([{ actor: { kind: 'command-line' } }]);
    const next = openBrowser(keyturn);
    const first = await next.send('POST', '/session', { email: emails.operator, password });
    expect(first.json()).toMatchObject({ next: 'enrolment-code' });

    const { url } = await inviteOperator(deps, commandLine, { email: emails.operator, name: 'Operator' });
    const begun = await next.send('POST', '/set-up', { token: url.split('#')[1] });
    expect(begun.json()).toMatchObject({ next: 'password' });

    for (const email of [emails.anna, 'nobody@example.org'])
      await expect(reset(email)).rejects.toMatchObject({ code: 'operator-unknown' });
  });
});
