import type { Checklist, ChecklistStep } from '@keyturn/contract';
import { describe, expect, test } from 'vitest';
import { deliverMails } from '../../src/domain/outbox/deliver-mails.ts';
import { ids, identifiers } from '../support/federation.ts';
import { startKeyturn, type TestKeyturn } from '../support/keyturn.ts';
import { withOperator } from '../support/operator-browser.ts';
import { withAccount } from '../support/portal-browser.ts';

type Overrides = Parameters<typeof startKeyturn>[0];

async function start(overrides: Overrides = {}) {
  const { keyturn, operator } = await withOperator(await startKeyturn(overrides));
  const read = async (): Promise<Checklist> => (await operator.send('GET', '/checklist')).json<Checklist>();
  const step = async (name: ChecklistStep['step']) => {
    const { steps } = await read();
    const { step: _step, ...facts } = steps.find((one) => one.step === name) ?? { step: '' };
    return facts;
  };
  return { keyturn, operator, read, step };
}

/** A federation in which nothing was done yet but inviting the first operator. */
async function emptied({ deps }: TestKeyturn): Promise<void> {
  for (const table of [
    'notification',
    'mail',
    'credential_manager',
    'api_permission',
    'application',
    'api',
    'account_link',
  ] as const)
    await deps.db.deleteFrom(table).execute();
  await deps.db.deleteFrom('portal_user').where('role', '=', 'member').execute();
  await deps.db.deleteFrom('organisation').where('kind', '=', 'member').execute();
}

/** Delivers what is due, to whom answers so. */
const deliver = ({ deps }: TestKeyturn, acceptedBy: string) =>
  deliverMails({ ...deps, mailer: { send: () => Promise.resolve(acceptedBy) } });

const nothing = { organisation: null, application: null, created: null, firstTokenAt: null };

describe('the set-up checklist', () => {
  test('of a federation in which nothing was done has every step open, in their order', async () => {
    const { keyturn, read } = await start();
    await emptied(keyturn);
    expect(await read()).toEqual({
      isComplete: false,
      steps: [
        { step: 'test-mail', isDone: false, acceptedAt: null },
        { step: 'terms', isDone: false, termsVersion: null, privacyUrl: null },
        { step: 'second-operator', isDone: false, operators: 0, invited: 1 },
        { step: 'api', isDone: false, withoutCredential: null },
        { step: 'organisation', isDone: false },
        { step: 'application', isDone: false },
        { step: 'managers', isDone: false, application: null },
        { step: 'first-token', isDone: false, state: 'open', ...nothing },
      ],
      warnings: ['one-operator', 'mail-to-files'],
    });
  });

  test('ticks terms once they are published and a privacy address is set, and opens the step again without it', async () => {
    const { operator, step } = await start();
    await operator.send('POST', '/terms', { text: '# Terms' });
    expect(await step('terms')).toEqual({ isDone: false, termsVersion: 1, privacyUrl: null });
    const privacyUrl = 'https://example.org/privacy';
    await operator.send('PATCH', '/settings', { privacyUrl });
    expect(await step('terms')).toEqual({ isDone: true, termsVersion: 1, privacyUrl });
    await operator.send('PATCH', '/settings', { privacyUrl: null });
    expect(await step('terms')).toMatchObject({ isDone: false });
  });

  test('ticks the second operator when two can sign in; who was invited, disabled or closed does not count', async () => {
    const { keyturn, operator, read, step } = await start();
    await withAccount(keyturn, 'operator');
    expect(await step('second-operator')).toEqual({ isDone: false, operators: 1, invited: 0 });
    const added = await operator.send('POST', '/users', {
      name: 'Second (sample)',
      email: 'second@example.org',
      role: 'operator',
    });
    const { id } = added.json<{ id: string }>();
    expect(await step('second-operator')).toEqual({ isDone: false, operators: 1, invited: 1 });
    expect((await read()).warnings).toContain('one-operator');
    const now = keyturn.clock.now();
    await keyturn.deps.db
      .insertInto('account')
      .values({ user_id: id, password_hash: '', password_changed_at: now, set_up_at: now })
      .execute();
    expect(await step('second-operator')).toEqual({ isDone: true, operators: 2, invited: 0 });
    expect((await read()).warnings).not.toContain('one-operator');
    await operator.send('PATCH', `/users/${id}`, { status: 'disabled' });
    expect(await step('second-operator')).toEqual({ isDone: false, operators: 1, invited: 0 });
    expect((await read()).warnings).toContain('one-operator');
  });

  test('ticks the API once one can be asked about tokens as it says', async () => {
    const { keyturn, operator, step } = await start();
    expect(await step('api')).toEqual({
      isDone: false,
      withoutCredential: { id: ids.apis.search, name: 'Search and Match' },
    });
    await keyturn.deps.db.updateTable('api').set({ status: 'disabled' }).execute();
    expect(await step('api')).toEqual({ isDone: false, withoutCredential: null });
    await keyturn.deps.db.updateTable('api').set({ status: 'active' }).execute();
    const path = `/apis/${ids.apis.data}/introspection-credentials`;
    const { id } = (await operator.send('POST', path)).json<{ id: string }>();
    expect(await step('api')).toEqual({ isDone: true, withoutCredential: null });
    await operator.send('DELETE', `${path}/${id}`);
    expect(await step('api')).toMatchObject({ isDone: false });
    await operator.send('PATCH', `/apis/${ids.apis.data}`, { statusCheck: 'none' });
    expect(await step('api')).toEqual({ isDone: true, withoutCredential: null });
  });

  test('ticks organisation, application and managers by what there is', async () => {
    const { keyturn, operator, step } = await start();
    await emptied(keyturn);
    const organisation = { name: 'East Bank', country: 'SE', timeZone: 'Europe/Stockholm' };
    const organisationId = (await operator.send('POST', '/organisations', organisation)).json<{
      id: string;
    }>().id;
    expect([await step('organisation'), await step('application')]).toEqual([
      { isDone: true },
      { isDone: false },
    ]);
    const api = { identifier: identifiers.data, name: 'Data Manager', code: 'DM', environment: 'production' };
    const apiId = (await operator.send('POST', '/apis', api)).json<{ id: string }>().id;
    const { clientId, name } = (
      await operator.send('POST', '/applications', { organisationId, apis: [apiId] })
    ).json<{ clientId: string; name: string }>();
    expect(await step('application')).toEqual({ isDone: true });
    expect(await step('managers')).toEqual({ isDone: false, application: { clientId, name } });
    expect(await step('first-token')).toMatchObject({ state: 'open' });
    const user = await operator.send('POST', '/users', {
      organisationId,
      name: 'Eva (sample)',
      email: 'eva@east.example.org',
      manages: [{ clientId, confirmedBy: 'x', confirmedAt: '2027-03-01T00:00:00Z', reference: 'x' }],
    });
    expect(user.statusCode, user.body).toBe(201);
    expect(await step('managers')).toEqual({ isDone: true, application: null });
    expect(await step('first-token')).toEqual({
      isDone: false,
      state: 'waiting',
      ...nothing,
      organisation: 'East Bank',
      application: { clientId, name },
    });
  });

  test('follows the first client secret to its first token, and knows nothing of automation clients', async () => {
    const { keyturn, step } = await start();
    const client = await keyturn.operatorClient();
    await keyturn.accessToken(client);
    await keyturn.deps.usage.flush();
    expect(await step('first-token')).toMatchObject({ isDone: false, state: 'waiting', created: null });
    const secret = await keyturn.createSecret('southData');
    const created = {
      organisation: 'South Bank',
      application: { clientId: ids.applications.southData, name: 'Partner-BR-SouthBank-DM' },
      created: { by: 'maria (sample)', at: keyturn.clock.now().toISOString() },
    };
    expect(await step('first-token')).toEqual({
      isDone: false,
      state: 'created',
      ...created,
      firstTokenAt: null,
    });
    keyturn.clock.advance(18 * 60_000);
    await keyturn.accessToken(secret);
    await keyturn.deps.usage.flush();
    const firstTokenAt = keyturn.clock.now().toISOString();
    expect(await step('first-token')).toEqual({ isDone: true, state: 'used', ...created, firstTokenAt });
  });

  test('ticks the test mail when a mail server took it, not when it was kept as a file', async () => {
    const { keyturn, operator, step, read } = await start();
    await operator.send('POST', '/notifications/test');
    await deliver(keyturn, '00012.eml');
    expect(await step('test-mail')).toEqual({ isDone: false, acceptedAt: null });
    await operator.send('POST', '/notifications/test');
    expect(await step('test-mail')).toEqual({ isDone: false, acceptedAt: null });
    await deliver(keyturn, 'mail.example.org: 250 OK');
    expect(await step('test-mail')).toEqual({
      isDone: true,
      acceptedAt: keyturn.clock.now().toISOString(),
    });
    expect((await read()).warnings).toContain('mail-to-files');
  });

  test('warns of mails that nobody receives only where they go to files', async () => {
    const { read } = await start({ mail: 'smtp' });
    expect((await read()).warnings).not.toContain('mail-to-files');
  });

  test('is complete when every step is', async () => {
    const { keyturn, operator, read } = await start({ privacyUrl: 'https://example.org/privacy' });
    const { deps } = keyturn;
    const now = keyturn.clock.now();
    await operator.send('POST', '/notifications/test');
    await deliver(keyturn, 'mail.example.org: 250 OK');
    await operator.send('POST', '/terms', { text: '# Terms' });
    await operator.send('PATCH', `/apis/${ids.apis.data}`, { statusCheck: 'none' });
    await operator.send('POST', '/users', { name: 'Second', email: 'second@example.org', role: 'operator' });
    const operators = await deps.db
      .selectFrom('portal_user')
      .select('id')
      .where('role', '=', 'operator')
      .execute();
    await deps.db
      .insertInto('account')
      .values(
        operators.map(({ id }) => ({
          user_id: id,
          password_hash: '',
          password_changed_at: now,
          set_up_at: now,
        })),
      )
      .execute();
    await keyturn.accessToken(await keyturn.createSecret('northData'));
    expect((await read()).isComplete).toBe(false);
    await deps.usage.flush();
    const { isComplete, steps } = await read();
    expect(steps.filter(({ isDone }) => !isDone)).toEqual([]);
    expect(isComplete).toBe(true);
  });
});
