import type { Api, Application, Organisation } from '@keyturn/contract';
import type { LightMyRequestResponse } from 'fastify';
import { describe, expect, test } from 'vitest';
import { text } from '../../src/messages.ts';
import { identifiers, ids } from '../support/federation.ts';
import { startKeyturn, type TestKeyturn } from '../support/keyturn.ts';

type Send = (
  method: 'GET' | 'POST' | 'PATCH',
  path: string,
  payload?: object,
  headers?: Record<string, string>,
) => Promise<LightMyRequestResponse>;

async function start(): Promise<{ keyturn: TestKeyturn; send: Send }> {
  const keyturn = await startKeyturn();
  const signedIn = await keyturn.signedIn('operator');
  const send: Send = (method, path, payload, headers = {}) =>
    keyturn.app.inject({
      method,
      url: `/api/v1${path}`,
      headers: { ...signedIn, ...headers },
      ...(payload === undefined ? {} : { payload }),
    });
  return { keyturn, send };
}

const refusal = (response: LightMyRequestResponse): unknown[] => {
  const { code, errors } = response.json<{ code: string; errors?: { path: string }[] }>();
  return [response.statusCode, code, ...(errors ?? []).map(({ path }) => path)];
};
const disabled = { status: 'disabled', disabledReason: 'Secret found in a public repository' };
const newOrganisation = { name: 'East Bank', country: 'SE', timeZone: 'Europe/Stockholm' };
const north = `/organisations/${ids.organisations.north}`;
const northSearch = `/applications/${ids.applications.northSearch}`;
const search = `/apis/${ids.apis.search}`;

describe('R3.1 organisations', () => {
  test('are added with a generated ID or a given one, which is never another’s', async () => {
    const { send } = await start();
    const added = await send('POST', '/organisations', newOrganisation);
    expect(added.statusCode).toBe(201);
    const { id, ...rest } = added.json<Organisation>();
    expect(id).toMatch(/^[0-9a-f-]{36}$/);
    expect(rest).toMatchObject({ ...newOrganisation, status: 'active', applications: 0, users: 0 });
    const given = '0a000000-0000-4000-8000-00000000000f';
    expect((await send('POST', '/organisations', { ...newOrganisation, id: given })).json()).toMatchObject({
      id: given,
    });
    const again = await send('POST', '/organisations', { ...newOrganisation, id: given });
    expect(refusal(again)).toEqual([409, 'id-taken']);
  });

  test('name every field that does not fit', async () => {
    const { send } = await start();
    const wrong = { name: 'X', country: 'ZZ', timeZone: 'Mars/North', locale: '!' };
    expect(refusal(await send('POST', '/organisations', wrong))).toEqual([
      400,
      'invalid-request',
      'country',
      'timeZone',
      'locale',
    ]);
  });

  test('are found by a part of the name in any letter case, and listed page by page', async () => {
    const { send } = await start();
    for (const name of ['Östra 100% Bank', 'Alpha', 'beta'])
      await send('POST', '/organisations', { ...newOrganisation, name });
    const names = async (query: string): Promise<string[]> =>
      (await send('GET', `/organisations?${query}`))
        .json<{ items: Organisation[] }>()
        .items.map(({ name }) => name);
    expect(await names('search=%C3%B6stra%20100%25')).toEqual(['Östra 100% Bank']);
    expect(await names('search=_')).toEqual([]);
    const all = await names('limit=200');
    const paged: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const query: string = cursor === '' ? 'limit=2' : `limit=2&cursor=${cursor}`;
      const page: { items: Organisation[]; next: string | null } = (
        await send('GET', `/organisations?${query}`)
      ).json();
      paged.push(...page.items.map(({ name }) => name));
      cursor = page.next;
    }
    expect(paged).toEqual(all);
    expect(all).toContain('North Registry');
  });

  test('that are disabled get no tokens at once, and are enabled again', async () => {
    const { keyturn, send } = await start();
    const { clientId, clientSecret } = await keyturn.createSecret('northSearch');
    const request = () =>
      keyturn.requestToken({
        grant_type: 'client_credentials',
        client_id: clientId,
        client_secret: clientSecret,
        resource: identifiers.search,
      });
    expect((await request()).statusCode).toBe(200);
    expect((await send('PATCH', north, disabled)).json()).toMatchObject(disabled);
    expect((await request()).statusCode).toBe(401);
    await send('PATCH', north, { status: 'active' });
    expect((await request()).statusCode).toBe(200);
  });

  test('R7 record who changed what', async () => {
    const { send } = await start();
    await send('PATCH', north, { name: 'North Donor Registry' });
    const events = await send('GET', '/audit-events?action=organisation.updated');
    expect(events.json()).toMatchObject({
      items: [
        {
          actor: { kind: 'user', id: ids.users.operator },
          target: { type: 'organisation', id: ids.organisations.north },
          before: { name: 'North Registry' },
          after: { name: 'North Donor Registry' },
        },
      ],
    });
  });

  test('of the operator itself cannot be disabled', async () => {
    const { send } = await start();
    const { items } = (await send('GET', '/organisations?limit=200')).json<{ items: Organisation[] }>();
    const own = items.find(({ kind }) => kind === 'operator')?.id ?? '';
    const answer = await send('PATCH', `/organisations/${own}`, { status: 'disabled' });
    expect(refusal(answer)).toEqual([409, 'operator-organisation']);
  });
});

describe('two operators edit one record', () => {
  test.each([
    ['an organisation', north, { name: 'First' }, { name: 'Second' }],
    ['an API', search, { name: 'First' }, { name: 'Second' }],
    ['an application', northSearch, disabled, { status: 'active' }],
  ])(
    '%s: the second is refused, sees the first one’s version, and nothing is lost',
    async (_noun, path, first, second) => {
      const { send } = await start();
      const seen = (await send('GET', path)).headers.etag;
      const ifMatch = { 'if-match': String(seen) };
      expect((await send('PATCH', path, first, ifMatch)).statusCode).toBe(200);
      const refused = await send('PATCH', path, second, ifMatch);
      expect(refused.statusCode).toBe(412);
      const now = await send('GET', path);
      expect(now.json()).toMatchObject(first);
      expect(now.headers.etag).not.toBe(seen);
      const retried = await send('PATCH', path, second, { 'if-match': String(now.headers.etag) });
      expect(retried.json()).toMatchObject(second);
    },
  );
});

describe('APIs', () => {
  const newApi = {
    identifier: 'https://match.example.org',
    name: 'Match-Connect',
    code: 'SMC',
    environment: 'sandbox',
  };

  test('are added with all that is known of them, and their ID never changes', async () => {
    const { send } = await start();
    const added = await send('POST', '/apis', newApi);
    expect(added.statusCode).toBe(201);
    const { id } = added.json<Api>();
    expect(added.json()).toMatchObject({
      ...newApi,
      roles: [],
      statusCheck: 'introspection',
      tokenTtlSeconds: null,
      algorithm: 'ES256',
      tokenHeaderType: 'at+jwt',
      introspectionCredentials: [],
    });
    const credential = await send('POST', `/apis/${id}/introspection-credentials`);
    const { id: credentialId, hint } = credential.json<{ id: string; hint: string }>();
    expect((await send('GET', `/apis/${id}`)).json()).toMatchObject({
      introspectionCredentials: [{ id: credentialId, hint }],
    });
    expect(refusal(await send('PATCH', `/apis/${id}`, { id: ids.apis.data }))[0]).toBe(400);
  });

  test('are listed by name and environment, page by page', async () => {
    const { send } = await start();
    await send('POST', '/apis', { ...newApi, name: 'data manager', environment: 'sandbox' });
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const query: string = cursor === '' ? 'limit=1' : `limit=1&cursor=${cursor}`;
      const answer = await send('GET', `/apis?${query}`);
      const page: { items: Api[]; next: string | null } = answer.json();
      seen.push(...page.items.map(({ name, environment }) => `${name} ${environment}`));
      cursor = page.next;
    }
    expect(seen).toEqual([
      'Data Manager production',
      'data manager sandbox',
      'Search and Match production',
      'Search and Match sandbox',
    ]);
  });

  test('R3.2 keep code and environment where applications have them that could not have them as they would be', async () => {
    const { send } = await start();
    const inUse = (names: string) => ({
      code: 'invalid-request',
      errors: [{ message: text('import.api-in-use', { count: 1, names }) }],
    });
    const recoded = await send('PATCH', search, { code: 'SM' });
    expect(refusal(recoded)).toEqual([400, 'invalid-request', 'code']);
    expect(recoded.json()).toMatchObject(inUse('Partner-DE-NorthRegistry-SMC'));
    const sandbox = `/apis/${ids.apis.searchSandbox}`;
    await send('PATCH', northSearch, { apis: [ids.apis.search] });
    expect((await send('PATCH', search, { code: 'SM' })).json()).toMatchObject({ code: 'SM' });
    const kind = 'partner-alternative';
    const dummy = { organisationId: ids.organisations.north, kind, apis: [ids.apis.searchSandbox] };
    expect((await send('POST', '/applications', dummy)).statusCode).toBe(201);
    const moved = await send('PATCH', sandbox, { environment: 'production' });
    expect(refusal(moved)).toEqual([400, 'invalid-request', 'environment']);
    expect(moved.json()).toMatchObject(inUse('PartnerAlternative-DE-NorthRegistry-SMC'));
    expect((await send('PATCH', sandbox, { name: 'Search', code: 'SM' })).statusCode).toBe(200);
  });

  test('never share an identifier, nor an ID with an application', async () => {
    const { send } = await start();
    const taken = { ...newApi, identifier: identifiers.search };
    expect(refusal(await send('POST', '/apis', taken))).toEqual([400, 'invalid-request', 'identifier']);
    const clientId = { ...newApi, id: ids.applications.northSearch };
    expect(refusal(await send('POST', '/apis', clientId))).toEqual([400, 'invalid-request', 'id']);
  });
});

describe('R3.2 applications', () => {
  const newApplication = { organisationId: ids.organisations.north, apis: [ids.apis.search] };

  test('get a name by the pattern, a duplicate the number 2, and no client secret', async () => {
    const { send } = await start();
    const added = await send('POST', '/applications', newApplication);
    expect(added.statusCode).toBe(201);
    expect(added.json<Application>()).toMatchObject({
      name: 'Partner-DE-NorthRegistry-SMC-2',
      kind: 'partner',
      secrets: [],
      managers: [],
    });
    const third = (await send('POST', '/applications', newApplication)).json<Application>();
    expect(third.name).toBe('Partner-DE-NorthRegistry-SMC-3');
    const alternative = { ...newApplication, kind: 'partner-alternative', apis: [ids.apis.searchSandbox] };
    expect((await send('POST', '/applications', alternative)).json()).toMatchObject({
      name: 'PartnerAlternative-DE-NorthRegistry-SMC',
    });
  });

  test.each([
    ['a name beside the pattern', { name: 'My application' }, 'name'],
    ['a name that is taken', { name: 'Partner-DE-NorthRegistry-SMC' }, 'name'],
    ['APIs of two codes', { apis: [ids.apis.search, ids.apis.data] }, 'apis'],
    ['an API that does not exist', { apis: ['0b000000-0000-4000-8000-0000000000ff'] }, 'apis[0]'],
    ['an API’s ID', { clientId: ids.apis.data }, 'clientId'],
  ])('are refused with %s', async (_what, values, path) => {
    const { send } = await start();
    const answer = await send('POST', '/applications', { ...newApplication, ...values });
    expect(refusal(answer)).toEqual([400, 'invalid-request', path]);
  });

  test('keep their client ID, and may be given one that is kept', async () => {
    const { send } = await start();
    const clientId = '0c000000-0000-4000-8000-0000000000aa';
    const added = await send('POST', '/applications', { ...newApplication, clientId });
    expect(added.json()).toMatchObject({ clientId });
    expect(refusal(await send('POST', '/applications', { ...newApplication, clientId }))).toEqual([
      409,
      'id-taken',
    ]);
    expect((await send('PATCH', `/applications/${clientId}`, { clientId })).statusCode).toBe(400);
  });

  test('get no new token for an API whose permission was taken away, at once', async () => {
    const { keyturn, send } = await start();
    const secret = await keyturn.createSecret('northSearch');
    const accessToken = () => keyturn.accessToken(secret, identifiers.searchSandbox);
    await accessToken();
    const changed = await send('PATCH', northSearch, { apis: [ids.apis.search] });
    expect(changed.json<Application>().apis.map(({ id }) => id)).toEqual([ids.apis.search]);
    await expect(accessToken()).rejects.toThrow('invalid_target');
  });

  test('R3.3 may be left without any permission, then get no token, and are given others', async () => {
    const { keyturn, send } = await start();
    const secret = await keyturn.createSecret('northSearch');
    const accessToken = () => keyturn.accessToken(secret, identifiers.search);
    await accessToken();
    expect((await send('PATCH', northSearch, { apis: [] })).json()).toMatchObject({
      name: 'Partner-DE-NorthRegistry-SMC',
      apis: [],
    });
    await expect(accessToken()).rejects.toThrow('invalid_target');
    const stopped = await send('PATCH', northSearch, disabled);
    expect(stopped.json()).toMatchObject(disabled);
    // No API says which code its name has: it is what the name says.
    const name = 'Partner-DE-NorthRegistry-SMC-2';
    expect((await send('PATCH', northSearch, { name })).json()).toMatchObject({ name, apis: [] });
    for (const beside of ['Gateway', 'Partner-DE-SouthBank-SMC', 'Partner-DE-NorthRegistry-smc']) {
      const refused = await send('PATCH', northSearch, { name: beside });
      expect(refusal(refused)).toEqual([400, 'invalid-request', 'name']);
      expect(refused.body).toContain('The name must be Partner-DE-NorthRegistry-SMC, or');
    }
    await send('PATCH', northSearch, { status: 'active', apis: [ids.apis.search] });
    await accessToken();
    expect(refusal(await send('POST', '/applications', { ...newApplication, apis: [] }))).toEqual([
      400,
      'invalid-request',
      'apis',
    ]);
  });
});

describe('R7 the audit log is searched', () => {
  const found = async (send: Send, query: string): Promise<string[]> =>
    (await send('GET', `/audit-events?${query}`))
      .json<{ items: { action: string; target: { name: string } }[] }>()
      .items.map(({ action, target }) => `${action} ${target.name}`);

  test('by what was done, to what, by whom, from where and when', async () => {
    const { keyturn, send } = await start();
    await keyturn.createSecret('northSearch', { name: 'First 100%' });
    keyturn.clock.advance(60_000);
    const between = keyturn.clock.now().toISOString();
    await send('PATCH', north, { name: 'North Donor Registry' });

    expect(await found(send, 'action=client-secret')).toEqual(['client-secret.created First 100%']);
    expect(await found(send, 'action=client-secre')).toEqual([]);
    expect(await found(send, 'target=first%20100%25')).toEqual(['client-secret.created First 100%']);
    expect(await found(send, `target=${ids.organisations.north}&action=organisation.updated`)).toHaveLength(
      1,
    );
    expect(await found(send, `actor=${ids.users.anna}`)).toEqual(['client-secret.created First 100%']);
    expect(await found(send, 'actor=ANNA')).toEqual(['client-secret.created First 100%']);
    expect(await found(send, `from=${between}&action=organisation`)).toHaveLength(1);
    expect(await found(send, `from=${between}&action=client-secret`)).toEqual([]);
    expect(await found(send, `to=${between}&action=client-secret`)).toHaveLength(1);
    expect(await found(send, 'address=127.0.0.1')).toEqual(['organisation.updated North Donor Registry']);
  });

  test('by any value before or after, in any letter case, but not by the names of fields', async () => {
    const { keyturn, send } = await start();
    await send('PATCH', north, { name: 'North "Donor" Registry' });
    await send('PATCH', north, { ...disabled, disabledReason: '100% of its secrets' });
    const updated = 'action=organisation.updated';
    const of = (...names: string[]) => names.map((name) => `organisation.updated ${name}`);
    const renamed = 'North "Donor" Registry';
    expect(await found(send, 'value=100%25%20of')).toEqual(of(renamed));
    expect(await found(send, `${updated}&value=north%20registry`)).toEqual(of(renamed));
    expect(await found(send, `${updated}&value=%22donor%22`)).toEqual(of(renamed, renamed));
    expect(await found(send, `${updated}&value=disabledReason`)).toEqual([]);
    expect(await found(send, `${updated}&value=100_`)).toEqual([]);
    expect(refusal(await send('GET', '/audit-events?value=ab'))).toEqual([400, 'invalid-request', 'value']);
    // A manager finds no more than what they see.
    await send('PATCH', north, { status: 'active' });
    const headers = await keyturn.signedIn('anna');
    const annas = await keyturn.app.inject({ url: '/api/v1/audit-events?value=donor', headers });
    expect([annas.statusCode, annas.json()]).toMatchObject([200, { items: [] }]);
  });

  test('by time also where a clock was wrong for months, page after page, newest first', async () => {
    const { keyturn, send } = await start();
    for (const [name, at] of [
      ['March', '2027-03-16T12:00:00Z'],
      ['January', '2027-01-01T12:00:00Z'],
      ['February', '2027-02-01T12:00:00Z'],
    ] as const) {
      await send('PATCH', north, { name });
      await keyturn.deps.db
        .updateTable('audit_event')
        .set({ at: new Date(at) })
        .where('target_name', '=', name)
        .execute();
    }
    const updated = 'action=organisation.updated';
    const names = (...months: string[]) => months.map((name) => `organisation.updated ${name}`);
    expect(await found(send, updated)).toEqual(names('March', 'February', 'January'));
    expect(await found(send, `${updated}&from=2027-01-15T00:00:00Z`)).toEqual(names('March', 'February'));
    expect(await found(send, `${updated}&to=2027-01-15T00:00:00Z`)).toEqual(names('January'));
    const paged: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const query: string = `${updated}&limit=1${cursor === '' ? '' : `&cursor=${cursor}`}`;
      paged.push(...(await found(send, query)));
      cursor = (await send('GET', `/audit-events?${query}`)).json<{ next: string | null }>().next;
    }
    expect(paged).toEqual(names('March', 'February', 'January'));
  });
});
