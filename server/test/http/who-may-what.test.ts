import { randomUUID } from 'node:crypto';
import type { InjectOptions } from 'fastify';
import { describe, expect, test } from 'vitest';
import { buildApp } from '../../src/app.ts';
import { queueMails } from '../../src/domain/outbox/queue-mail.ts';
import { inTransaction } from '../../src/store/db.ts';
import { insertSecretElsewhere } from '../../src/store/secrets-elsewhere.ts';
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
type Row = {
  /** What the request is about, made anew for each caller; its ID. Left out: a client secret where `request` takes one. */
  about?: (keyturn: TestKeyturn) => Promise<string>;
  request: (id: string) => InjectOptions;
  expected: Record<Caller, number>;
};
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

/** A mail about the application, to its manager: its number. No mail server took it. */
async function addFailedMail({ deps }: TestKeyturn): Promise<string> {
  let number = '';
  const to = { userId: ids.users.anna, email: 'anna@north.example.org' };
  const topics = [{ kind: 'expiring' as const, applicationId: ids.applications.northSearch }];
  const compose = (given: string) => {
    number = given;
    return { subject: 'A reminder', lines: ['Hello'] };
  };
  await inTransaction(deps.db, (tx) => queueMails(tx, deps, [{ to, kind: 'reminder', topics, compose }]));
  await deps.db
    .updateTable('mail')
    .set({ status: 'failed', is_whole: true })
    .where('number', '=', number)
    .execute();
  return number;
}

/** Who reads a mail about the application. */
const mailReaders = {
  ...outsiders,
  manager: 200,
  operator: 200,
  'operator client': 200,
  'the application itself': 404,
  'the application itself, self-managed': 404,
} as const;

/** A client secret that the application has in the system that it comes from. */
async function addSecretElsewhere({ deps }: TestKeyturn): Promise<string> {
  const id = randomUUID();
  await inTransaction(deps.db, (tx) =>
    insertSecretElsewhere(tx, {
      id,
      application_id: ids.applications.northSearch,
      system: 'entra',
      name: 'Gateway',
      hint: 'abc',
      expires_at: new Date('2027-10-01T10:00:00Z'),
      gone_at: null,
      imported_at: deps.clock.now(),
      key_id: id,
      gone_by: null,
    }),
  );
  return id;
}

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
    about: async (keyturn) => {
      await keyturn.introspectionCredential('data');
      const credentials = keyturn.deps.db.selectFrom('introspection_credential').select('id');
      return (await credentials.where('api_id', '=', ids.apis.data).executeTakeFirstOrThrow()).id;
    },
    request: (id) => ({
      method: 'DELETE',
      url: `/api/v1/apis/${ids.apis.data}/introspection-credentials/${id}`,
    }),
    expected: {
      ...outsiders,
      manager: 404,
      operator: 204,
      'operator client': 204,
      'the application itself': 404,
      'the application itself, self-managed': 404,
    },
  },
  'DELETE /applications/{clientId}/secrets-elsewhere/{id}': {
    about: addSecretElsewhere,
    request: (id) => ({ method: 'DELETE', url: `${application}/secrets-elsewhere/${id}` }),
    expected: {
      ...outsiders,
      manager: 204,
      operator: 204,
      'operator client': 204,
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
    about: addFailedMail,
    request: (number) => ({ url: `/api/v1/notifications/${number}` }),
    expected: mailReaders,
  },
  'GET /notifications/{number}/page': {
    about: addFailedMail,
    request: (number) => ({ url: `/api/v1/notifications/${number}/page` }),
    expected: mailReaders,
  },
  'POST /notifications/{number}/send-again': {
    about: addFailedMail,
    request: (number) => ({ method: 'POST', url: `/api/v1/notifications/${number}/send-again` }),
    expected: { ...mailReaders, manager: 404, operator: 204, 'operator client': 204 },
  },
  'POST /notifications/test': {
    request: () => ({
      method: 'POST',
      url: '/api/v1/notifications/test',
      payload: { userId: ids.users.maria },
    }),
    // Others than operators are sent one themselves.
    expected: {
      ...logReaders(403),
      'manager of another organisation': 201,
      operator: 201,
      'operator client': 201,
    },
  },
  'GET /events': {
    // It does not end by itself: the answer is its beginning.
    request: () => ({ url: '/api/v1/events', payloadAsStream: true }),
    expected: { ...logReaders(200), 'operator client': 404 },
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

/**
 * Routes of the portal's own pages, for people alone: about their own account, whatever else they may do. With what the
 * people of these tests, who have no password, are answered behind the gate; whoever is none is `unauthenticated`.
 */
const ownRoutes: Record<string, Answered> = {
  'GET /session': [200],
  'GET /session/progress': [200],
  'GET /sessions': [200],
  'GET /account': [404, 'not-found'],
  'POST /session/verification': [401, 'code-wrong'],
  'POST /session/passkey/options': [200],
  'POST /session/passkey': [401, 'passkey-failed'],
  'POST /session/enrolment-code': [401, 'sign-in-failed'],
  'POST /session/input': [204],
  'POST /session/continue': [200],
  'DELETE /session': [204],
  'DELETE /sessions': [204],
  // A session of somebody else's.
  'DELETE /sessions/{id}': [404, 'not-found'],
  'PUT /set-up/password': [401, 'sign-in-failed'],
  'PUT /account/password': [401, 'password-wrong'],
  'PUT /account/terms': [409, 'terms-outdated'],
  'POST /account/factors/totp': [200],
  'POST /account/factors/totp/confirmation': [401, 'code-wrong'],
  'POST /account/factors/passkey/options': [200],
  'POST /account/factors/passkey': [401, 'passkey-failed'],
  'PATCH /account/factors/{id}': [404, 'not-found'],
  'DELETE /account/factors/{id}': [404, 'not-found'],
  'POST /account/recovery-codes': [200],
};

/** What anybody may call, signed in or not: how one gets in, and what the pages show to all. */
const openRoutes: Record<string, Answered> = {
  'GET /portal': [200],
  'GET /portal/logo': [200],
  'GET /terms': [200],
  'POST /session': [401, 'sign-in-failed'],
  'POST /set-up': [410, 'set-up-link-invalid'],
  'POST /set-up/invitation': [410, 'set-up-link-invalid'],
  'POST /set-up/new-link': [410, 'set-up-link-invalid'],
  'POST /password-reset': [202],
  'POST /password-reset/confirmation': [410, 'password-reset-link-invalid'],
};

/** Outside the portal API: what everybody is answered the same, whoever asks. */
const publicRoutes: Record<string, number> = {
  'GET /api/openapi.json': 200,
  'GET /oauth2/status-lists': 200,
  // No client secret was given an index in this one.
  'GET /oauth2/status-lists/{number}': 404,
  'GET /.well-known/oauth-authorization-server': 200,
  'GET /.well-known/openid-configuration': 200,
  'GET /oauth2/jwks': 200,
  'GET /{tenant}/v2.0/.well-known/openid-configuration': 200,
  'GET /{tenant}/discovery/v2.0/keys': 200,
  'GET /{tenant}/.well-known/openid-configuration': 200,
  'GET /{tenant}/discovery/keys': 200,
  'GET /{tenant}/oauth2/v2.0/authorize': 400,
  'POST /{tenant}/oauth2/v2.0/authorize': 400,
  'GET /{tenant}/oauth2/authorize': 400,
  'POST /{tenant}/oauth2/authorize': 400,
  'GET /guide': 200,
  'GET /healthz': 200,
  'GET /readyz': 200,
  'GET /assets/*': 404,
  ...Object.fromEntries(
    [
      '/',
      '/sign-in',
      '/set-up',
      '/forgot-password',
      '/reset-password',
      '/terms',
      '/manage-api-credentials',
      '/notifications',
      '/notifications/previews',
      '/operator',
      '/operator/*',
      '/account',
    ].map((page) => [`GET ${page}`, 200]),
  ),
  ...Object.fromEntries(
    [
      '/oauth2/token',
      '/{tenant}/oauth2/token',
      '/{tenant}/oauth2/v2.0/token',
      '/oauth2/introspect',
      '/oauth2/revoke',
    ].flatMap((path) =>
      ['GET', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'].map((method) => [`${method} ${path}`, 405]),
    ),
  ),
};

/** The credentials of an API are genuine, and not for this: `unauthorized_client`. */
const clientsOnly = { 'an API’s introspection credentials': 400 };

/** Outside the portal API: what some may. Nobody's session or access token is worth anything where clients authenticate. */
const oauthRoutes: Record<string, Partial<Record<Caller, number>>> = {
  'POST /oauth2/token': clientsOnly,
  'POST /{tenant}/oauth2/token': clientsOnly,
  'POST /{tenant}/oauth2/v2.0/token': clientsOnly,
  'POST /oauth2/revoke': clientsOnly,
  'POST /oauth2/introspect': { 'an API’s introspection credentials': 200 },
  'GET /connectivity': {
    'operator client': 200,
    'the application itself': 200,
    'the application itself, self-managed': 200,
    'another application': 200,
    'a token for a partner API': 200,
  },
};

/** A status, and the code of the problem where it is one. */
type Answered = [number, string?];
type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS';

test.each(Object.keys(callers) as Caller[])('each row by %s', async (caller) => {
  const keyturn = await startKeyturn({ maxValidSecrets: 100 });
  const headers: Record<string, string> = await callers[caller](keyturn);
  const answered: Record<string, number> = {};
  for (const [name, { about, request }] of Object.entries(rows)) {
    const makesSecret = about === undefined && request.length > 0;
    const id = makesSecret
      ? (await keyturn.createSecret('northSearch', { name })).id
      : await about?.(keyturn);
    const options = request(id ?? '');
    const response = await keyturn.app.inject({ ...options, headers: { ...options.headers, ...headers } });
    answered[name] = response.statusCode;
    if (options.payloadAsStream === true) response.stream().destroy();
  }
  const expected = Object.fromEntries(
    Object.entries(rows).map(([name, row]) => [name, row.expected[caller]]),
  );
  expect(answered).toEqual(expected);
});

test('each row lets somebody through: it would not tell a route that is closed to all', () => {
  const closed = Object.entries(rows).filter(
    ([, { expected }]) => Math.min(...Object.values(expected)) >= 300,
  );
  // Whose digest is of another preview: the policy has let it pass by then.
  expect(closed.map(([name]) => name)).toEqual(['POST /imports']);
});

test.each(Object.keys(callers) as Caller[])(
  'R1.1 routes of one’s own account, open ones and those outside the portal API by %s',
  async (caller) => {
    const keyturn = await startKeyturn();
    const operator = await keyturn.signedIn('operator');
    for (const route of ['PUT /settings/logo', 'POST /terms']) {
      const options = rows[route]?.request('');
      const made = await keyturn.app.inject({ ...options, headers: { ...options?.headers, ...operator } });
      expect([route, made.statusCode]).toEqual([route, 200]);
    }
    const given = await callers[caller](keyturn);
    const isPerson = 'cookie' in given;

    const ask = async (route: string): Promise<Answered> => {
      const [method, path] = route.split(' ') as [Method, string];
      // Some end the session that they are asked with. From the portal's own origin: what refuses is what is missing.
      const headers = { ...(isPerson ? await callers[caller](keyturn) : given), origin: publicUrl };
      const url = `/api/v1${path.replace('{id}', randomUUID())}`;
      // Bodies that fit, so that nothing else refuses first.
      const body = {
        code: '1',
        name: 'x',
        version: 7,
        password: 'x',
        currentPassword: 'x',
        email: 'x@example.org',
      };
      const payload = { ...body, token: 'x', response: { id: 'x', type: 'public-key' } };
      const hasBody = method !== 'GET' && method !== 'DELETE';
      const response = await keyturn.app.inject({ method, url, headers, ...(hasBody ? { payload } : {}) });
      return response.statusCode < 400
        ? [response.statusCode]
        : [response.statusCode, response.json<{ code: string }>().code];
    };
    for (const [route, answer] of Object.entries(ownRoutes))
      expect([route, await ask(route)]).toEqual([route, isPerson ? answer : [401, 'unauthenticated']]);
    for (const [route, answer] of Object.entries(openRoutes))
      expect([route, await ask(route)]).toEqual([route, answer]);

    const statusOf = async (route: string): Promise<number> => {
      const [method, path] = route.split(' ') as [Method, string];
      const url = path
        .replace('{tenant}', keyturn.deps.tenantId)
        .replace('{number}', '9')
        .replace('*', 'nothing');
      const payload = 'token=x&grant_type=client_credentials';
      const form = { payload, headers: { ...given, 'content-type': 'application/x-www-form-urlencoded' } };
      const options = method === 'POST' ? form : { headers: given };
      return (await keyturn.app.inject({ method, url, ...options })).statusCode;
    };
    for (const [route, status] of Object.entries(publicRoutes))
      expect([route, await statusOf(route)]).toEqual([route, status]);
    for (const [route, expected] of Object.entries(oauthRoutes))
      expect([route, await statusOf(route)]).toEqual([route, expected[caller] ?? 401]);
  },
);

test('every route that is registered stands in one of these tables: nobody gets in by another way', async () => {
  const { deps } = await startKeyturn();
  const registered = new Set<string>();
  const app = await buildApp(deps, {
    extend: (fresh) =>
      void fresh.addHook('onRoute', ({ method, url }) => {
        for (const one of [method].flat()) registered.add(`${one} ${url.replaceAll(/:(\w+)/g, '{$1}')}`);
      }),
  });
  await app.ready();
  await app.close();
  // Fastify answers HEAD by what answers GET.
  const isCovered = (route: string): boolean =>
    route.startsWith('HEAD ') && registered.has(route.replace('HEAD', 'GET'));
  const portal = [rows, ownRoutes, openRoutes].flatMap((table) => Object.keys(table));
  const expected = [
    ...portal.map((route) => route.replace(' ', ' /api/v1')),
    ...Object.keys(publicRoutes),
    ...Object.keys(oauthRoutes),
  ];
  expect([...registered].filter((route) => !isCovered(route)).toSorted()).toEqual(expected.toSorted());
});

test('the description of the portal API leaves no route of it out, and says which are open', async () => {
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
  expect(names(true).toSorted()).toEqual(Object.keys(openRoutes).toSorted());
  expect(names(false).toSorted()).toEqual([...Object.keys(rows), ...Object.keys(ownRoutes)].toSorted());
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
