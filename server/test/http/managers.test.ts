import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { ids } from '../support/federation.ts';
import { bearer, startKeyturn, startOfTest } from '../support/keyturn.ts';
import {
  allMails,
  fieldsOf,
  newestMail,
  openAs,
  recorded,
  userOf,
  withOperator,
} from '../support/operator-browser.ts';
import { emails, linkToken, openBrowser, refusal, withAccount } from '../support/portal-browser.ts';

const { northSearch, northData, southData } = ids.applications;
const roleOf = (application: string, user: string) => `/applications/${application}/managers/${user}`;
const annaOnData = roleOf(northData, ids.users.anna);
const confirmation = {
  confirmedBy: 'Head of IT (sample)',
  confirmedAt: '2027-03-15T09:00:00Z',
  reference: 'SAMPLE-9',
};

/** Anna's account is set up: mails about roles go to people who know of their account. */
async function start() {
  const keyturn = await startKeyturn();
  await withAccount(keyturn, 'anna');
  return withOperator(keyturn);
}

describe('R5.1 the credential manager role', () => {
  test('is assigned with the organisation’s confirmation, which is recorded; it works at once, and is told once', async () => {
    const { keyturn, operator, deps } = await start();
    const anna = await openAs(keyturn, 'anna');
    expect((await anna.send('GET', `/applications/${northData}`)).statusCode).toBe(404);
    expect((await operator.send('PUT', annaOnData, confirmation)).statusCode).toBe(204);
    expect((await anna.send('GET', `/applications/${northData}`)).statusCode).toBe(200);
    const role = {
      applicationId: northData,
      userId: ids.users.anna,
      ...confirmation,
      confirmedAt: '2027-03-15T09:00:00.000Z',
      assignedAt: startOfTest.toISOString(),
    };
    expect((await recorded(keyturn, 'credential-manager.%')).at(-1)).toEqual({
      action: 'credential-manager.assigned',
      target_id: ids.users.anna,
      target_name: 'Anna (sample)',
      application_id: northData,
      actor: { kind: 'user', id: ids.users.operator, name: 'Operator (sample)' },
      before: null,
      after: role,
    });
    const told = [
      `${emails.anna}: You manage API credentials of North Registry`,
      `${emails.peter}: Anna (sample) manages API credentials with you`,
    ];
    expect(await allMails(keyturn)).toEqual(told);
    expect(await newestMail(keyturn, emails.anna)).toContain(
      'you are a credential manager of: Partner-DE-NorthRegistry-DM. Head of IT (sample) confirmed it for North Registry.',
    );

    // Again: nothing happens. Another confirmation is recorded, and no news to anybody.
    const count = (await recorded(keyturn, '%')).length;
    await operator.send('PUT', annaOnData, confirmation);
    expect(await recorded(keyturn, '%')).toHaveLength(count);
    await operator.send('PUT', annaOnData, { ...confirmation, reference: 'SAMPLE-10' });
    expect((await recorded(keyturn, '%')).slice(count)).toMatchObject([
      {
        action: 'credential-manager.updated',
        before: role,
        after: { ...role, reference: 'SAMPLE-10' },
      },
    ]);
    expect(await allMails(keyturn)).toEqual(told);
    const { reference } = await deps.db
      .selectFrom('credential_manager')
      .select('reference')
      .where('application_id', '=', northData)
      .where('user_id', '=', ids.users.anna)
      .executeTakeFirstOrThrow();
    expect(reference).toBe('SAMPLE-10');
  });

  test('reaches somebody who is not set up in one mail: the invitation, sent anew with the role', async () => {
    const keyturn = await startKeyturn();
    const old = linkToken(await newestMail(keyturn, emails.olga));
    const { operator } = await withOperator(keyturn);
    await operator.send('PUT', roleOf(northData, ids.users.olga), confirmation);
    expect(await allMails(keyturn)).toEqual([
      `${emails.olga}: Set up your Keyturn portal account`,
      `${emails.peter}: Olga (sample) manages API credentials with you`,
    ]);
    const mail = await newestMail(keyturn, emails.olga);
    expect(mail).toContain(
      'You are to manage the API credentials of North Registry for: Partner-DE-NorthRegistry-DM.',
    );
    const begin = (token: string) => openBrowser(keyturn).send('POST', '/set-up', { token });
    expect(refusal(await begin(old))).toEqual([410, 'set-up-link-invalid']);
    expect((await begin(linkToken(mail))).statusCode).toBe(200);
  });

  test('is for active members of the application’s own organisation, with a confirmation that has been given', async () => {
    const { keyturn, operator, deps } = await start();
    await deps.db
      .updateTable('portal_user')
      .set({ status: 'disabled' })
      .where('id', '=', ids.users.olga)
      .execute();
    const client = await keyturn.operatorClient();
    const before = await deps.db.selectFrom('credential_manager').selectAll().execute();
    const put = (path: string, more = {}) => operator.send('PUT', path, { ...confirmation, ...more });
    for (const [path, code, ...fields] of [
      [roleOf(northSearch, ids.users.maria), 'invalid-request', 'userId'],
      [roleOf(southData, ids.users.anna), 'invalid-request', 'userId'],
      [roleOf(northSearch, ids.users.operator), 'invalid-request', 'userId'],
      [roleOf(northSearch, ids.users.olga), 'account-disabled'],
      [roleOf(northSearch, randomUUID()), 'not-found'],
      [roleOf(randomUUID(), ids.users.anna), 'not-found'],
      [roleOf(client.clientId, ids.users.anna), 'not-found'],
      [roleOf('no-uuid', ids.users.anna), 'not-found'],
    ] as const) {
      const answer = await put(path);
      expect([path, refusal(answer)[1], fieldsOf(answer)]).toEqual([path, code, fields]);
    }
    const late = await put(annaOnData, { confirmedAt: '2027-03-16T10:00:00.001Z' });
    expect([...refusal(late), ...fieldsOf(late)]).toEqual([400, 'invalid-request', 'confirmedAt']);
    expect((await put(annaOnData, { confirmedBy: ' ' })).statusCode).toBe(400);
    expect(await deps.db.selectFrom('credential_manager').selectAll().execute()).toEqual(before);
    expect(await allMails(keyturn)).toEqual([]);
  });

  test('is not the operator’s to hold: an operator who names themselves is refused', async () => {
    const { operator } = await start();
    const answer = await operator.send('PUT', roleOf(northSearch, ids.users.operator), confirmation);
    expect(answer.json<{ errors: object[] }>().errors).toEqual([
      { path: 'userId', message: 'Operators hold no credential manager role.' },
    ]);
  });
});

describe('R5.4 taking the role away', () => {
  test('has effect at once, in an open session too; whoever had it and the other managers are told', async () => {
    const { keyturn, operator } = await start();
    const anna = await openAs(keyturn, 'anna');
    const secrets = `/applications/${northSearch}/secrets`;
    const body = { name: 'Late', expiresAt: '2027-10-01T10:00:00Z' };
    const path = roleOf(northSearch, ids.users.anna);
    expect((await anna.send('POST', secrets, { ...body, name: 'In time' })).statusCode).toBe(201);
    for (let time = 1; time <= 2; time += 1)
      expect((await operator.send('DELETE', path)).statusCode).toBe(204);
    expect(refusal(await anna.send('POST', secrets, body))).toEqual([404, 'not-found']);
    expect(refusal(await anna.send('GET', `/applications/${northSearch}`))).toEqual([404, 'not-found']);
    expect((await anna.send('GET', '/applications')).json()).toMatchObject({ items: [] });
    expect((await anna.send('GET', '/audit-events')).json()).toMatchObject({ items: [] });
    expect(userOf(await operator.send('GET', `/users/${ids.users.anna}`)).manages).toEqual([]);

    expect(await allMails(keyturn)).toEqual([
      `${emails.anna}: Client secret created: Partner-DE-NorthRegistry-SMC`,
      `${emails.peter}: Client secret created: Partner-DE-NorthRegistry-SMC`,
      `${emails.peter}: Anna (sample) no longer manages API credentials with you`,
      `${emails.anna}: You no longer manage API credentials of Partner-DE-NorthRegistry-SMC`,
    ]);
    expect(await newestMail(keyturn, emails.peter)).toMatch(
      /This client secret, which Anna \(sample\) created, still works\. Rotate it: “In time” \(\w{3}…\)\./,
    );
    expect(await recorded(keyturn, 'credential-manager.removed')).toMatchObject([
      {
        target_id: ids.users.anna,
        application_id: northSearch,
        before: { reference: 'SAMPLE-1' },
        after: null,
      },
    ]);
  });

  test('a change that was under way when the role went is refused', async () => {
    const { keyturn, operator } = await start();
    const anna = await openAs(keyturn, 'anna');
    const body = (name: string) => ({ name, expiresAt: '2027-10-01T10:00:00Z' });
    const answers = await Promise.all([
      operator.send('DELETE', roleOf(northSearch, ids.users.anna)),
      ...['A', 'B', 'C'].map((name) => anna.send('POST', `/applications/${northSearch}/secrets`, body(name))),
    ]);
    expect(answers[0]?.statusCode).toBe(204);
    const events = await recorded(keyturn, '%');
    const removed = events.findIndex(({ action }) => action === 'credential-manager.removed');
    const created = events.findLastIndex(({ action }) => action === 'client-secret.created');
    expect(created).toBeLessThan(removed);
  });

  test('an operator client does the same; an unknown application or user is not found', async () => {
    const { keyturn, operator } = await start();
    const headers = bearer(await keyturn.accessToken(await keyturn.operatorClient()));
    const url = `/api/v1${annaOnData}`;
    const put = await keyturn.app.inject({ method: 'PUT', url, headers, payload: confirmation });
    const gone = await keyturn.app.inject({ method: 'DELETE', url, headers });
    expect([put.statusCode, gone.statusCode]).toEqual([204, 204]);
    for (const path of [roleOf(randomUUID(), ids.users.anna), roleOf(northData, randomUUID())])
      expect(refusal(await operator.send('DELETE', path))).toEqual([404, 'not-found']);
  });
});
