import { describe, expect, test } from 'vitest';
import { ids } from '../support/federation.ts';
import { startKeyturn, type TestKeyturn } from '../support/keyturn.ts';
import {
  allMails,
  fieldsOf,
  newestMail,
  openAs,
  recorded,
  userOf,
  withOperator,
} from '../support/operator-browser.ts';
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
const olga = `/users/${ids.users.olga}`;
const newAddress = 'anna.new@north.example.org';
const moved = 'The e-mail address of your Keyturn portal account was changed';

const start = async () => withOperator(await startKeyturn());

/** The link of the invitation that the import mailed. */
async function invitedLink(keyturn: TestKeyturn, email: string): Promise<string> {
  return linkToken(await newestMail(keyturn, email));
}

const openLink = (keyturn: TestKeyturn, token: string) =>
  openBrowser(keyturn).send('POST', '/set-up', { token });

/** Asks for a new password, and answers the token that is mailed. */
async function resetToken(keyturn: TestKeyturn, email: string): Promise<string> {
  await openBrowser(keyturn).send('POST', '/password-reset', { email });
  await keyturn.deps.background.drain();
  return linkToken(await newestMail(keyturn, email));
}

const confirmReset = (keyturn: TestKeyturn, token: string) =>
  openBrowser(keyturn).send('POST', '/password-reset/confirmation', { token, password });

describe('R7 name and time zone', () => {
  test('change without ending a session or a mail, are recorded, and change nothing a second time', async () => {
    const { keyturn, operator } = await start();
    const browser = await openAs(keyturn, 'anna');
    const body = { name: 'Anna Nova (sample)', timeZone: 'America/Bahia' };
    for (let time = 1; time <= 2; time += 1) {
      const answer = await operator.send('PATCH', anna, body);
      expect([answer.statusCode, userOf(answer)]).toMatchObject([200, body]);
    }
    expect(await recorded(keyturn, 'user.updated')).toMatchObject([
      { before: { name: 'Anna (sample)', timeZone: null }, after: body, target_name: body.name },
    ]);
    expect((await browser.send('GET', '/session')).statusCode).toBe(200);
    expect(await allMails(keyturn)).toEqual([]);
    expect(fieldsOf(await operator.send('PATCH', anna, { timeZone: 'Mars/Phobos' }))).toEqual(['timeZone']);
    // Nothing is dropped silently: whoever misspells a field would think that it was changed.
    expect((await operator.send('PATCH', anna, { ...body, timezone: 'Europe/Oslo' })).statusCode).toBe(400);
    expect(refusal(await operator.send('PATCH', '/users/no-uuid', body))).toEqual([404, 'not-found']);
  });
});

describe('R6.3 another e-mail address', () => {
  test('ends every session and link at once, and is mailed to both addresses and to the other managers', async () => {
    const { keyturn, operator, clock } = await start();
    const code = await withAccount(keyturn, 'anna');
    const browser = await signIn(keyturn, 'anna', code);
    const token = await resetToken(keyturn, emails.anna);
    await keyturn.deps.db.deleteFrom('mail').execute();
    const answer = await operator.send('PATCH', anna, { email: newAddress });
    expect(userOf(answer)).toMatchObject({ email: newAddress, status: 'active', invitation: null });

    expect(refusal(await browser.send('GET', '/session'))).toEqual([401, 'unauthenticated']);
    expect(refusal(await confirmReset(keyturn, token))).toEqual([410, 'password-reset-link-invalid']);
    expect((await allMails(keyturn)).toSorted()).toEqual([
      `${newAddress}: ${moved}`,
      `${emails.anna}: ${moved}`,
      `${emails.peter}: The e-mail address of Anna (sample) was changed`,
    ]);
    expect(await newestMail(keyturn, emails.anna)).toContain(`from ${emails.anna} to ${newAddress}`);

    clock.advance(30_000);
    const attempt = openBrowser(keyturn);
    expect(refusal(await attempt.send('POST', '/session', { email: emails.anna, password }))).toEqual([
      401,
      'sign-in-failed',
    ]);
    const next = await attempt.send('POST', '/session', { email: newAddress, password });
    expect(next.json()).toMatchObject({ next: 'second-factor' });
  });

  test('of an account that waits for its set-up takes the invitation along: the old link stops working', async () => {
    const keyturn = await startKeyturn();
    const old = await invitedLink(keyturn, emails.anna);
    const { operator } = await withOperator(keyturn);
    expect((await operator.send('PATCH', anna, { email: newAddress })).statusCode).toBe(200);
    expect(refusal(await openLink(keyturn, old))).toEqual([410, 'set-up-link-invalid']);
    expect((await allMails(keyturn)).toSorted()).toEqual([
      `${newAddress}: Set up your Keyturn portal account`,
      `${emails.anna}: ${moved}`,
      `${emails.peter}: The e-mail address of Anna (sample) was changed`,
    ]);
    const mail = await newestMail(keyturn, newAddress);
    expect(mail).toContain('for: Partner-DE-NorthRegistry-SMC.');
    expect((await openLink(keyturn, linkToken(mail))).statusCode).toBe(200);
  });

  test('ends a set-up that was begun at the old one, whose place an invitation to the new one takes', async () => {
    const keyturn = await startKeyturn();
    const browser = openBrowser(keyturn);
    await browser.send('POST', '/set-up', { token: await invitedLink(keyturn, emails.anna) });
    const { operator } = await withOperator(keyturn);
    await operator.send('PATCH', anna, { email: newAddress });
    expect(refusal(await browser.send('PUT', '/set-up/password', { password }))).toEqual([
      401,
      'unauthenticated',
    ]);
    expect((await openLink(keyturn, await invitedLink(keyturn, newAddress))).statusCode).toBe(200);
  });

  test('brings no revoked invitation back', async () => {
    const { keyturn, operator } = await start();
    await operator.send('DELETE', `${anna}/invitation`);
    await operator.send('PATCH', anna, { email: newAddress });
    expect(await allMails(keyturn)).not.toContain(`${newAddress}: Set up your Keyturn portal account`);
  });

  test('is nobody else’s; the same one in other letters has no consequences', async () => {
    const { keyturn, operator } = await start();
    const browser = await openAs(keyturn, 'anna');
    expect(refusal(await operator.send('PATCH', anna, { email: 'PETER@north.example.org' }))).toEqual([
      409,
      'email-taken',
    ]);
    const answer = await operator.send('PATCH', anna, { email: 'Anna@north.example.org' });
    expect(userOf(answer).email).toBe('Anna@north.example.org');
    expect((await browser.send('GET', '/session')).statusCode).toBe(200);
    expect(await allMails(keyturn)).toEqual([]);
  });
});

describe('R6.3 disabling an account', () => {
  test('R5.4 ends its sessions and links at once; the other managers are told to replace what it knows', async () => {
    const { keyturn, operator, clock } = await start();
    const code = await withAccount(keyturn, 'anna');
    const browser = await signIn(keyturn, 'anna', code);
    const token = await resetToken(keyturn, emails.anna);
    await keyturn.deps.db.deleteFrom('mail').execute();
    const answer = await operator.send('PATCH', anna, { status: 'disabled' });
    expect(userOf(answer)).toMatchObject({ status: 'disabled', factors: 1 });
    expect(refusal(await browser.send('GET', '/session'))).toEqual([401, 'unauthenticated']);
    expect(await keyturn.deps.db.selectFrom('session').select('user_id').execute()).toEqual([
      { user_id: ids.users.operator },
    ]);
    expect(await allMails(keyturn)).toEqual([`${emails.peter}: The account of Anna (sample) was disabled`]);
    expect(await newestMail(keyturn, emails.peter)).toContain(
      'Anna (sample) created none of the valid client secrets.',
    );

    clock.advance(30_000);
    const attempt = openBrowser(keyturn);
    const signingIn = { email: emails.anna, password };
    expect(refusal(await attempt.send('POST', '/session', signingIn))).toEqual([401, 'sign-in-failed']);
    // Enabled again, the account has neither its session nor its link back.
    await operator.send('PATCH', anna, { status: 'active' });
    expect(refusal(await browser.send('GET', '/session'))).toEqual([401, 'unauthenticated']);
    expect(refusal(await confirmReset(keyturn, token))).toEqual([410, 'password-reset-link-invalid']);
    expect((await attempt.send('POST', '/session', signingIn)).statusCode).toBe(200);
    expect(await allMails(keyturn)).toHaveLength(1);
  });

  test('R5.4 marks what it created, for operators too; its role may be taken away meanwhile', async () => {
    const { keyturn, operator } = await start();
    await keyturn.createSecret('northSearch');
    const application = `/applications/${ids.applications.northSearch}`;
    const marks = async (): Promise<boolean[]> => {
      const answer = await operator.send('GET', application);
      return answer.json<{ secrets: { creatorLeft: boolean }[] }>().secrets.map((one) => one.creatorLeft);
    };
    expect(await marks()).toEqual([false]);
    const disabled = await operator.send('PATCH', anna, { status: 'disabled' });
    expect(await marks()).toEqual([true]);
    // Applications name active managers only; the account tells of the role all the same.
    const role = { clientId: ids.applications.northSearch };
    expect(userOf(disabled).manages).toContainEqual(expect.objectContaining(role));
    const removed = await operator.send('DELETE', `${application}/managers/${ids.users.anna}`);
    expect(removed.statusCode).toBe(204);
    const enabled = await operator.send('PATCH', anna, { status: 'active' });
    expect(userOf(enabled).manages).not.toContainEqual(expect.objectContaining(role));
    expect(await marks()).toEqual([true]);
  });

  test('before it was set up ends its invitation; enabling it sends a new one', async () => {
    const keyturn = await startKeyturn();
    const old = await invitedLink(keyturn, emails.olga);
    const { operator } = await withOperator(keyturn);
    await operator.send('PATCH', olga, { status: 'disabled' });
    expect(await allMails(keyturn)).toEqual([]);
    const enabled = await operator.send('PATCH', olga, { status: 'active' });
    expect(userOf(enabled)).toMatchObject({ status: 'invited', invitation: {} });
    expect(refusal(await openLink(keyturn, old))).toEqual([410, 'set-up-link-invalid']);
    expect((await openLink(keyturn, await invitedLink(keyturn, emails.olga))).statusCode).toBe(200);
  });
});

describe('R7 closing an account', () => {
  const waysIn = [
    'account',
    'second_factor',
    'recovery_code',
    'account_link',
    'known_device',
    'session',
  ] as const;

  test('takes roles, ways in and the address at once; the name stays, in the audit log and beside what was created', async () => {
    const { keyturn, operator, deps } = await start();
    const code = await withAccount(keyturn, 'anna');
    const browser = await signIn(keyturn, 'anna', code);
    await browser.send('POST', '/account/recovery-codes');
    const token = await resetToken(keyturn, emails.anna);
    const { id: secretId } = await keyturn.createSecret('northSearch');
    await deps.db.deleteFrom('mail').execute();
    expect((await operator.send('DELETE', anna)).statusCode).toBe(204);

    expect(refusal(await browser.send('GET', '/session'))).toEqual([401, 'unauthenticated']);
    expect(refusal(await confirmReset(keyturn, token))).toEqual([410, 'password-reset-link-invalid']);
    for (const table of waysIn)
      expect([
        table,
        await deps.db.selectFrom(table).select('user_id').where('user_id', '=', ids.users.anna).execute(),
      ]).toEqual([table, []]);
    expect((await allMails(keyturn)).toSorted()).toEqual([
      `${emails.anna}: Your Keyturn portal account was closed`,
      `${emails.peter}: Anna (sample) no longer manages API credentials with you`,
    ]);

    expect(userOf(await operator.send('GET', anna))).toMatchObject({
      name: 'Anna (sample)',
      email: '',
      status: 'closed',
      factors: 0,
      manages: [],
      invitation: null,
    });
    const { secrets, managers } = (
      await operator.send('GET', `/applications/${ids.applications.northSearch}`)
    ).json<{ secrets: { id: string; createdBy: object }[]; managers: { name: string }[] }>();
    expect(secrets).toMatchObject([{ id: secretId, createdBy: { name: 'anna (sample)' } }]);
    expect(managers.map(({ name }) => name)).toEqual(['Peter (sample)']);
    expect(await recorded(keyturn, '%.closed')).toMatchObject([
      { target_id: ids.users.anna, target_name: 'Anna (sample)', before: { email: emails.anna } },
    ]);
    expect(await recorded(keyturn, 'credential-manager.removed')).toMatchObject([
      { target_id: ids.users.anna, application_id: ids.applications.northSearch, after: null },
    ]);
  });

  test('frees its e-mail address for another account', async () => {
    const { keyturn, operator } = await start();
    await operator.send('DELETE', anna);
    const again = { organisationId: ids.organisations.north, name: 'Anna Two (sample)', email: emails.anna };
    const created = await operator.send('POST', '/users', again);
    expect(created.statusCode).toBe(201);
    await operator.send('DELETE', `/users/${userOf(created).id}`);
    expect((await operator.send('POST', '/users', again)).statusCode).toBe(201);
    expect((await openLink(keyturn, await invitedLink(keyturn, emails.anna))).statusCode).toBe(200);
  });

  test('is for good: nothing of it can be changed any more; closing it again succeeds and does nothing', async () => {
    const { keyturn, operator } = await start();
    await operator.send('DELETE', anna);
    const mailed = await allMails(keyturn);
    const confirmation = { confirmedBy: 'x', confirmedAt: '2027-03-01T00:00:00Z', reference: 'x' };
    for (const [method, path, body] of [
      ['PATCH', anna, { name: 'Other' }],
      ['PATCH', anna, { status: 'active' }],
      ['POST', `${anna}/invitation`, undefined],
      ['POST', `${anna}/reset-mfa`, undefined],
      ['PUT', `/applications/${ids.applications.northSearch}/managers/${ids.users.anna}`, confirmation],
    ] as const)
      expect(refusal(await operator.send(method, path, body))).toEqual([409, 'account-closed']);
    for (const path of [anna, `${anna}/invitation`])
      expect((await operator.send('DELETE', path)).statusCode).toBe(204);
    expect(await allMails(keyturn)).toEqual(mailed);
    expect(await recorded(keyturn, 'user.closed')).toHaveLength(1);
  });
});

describe('R1.1 the last operator who can sign in', () => {
  const self = `/users/${ids.users.operator}`;
  const takingAway = [
    ['PATCH', self, { status: 'disabled' }],
    ['DELETE', self, undefined],
    ['POST', `${self}/reset-mfa`, undefined],
  ] as const;

  test('cannot be disabled, closed or reset by anybody in the portal; may still be renamed', async () => {
    const { keyturn, operator } = await start();
    await withAccount(keyturn, 'operator');
    // Another account does not help before it has a second factor.
    await operator.send('POST', '/users', {
      name: 'Otto (sample)',
      email: 'otto@example.org',
      role: 'operator',
    });
    for (const [method, path, body] of takingAway)
      expect(refusal(await operator.send(method, path, body))).toEqual([409, 'last-operator']);
    expect((await operator.send('PATCH', self, { name: 'First (sample)' })).statusCode).toBe(200);
    expect((await operator.send('GET', '/session')).statusCode).toBe(200);
  });

  test.each(takingAway)(
    'with a second one beside: %s %s succeeds, and they are signed out',
    async (...taking) => {
      const { keyturn, operator } = await start();
      await withAccount(keyturn, 'operator');
      await secondOperator(keyturn);
      const [method, path, body] = taking;
      expect((await operator.send(method, path, body)).statusCode).toBeLessThan(300);
      expect(refusal(await operator.send('GET', '/session'))).toEqual([401, 'unauthenticated']);
    },
  );

  test('two operators who disable each other at once: one stays', async () => {
    const { keyturn, operator } = await start();
    await withAccount(keyturn, 'operator');
    await secondOperator(keyturn);
    const other = await openAs(keyturn, 'olga');
    const answers = await Promise.all([
      operator.send('PATCH', olga, { status: 'disabled' }),
      other.send('PATCH', self, { status: 'disabled' }),
    ]);
    expect(answers.filter(({ statusCode }) => statusCode === 200)).toHaveLength(1);
  });
});

/** Makes Olga an operator with a second factor. */
async function secondOperator(keyturn: TestKeyturn): Promise<void> {
  await keyturn.deps.db
    .updateTable('portal_user')
    .set({ role: 'operator' })
    .where('id', '=', ids.users.olga)
    .execute();
  await withAccount(keyturn, 'olga');
}
