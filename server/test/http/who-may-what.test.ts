import { randomUUID } from 'node:crypto';
import type { InjectOptions } from 'fastify';
import { describe, expect, test } from 'vitest';
import { ids } from '../support/federation.ts';
import { bearer, byHand, portalApi, publicUrl, startKeyturn, type TestKeyturn } from '../support/keyturn.ts';

/** Every kind of caller that interface.md tells apart, with the headers it sends. */
const callers = {
  anonymous: () => Promise.resolve({}),
  manager: (keyturn: TestKeyturn) => keyturn.signedIn('anna'),
  'manager of another application of the organisation': async (keyturn: TestKeyturn) => {
    // Peter manages northSearch too; without that he is a manager of northData alone.
    await keyturn.deps.db
      .deleteFrom('credential_manager')
      .where('user_id', '=', ids.users.peter)
      .where('application_id', '=', ids.applications.northSearch)
      .execute();
    return keyturn.signedIn('peter');
  },
  'manager of another organisation': (keyturn: TestKeyturn) => keyturn.signedIn('maria'),
  'member without a role': (keyturn: TestKeyturn) => keyturn.signedIn('olga'),
  operator: (keyturn: TestKeyturn) => keyturn.signedIn('operator'),
  'operator client': async (keyturn: TestKeyturn) =>
    bearer(await keyturn.accessToken(await keyturn.operatorClient())),
  'the application itself': (keyturn: TestKeyturn) => ownToken(keyturn),
  'the application itself, self-managed': async (keyturn: TestKeyturn) => {
    await byHand(keyturn.deps, keyturn.deps.db.updateTable('application').set({ self_managed: true }));
    return ownToken(keyturn);
  },
  'another application': async (keyturn: TestKeyturn) =>
    bearer(await keyturn.accessToken(await keyturn.createSecret('southData'), portalApi)),
  'a token for a partner API': async (keyturn: TestKeyturn) =>
    bearer(
      await keyturn.accessToken(await keyturn.createSecret('northSearch', { name: 'P' }), ids.apis.search),
    ),
  'an API’s introspection credentials': async (keyturn: TestKeyturn) => {
    const { clientId, clientSecret } = await keyturn.introspectionCredential('search');
    return { authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}` };
  },
} satisfies Record<string, (keyturn: TestKeyturn) => Promise<Record<string, string>>>;
type Caller = keyof typeof callers;

const ownToken = async (keyturn: TestKeyturn) =>
  bearer(await keyturn.accessToken(await keyturn.createSecret('northSearch', { name: 'Own' }), portalApi));

type NamePage = { items: { name: string }[]; next: string | null };
type Row = { request: (secretId: string) => InjectOptions; expected: Record<Caller, number> };
const application = `/api/v1/applications/${ids.applications.northSearch}`;
const outsiders = {
  anonymous: 401,
  'manager of another application of the organisation': 404,
  'manager of another organisation': 404,
  'member without a role': 404,
  'another application': 404,
  'a token for a partner API': 401,
  'an API’s introspection credentials': 401,
} as const;

/** Whoever sees the application. */
const readers = {
  ...outsiders,
  manager: 200,
  operator: 200,
  'operator client': 200,
  'the application itself': 200,
  'the application itself, self-managed': 200,
} as const;

/** Whoever reads logs: each of what concerns them. */
const logReaders = (status: number) => ({
  ...outsiders,
  'manager of another application of the organisation': status,
  'manager of another organisation': status,
  'member without a role': status,
  'another application': 404,
  manager: status,
  operator: status,
  'operator client': status,
  'the application itself': 404,
  'the application itself, self-managed': 404,
});

/** The rows of "Who" in interface.md that this version has. */
const rows: Record<string, Row> = {
  'GET /applications/{clientId}': {
    request: () => ({ method: 'GET', url: application }),
    expected: {
      ...outsiders,
      manager: 200,
      operator: 200,
      'operator client': 200,
      'the application itself': 200,
      'the application itself, self-managed': 200,
    },
  },
  'POST /applications/{clientId}/secrets': {
    request: () => ({
      method: 'POST',
      url: `${application}/secrets`,
      payload: { name: 'New', expiresAt: '2027-10-01T10:00:00Z' },
    }),
    expected: {
      ...outsiders,
      manager: 201,
      operator: 403,
      'operator client': 403,
      'the application itself': 403,
      'the application itself, self-managed': 201,
    },
  },
  'PATCH /applications/{clientId}/secrets/{id}': {
    request: (secretId) => ({
      method: 'PATCH',
      url: `${application}/secrets/${secretId}`,
      payload: { replacesSecretId: null },
    }),
    expected: {
      ...outsiders,
      manager: 200,
      operator: 403,
      'operator client': 403,
      'the application itself': 403,
      // Only those that it created itself: see the test of self-managed applications.
      'the application itself, self-managed': 403,
    },
  },
  'DELETE /applications/{clientId}/secrets/{id}': {
    request: (secretId) => ({ method: 'DELETE', url: `${application}/secrets/${secretId}` }),
    expected: {
      ...outsiders,
      manager: 204,
      operator: 403,
      'operator client': 403,
      'the application itself': 403,
      'the application itself, self-managed': 403,
    },
  },
  'POST /applications/{clientId}/secrets/{id}/disable': {
    request: (secretId) => ({ method: 'POST', url: `${application}/secrets/${secretId}/disable` }),
    expected: {
      ...outsiders,
      manager: 200,
      operator: 200,
      'operator client': 200,
      'the application itself': 403,
      'the application itself, self-managed': 403,
    },
  },
  'POST /applications/{clientId}/secrets/{id}/enable': {
    request: (secretId) => ({ method: 'POST', url: `${application}/secrets/${secretId}/enable` }),
    expected: {
      ...outsiders,
      manager: 200,
      operator: 200,
      'operator client': 200,
      'the application itself': 403,
      'the application itself, self-managed': 403,
    },
  },
  'PUT /applications/{clientId}/self-managed': {
    request: () => ({ method: 'PUT', url: `${application}/self-managed`, payload: { selfManaged: true } }),
    expected: {
      ...outsiders,
      manager: 204,
      operator: 403,
      'operator client': 403,
      'the application itself': 403,
      'the application itself, self-managed': 403,
    },
  },
  'POST /apis/{apiId}/introspection-credentials': {
    request: () => ({ method: 'POST', url: `/api/v1/apis/${ids.apis.search}/introspection-credentials` }),
    expected: {
      ...outsiders,
      manager: 404,
      operator: 201,
      'operator client': 201,
      'the application itself': 404,
      'the application itself, self-managed': 404,
    },
  },
  'DELETE /apis/{apiId}/introspection-credentials/{id}': {
    request: () => ({
      method: 'DELETE',
      url: `/api/v1/apis/${ids.apis.search}/introspection-credentials/${randomUUID()}`,
    }),
    expected: {
      ...outsiders,
      manager: 404,
      // To an operator, because this one does not exist.
      operator: 404,
      'operator client': 404,
      'the application itself': 404,
      'the application itself, self-managed': 404,
    },
  },
  'DELETE /applications/{clientId}/secrets-elsewhere/{id}': {
    request: () => ({ method: 'DELETE', url: `${application}/secrets-elsewhere/${randomUUID()}` }),
    expected: {
      ...outsiders,
      // There is no such secret; what they may do with one that there is: imports-entra.test.ts.
      manager: 404,
      operator: 404,
      'operator client': 404,
      'the application itself': 403,
      'the application itself, self-managed': 403,
    },
  },
  'GET /applications': {
    request: () => ({ method: 'GET', url: '/api/v1/applications' }),
    expected: {
      ...outsiders,
      'manager of another application of the organisation': 200,
      'manager of another organisation': 200,
      'member without a role': 200,
      'another application': 200,
      manager: 200,
      operator: 200,
      'operator client': 200,
      'the application itself': 200,
      'the application itself, self-managed': 200,
    },
  },
  'GET /credential-managers': {
    request: () => ({ url: '/api/v1/credential-managers' }),
    expected: {
      ...outsiders,
      'manager of another application of the organisation': 200,
      'manager of another organisation': 200,
      'member without a role': 200,
      manager: 200,
      operator: 404,
      'operator client': 404,
      'the application itself': 404,
      'the application itself, self-managed': 404,
    },
  },
  'GET /applications/{clientId}/rotations': {
    request: () => ({ method: 'GET', url: `${application}/rotations` }),
    expected: readers,
  },
  'GET /applications/{clientId}/secrets/{id}/usage': {
    request: (id) => ({ method: 'GET', url: `${application}/secrets/${id}/usage` }),
    expected: readers,
  },
  'GET /notifications': {
    request: () => ({ url: '/api/v1/notifications' }),
    expected: logReaders(200),
  },
  'GET /notifications/{number}': {
    request: () => ({ url: '/api/v1/notifications/999999' }),
    // There is no such mail; what a reader sees of one that there is: notifications.test.ts.
    expected: logReaders(404),
  },
  'GET /notifications/{number}/page': {
    request: () => ({ url: '/api/v1/notifications/999999/page' }),
    expected: logReaders(404),
  },
  'POST /notifications/{number}/send-again': {
    request: () => ({ method: 'POST', url: '/api/v1/notifications/999999/send-again' }),
    expected: logReaders(404),
  },
  'POST /notifications/test': {
    request: () => ({ method: 'POST', url: '/api/v1/notifications/test' }),
    // An automation client has no mailbox.
    expected: { ...logReaders(201), 'operator client': 404 },
  },
  'GET /notification-previews': {
    request: () => ({ url: '/api/v1/notification-previews' }),
    expected: logReaders(200),
  },
  'GET /notification-previews/{kind}/page': {
    request: () => ({ url: '/api/v1/notification-previews/test/page' }),
    expected: logReaders(200),
  },
  'GET /audit-events': {
    request: () => ({ method: 'GET', url: '/api/v1/audit-events' }),
    expected: logReaders(200),
  },
};

/** What the operator team alone does: to others it does not exist. */
const operatorRow = (status: number, options: InjectOptions): Row => ({
  request: () => options,
  expected: {
    ...outsiders,
    manager: 404,
    operator: status,
    'operator client': status,
    'the application itself': 404,
    'the application itself, self-managed': 404,
  },
});
const olga = `/api/v1/users/${ids.users.olga}`;
const south = `/api/v1/organisations/${ids.organisations.south}`;
const dataApi = `/api/v1/apis/${ids.apis.data}`;
const newApi = {
  identifier: 'https://match.example.org',
  name: 'Match-Connect',
  code: 'SMC',
  environment: 'sandbox',
};
const olgasRole = `${application}/managers/${ids.users.olga}`;
const confirmation = { confirmedBy: 'x', confirmedAt: '2027-03-01T00:00:00Z', reference: 'x' };
const newUser = { organisationId: ids.organisations.north, name: 'New', email: 'new@north.example.org' };
Object.assign(rows, {
  'POST /terms': operatorRow(200, { method: 'POST', url: '/api/v1/terms', payload: { text: '# Terms' } }),
  'GET /terms-versions': operatorRow(200, { url: '/api/v1/terms-versions' }),
  // The first, which the row above published.
  'GET /terms-versions/{version}': operatorRow(200, { url: '/api/v1/terms-versions/1' }),
  'GET /settings': operatorRow(200, { url: '/api/v1/settings' }),
  'PATCH /settings': operatorRow(200, {
    method: 'PATCH',
    url: '/api/v1/settings',
    payload: { operatorName: 'West Federation' },
  }),
  'PUT /settings/logo': operatorRow(200, {
    method: 'PUT',
    url: '/api/v1/settings/logo',
    headers: { 'content-type': 'image/svg+xml' },
    payload: '<svg xmlns="http://www.w3.org/2000/svg"/>',
  }),
  'DELETE /settings/logo': operatorRow(204, { method: 'DELETE', url: '/api/v1/settings/logo' }),
  'GET /checklist': operatorRow(200, { url: '/api/v1/checklist' }),
  'POST /imports/preview': operatorRow(200, {
    method: 'POST',
    url: '/api/v1/imports/preview',
    payload: { file: {} },
  }),
  'POST /imports': operatorRow(412, {
    method: 'POST',
    url: '/api/v1/imports',
    payload: { file: {}, digest: 'of another preview' },
  }),
  'GET /organisations': operatorRow(200, { url: '/api/v1/organisations' }),
  'POST /organisations': operatorRow(201, {
    method: 'POST',
    url: '/api/v1/organisations',
    payload: { name: 'East', country: 'SE', timeZone: 'Europe/Stockholm' },
  }),
  'GET /organisations/{id}': operatorRow(200, { url: south }),
  'PATCH /organisations/{id}': operatorRow(200, { method: 'PATCH', url: south, payload: { name: 'West' } }),
  'GET /apis': operatorRow(200, { url: '/api/v1/apis' }),
  'POST /apis': operatorRow(201, { method: 'POST', url: '/api/v1/apis', payload: newApi }),
  'GET /apis/{id}': operatorRow(200, { url: dataApi }),
  'PATCH /apis/{id}': operatorRow(200, { method: 'PATCH', url: dataApi, payload: { name: 'Data' } }),
  'GET /application-name': operatorRow(200, {
    url: `/api/v1/application-name?organisation=${ids.organisations.south}&api=${ids.apis.data}`,
  }),
  'POST /applications': operatorRow(201, {
    method: 'POST',
    url: '/api/v1/applications',
    payload: { organisationId: ids.organisations.south, apis: [ids.apis.data] },
  }),
  'PATCH /applications/{clientId}': operatorRow(200, {
    method: 'PATCH',
    url: application,
    payload: { apis: [ids.apis.search, ids.apis.searchSandbox] },
  }),
  'GET /signing-keys': operatorRow(200, { url: '/api/v1/signing-keys' }),
  'POST /signing-keys/rotation': operatorRow(200, { method: 'POST', url: '/api/v1/signing-keys/rotation' }),
  'GET /overview': operatorRow(200, { url: '/api/v1/overview' }),
  ...Object.fromEntries(
    [
      'organisations.csv',
      'apis.csv',
      'applications.csv',
      'client-secrets.csv',
      'credential-managers.csv',
      'users.csv',
      'notifications.csv',
      'introspection-credentials.csv',
      'secrets-elsewhere.csv',
      'signing-keys.csv',
      'terms-versions.csv',
      'audit-events.csv',
      'audit-events.jsonl',
    ].map((file) => [`GET /exports/${file}`, operatorRow(200, { url: `/api/v1/exports/${file}` })]),
  ),
  'GET /users': operatorRow(200, { url: '/api/v1/users' }),
  'POST /users': operatorRow(201, { method: 'POST', url: '/api/v1/users', payload: newUser }),
  'GET /users/{id}': operatorRow(200, { url: olga }),
  'PATCH /users/{id}': operatorRow(200, { method: 'PATCH', url: olga, payload: { name: 'Renamed' } }),
  'DELETE /users/{id}': operatorRow(204, { method: 'DELETE', url: `/api/v1/users/${ids.users.maria}` }),
  'POST /users/{id}/invitation': operatorRow(204, { method: 'POST', url: `${olga}/invitation` }),
  'DELETE /users/{id}/invitation': operatorRow(204, { method: 'DELETE', url: `${olga}/invitation` }),
  'POST /users/{id}/reset-mfa': operatorRow(204, { method: 'POST', url: `${olga}/reset-mfa` }),
  'PUT /applications/{clientId}/managers/{userId}': operatorRow(204, {
    method: 'PUT',
    url: olgasRole,
    payload: confirmation,
  }),
  'DELETE /applications/{clientId}/managers/{userId}': operatorRow(204, { method: 'DELETE', url: olgasRole }),
});

/** Routes of the portal's own pages, for people alone: about their own account, whatever else they may do. */
const ownRoutes = [
  'GET /session',
  'GET /session/progress',
  'GET /sessions',
  'GET /account',
  'POST /session/verification',
  'POST /session/passkey/options',
  'POST /session/passkey',
  'POST /session/enrolment-code',
  'POST /session/input',
  'POST /session/continue',
  'DELETE /session',
  'DELETE /sessions',
  'DELETE /sessions/{id}',
  'PUT /set-up/password',
  'PUT /account/password',
  'PUT /account/terms',
  'POST /account/factors/totp',
  'POST /account/factors/totp/confirmation',
  'POST /account/factors/passkey/options',
  'POST /account/factors/passkey',
  'PATCH /account/factors/{id}',
  'DELETE /account/factors/{id}',
  'POST /account/recovery-codes',
] as const;

/** Streams, which do not end by themselves: in events.test.ts. */
const streams = ['GET /events'];

/** What anybody may call, signed in or not: how one gets in, and what the pages show to all. */
const openRoutes = [
  'GET /portal',
  'GET /portal/logo',
  'GET /terms',
  'POST /session',
  'POST /set-up',
  'POST /set-up/invitation',
  'POST /set-up/new-link',
  'POST /password-reset',
  'POST /password-reset/confirmation',
];

test.each(Object.keys(callers) as Caller[])('each row by %s', async (caller) => {
  const keyturn = await startKeyturn({ maxValidSecrets: 100 });
  const headers: Record<string, string> = await callers[caller](keyturn);
  const answered: Record<string, number> = {};
  for (const [name, { request }] of Object.entries(rows)) {
    const { id } = await keyturn.createSecret('northSearch', { name });
    const options = request(id);
    const response = await keyturn.app.inject({ ...options, headers: { ...options.headers, ...headers } });
    answered[name] = response.statusCode;
  }
  const expected = Object.fromEntries(
    Object.entries(rows).map(([name, row]) => [name, row.expected[caller]]),
  );
  expect(answered).toEqual(expected);
});

test.each(Object.keys(callers) as Caller[])('R1.1 routes of one’s own account by %s', async (caller) => {
  const keyturn = await startKeyturn();
  // From the portal's own origin: what refuses is the missing session.
  const headers = { ...(await callers[caller](keyturn)), origin: publicUrl };
  for (const route of ownRoutes) {
    const [method, path] = route.split(' ') as ['GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', string];
    const url = `/api/v1${path.replace('{id}', randomUUID())}`;
    // Bodies that fit, so that nothing else refuses first.
    const body = { code: '1', name: 'x', version: 1, password: 'x', currentPassword: 'x' };
    const payload = { ...body, response: { id: 'x', type: 'public-key' } };
    if ('cookie' in headers && method !== 'GET') continue;
    const { statusCode } = await keyturn.app.inject({
      method,
      url,
      headers,
      ...(method === 'GET' || method === 'DELETE' ? {} : { payload }),
    });
    expect([route, statusCode]).toEqual([route, expectedFor(route, 'cookie' in headers)]);
  }
});

/** The people of these tests have no password, and so nothing to read about it. */
const expectedFor = (route: string, isPerson: boolean): number =>
  isPerson ? (route === 'GET /account' ? 404 : 200) : 401;

test('every route of the portal API stands in one of these tables: nobody gets in by another way', async () => {
  const { app } = await startKeyturn();
  const { paths } = (await app.inject('/api/openapi.json')).json<{
    paths: Record<string, Record<string, { security?: [] }>>;
  }>();
  const routes = Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, { security }]) => ({
      name: `${method.toUpperCase()} ${path.replace('/api/v1', '')}`,
      isOpen: security !== undefined,
    })),
  );
  const names = (isOpen: boolean) =>
    routes.filter((route) => route.isOpen === isOpen).map(({ name }) => name);
  expect(names(true).toSorted()).toEqual(openRoutes.toSorted());
  expect(names(false).toSorted()).toEqual([...Object.keys(rows), ...ownRoutes, ...streams].toSorted());
});

describe('R3.4 what a caller may not see', () => {
  test('answers exactly as what does not exist', async () => {
    const keyturn = await startKeyturn();
    const { id } = await keyturn.createSecret('northSearch');
    const headers = await keyturn.signedIn('maria');
    const own = `/api/v1/applications/${ids.applications.southData}`;
    const answer = async (options: InjectOptions) => {
      const { statusCode, headers: answered, body } = await keyturn.app.inject({ ...options, headers });
      return {
        statusCode,
        contentType: answered['content-type'],
        body: { ...(JSON.parse(body) as object), requestId: '' },
      };
    };
    const missing = await answer({ url: `/api/v1/applications/${randomUUID()}` });
    expect(missing).toMatchObject({ statusCode: 404, body: { code: 'not-found' } });
    for (const options of [
      { url: application },
      { url: '/api/v1/applications/no-uuid' },
      { method: 'DELETE', url: `${application}/secrets/${id}` },
      // A secret of another application does not exist below her own.
      { method: 'DELETE', url: `${own}/secrets/${id}` },
      { method: 'POST', url: `${own}/secrets/${randomUUID()}/disable` },
      { method: 'POST', url: `/api/v1/apis/${randomUUID()}/introspection-credentials` },
      { method: 'POST', url: `/api/v1/apis/${ids.apis.data}/introspection-credentials` },
    ] satisfies InjectOptions[])
      expect(await answer(options)).toEqual(missing);
  });

  test('is in no listing: a manager lists theirs, an application itself, an operator all', async () => {
    const keyturn = await startKeyturn();
    const list = async (headers: Record<string, string>, url = '/api/v1/applications') => {
      const { items } = (await keyturn.app.inject({ url, headers })).json<{ items: { name: string }[] }>();
      return items.map(({ name }) => name);
    };
    const [northData, northSearch, southData] = [
      'Partner-DE-NorthRegistry-DM',
      'Partner-DE-NorthRegistry-SMC',
      'Partner-BR-SouthBank-DM',
    ];
    expect(await list(await keyturn.signedIn('anna'))).toEqual([northSearch]);
    expect(await list(await keyturn.signedIn('peter'))).toEqual([northData, northSearch]);
    expect(await list(await keyturn.signedIn('olga'))).toEqual([]);
    expect(await list(await ownToken(keyturn))).toEqual([northSearch]);
    const client = bearer(await keyturn.accessToken(await keyturn.operatorClient()));
    expect(await list(client)).toEqual([southData, northData, northSearch]);
    expect(await list(client, '/api/v1/applications?sort=-name&search=north')).toEqual([
      northSearch,
      northData,
    ]);
    expect(await list(client, `/api/v1/applications?api=${ids.apis.data}`)).toEqual([southData, northData]);
    expect(await list(client, '/api/v1/applications?environment=sandbox')).toEqual([northSearch]);
    expect(await list(client, '/api/v1/applications?search=%25')).toEqual([]);
  });

  test('an operator’s listing goes on page by page, without gap or repetition', async () => {
    const keyturn = await startKeyturn();
    const headers = await keyturn.signedIn('operator');
    const names: string[] = [];
    let url: string | null = '/api/v1/applications?limit=1';
    while (url !== null) {
      const { items, next }: NamePage = (await keyturn.app.inject({ url, headers })).json();
      names.push(...items.map(({ name }) => name));
      url = next === null ? null : `/api/v1/applications?limit=1&cursor=${next}`;
    }
    expect(names).toEqual([
      'Partner-BR-SouthBank-DM',
      'Partner-DE-NorthRegistry-DM',
      'Partner-DE-NorthRegistry-SMC',
    ]);
    const bad = await keyturn.app.inject({ url: '/api/v1/applications?cursor=bm8', headers });
    expect(bad.statusCode).toBe(400);
  });

  test('a manager reads the audit log of their applications only', async () => {
    const keyturn = await startKeyturn();
    await keyturn.createSecret('northSearch', { name: 'Of the north' });
    await keyturn.createSecret('southData', { name: 'Of the south' });
    const read = async (headers: Record<string, string>) =>
      (await keyturn.app.inject({ url: '/api/v1/audit-events?action=client-secret.created', headers }))
        .json<{ items: { target: { name: string } }[] }>()
        .items.map(({ target }) => target.name);
    expect(await read(await keyturn.signedIn('maria'))).toEqual(['Of the south']);
    expect(await read(await keyturn.signedIn('olga'))).toEqual([]);
    expect(await read(await keyturn.signedIn('operator'))).toEqual(['Of the south', 'Of the north']);
  });
});

describe('an operator', () => {
  test('enables what an operator disabled; a manager cannot', async () => {
    const keyturn = await startKeyturn();
    const { id } = await keyturn.createSecret('northSearch');
    const [anna, operator] = [await keyturn.signedIn('anna'), await keyturn.signedIn('operator')];
    const post = (headers: Record<string, string>, action: string, payload?: object) =>
      keyturn.app.inject({
        method: 'POST',
        url: `${application}/secrets/${id}/${action}`,
        headers,
        ...(payload === undefined ? {} : { payload }),
      });
    await post(anna, 'disable', { reason: 'Mine' });
    expect((await post(operator, 'disable', { reason: 'Leaked' })).json()).toMatchObject({
      disabled: { by: { kind: 'operator' }, reason: 'Leaked' },
    });
    const refused = await post(anna, 'enable');
    expect([refused.statusCode, refused.json<{ code: string }>().code]).toEqual([
      403,
      'disabled-by-operator',
    ]);
    expect((await post(operator, 'enable')).statusCode).toBe(200);
  });
});

describe('the gate', () => {
  test('R1.1 a session in any other stage than open opens nothing', async () => {
    const keyturn = await startKeyturn();
    const headers = await keyturn.signedIn('anna');
    for (const stage of ['second-factor', 'enrolment-code', 'enrolment', 'set-up'] as const) {
      await keyturn.deps.db.updateTable('session').set({ stage, mfa_at: null }).execute();
      expect((await keyturn.app.inject({ url: application, headers })).statusCode).toBe(401);
    }
    const unproved = keyturn.deps.db.updateTable('session').set({ stage: 'open', mfa_at: null }).execute();
    await expect(unproved).rejects.toThrow('session_check');
  });

  test('a change with a session cookie from another origin, or from none, is refused', async () => {
    const keyturn = await startKeyturn();
    const { cookie = '' } = await keyturn.signedIn('anna');
    const post = (origin: object) =>
      keyturn.app.inject({
        method: 'POST',
        url: `${application}/secrets`,
        headers: { cookie, ...origin },
        payload: { name: 'Forged', expiresAt: '2027-10-01T10:00:00Z' },
      });
    for (const origin of [{}, { origin: 'https://evil.example.org' }, { origin: 'null' }]) {
      const response = await post(origin);
      expect([response.statusCode, response.json<{ code: string }>().code]).toEqual([403, 'foreign-origin']);
    }
    expect((await post({ origin: publicUrl })).statusCode).toBe(201);
  });

  test('a token for the portal API dies with its secret, its application or its organisation, at once', async () => {
    const keyturn = await startKeyturn();
    const headers = await ownToken(keyturn);
    const get = async () => (await keyturn.app.inject({ url: application, headers })).statusCode;
    expect(await get()).toBe(200);
    for (const table of ['application', 'organisation'] as const) {
      await byHand(keyturn.deps, keyturn.deps.db.updateTable(table).set({ status: 'disabled' }));
      expect(await get()).toBe(401);
      await byHand(keyturn.deps, keyturn.deps.db.updateTable(table).set({ status: 'active' }));
    }
    await keyturn.app.inject({
      method: 'POST',
      url: `${application}/secrets/${await onlySecretId(keyturn)}/disable`,
      headers: await keyturn.signedIn('anna'),
    });
    expect(await get()).toBe(401);
  });
});

async function onlySecretId(keyturn: TestKeyturn): Promise<string> {
  const { id } = await keyturn.deps.db.selectFrom('client_secret').select('id').executeTakeFirstOrThrow();
  return id;
}
