import { createSecretKey, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect, type AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import type { LightMyRequestResponse } from 'fastify';
import { createLocalJWKSet, jwtVerify, type JSONWebKeySet } from 'jose';
import { pino } from 'pino';
import { describe, expect, inject, onTestFinished, test } from 'vitest';
import { buildApp } from '../../src/app.ts';
import { composeOn, type OpenDatabase } from '../../src/compose.ts';
import { createPostgresPool } from '../../src/store/postgres-pool.ts';
import { readConfig } from '../../src/config.ts';
import type { Actor } from '../../src/domain/audit/actor.ts';
import { createClientSecret } from '../../src/domain/client-secret/create-client-secret.ts';
import type { Deps } from '../../src/domain/deps.ts';
import { importFederation } from '../../src/domain/federation/import-federation.ts';
import { text } from '../../src/messages.ts';
import { federation, identifiers, ids } from '../support/federation.ts';
import {
  byHand,
  type CreatedSecret,
  createTestClock,
  portalApi,
  publicUrl,
  startKeyturn,
  startOfTest,
  type TestKeyturn,
} from '../support/keyturn.ts';
import { createMemoryDatabase } from '../support/memory-database.ts';
import { startPostgresProxy } from '../support/postgres-proxy.ts';
import { createPostgresDatabase } from '../support/postgres.ts';

const formType = 'application/x-www-form-urlencoded';
const dayMs = 24 * 60 * 60 * 1000;
const startSeconds = startOfTest.getTime() / 1000;

type Headers = Record<string, string>;
type Client = { clientId: string; clientSecret: string };
type TokenAnswer = { access_token: string; token_type: string; expires_in: number };
type ErrorAnswer = { error: string; error_description: string; error_uri: string };
type App = TestKeyturn['app'];

const post = (
  app: App,
  payload: string | Buffer | Record<string, string>,
  { path = '/oauth2/token', headers = {} }: { path?: string; headers?: Headers } = {},
): Promise<LightMyRequestResponse> =>
  app.inject({
    method: 'POST',
    url: path,
    headers: { 'content-type': formType, ...headers },
    payload:
      typeof payload === 'string' || Buffer.isBuffer(payload)
        ? payload
        : new URLSearchParams(payload).toString(),
  });

const posted = ({ clientId, clientSecret }: Client, more: Record<string, string> = {}) => ({
  grant_type: 'client_credentials',
  client_id: clientId,
  client_secret: clientSecret,
  ...more,
});

const basic = (id: string, secret: string, scheme = 'Basic'): Headers => ({
  authorization: `${scheme} ${Buffer.from(`${id}:${secret}`).toString('base64')}`,
});

const commandLine: Actor = { kind: 'command-line', id: null, name: 'test', address: null };

const grant = { grant_type: 'client_credentials' };

/** The answer is a refusal in exactly the form of RFC 6749 section 5.2. */
function expectRefused(
  response: LightMyRequestResponse,
  status: number,
  error: string,
  description: string,
  about?: string,
): void {
  expect({ about, status: response.statusCode, body: response.json<ErrorAnswer>() }).toEqual({
    about,
    status,
    body: { error, error_description: description, error_uri: `${publicUrl}/guide#${error}` },
  });
  expectHeaders(response, error === 'invalid_client' ? `Basic realm="${publicUrl}"` : undefined, about);
}

function expectHeaders({ headers, body }: LightMyRequestResponse, challenge?: string, about?: string): void {
  expect({
    about,
    type: headers['content-type'],
    cache: [headers['cache-control'], headers['pragma']],
    challenge: headers['www-authenticate'],
    ascii: /^[\x20-\x7e]*$/.test(body),
  }).toEqual({
    about,
    type: 'application/json; charset=utf-8',
    cache: ['no-store', 'no-cache'],
    challenge,
    ascii: true,
  });
}

function expectIssued(response: LightMyRequestResponse, about?: string): TokenAnswer {
  const refused = response.statusCode === 200 ? null : response.body;
  expect({ about, status: response.statusCode, refused }).toEqual({ about, status: 200, refused: null });
  expectHeaders(response, undefined, about);
  return response.json<TokenAnswer>();
}

const unauthenticated = text('oauth.client-authentication-failed');

/** Header and claims of an access token, verified as an API does it: by the published keys. */
async function verified(keyturn: TestKeyturn, token: string) {
  const jwks = (await keyturn.app.inject({ url: '/oauth2/jwks' })).json<JSONWebKeySet>();
  return jwtVerify(token, createLocalJWKSet(jwks), {
    typ: 'at+jwt',
    issuer: publicUrl,
    algorithms: ['ES256'],
    currentDate: keyturn.clock.now(),
  });
}

async function audienceOf(keyturn: TestKeyturn, response: LightMyRequestResponse, about?: string) {
  const { payload } = await verified(keyturn, expectIssued(response, about).access_token);
  return payload.aud;
}

async function startWithSecret() {
  const keyturn = await startKeyturn();
  return { keyturn, app: keyturn.app, secret: await keyturn.createSecret('northData') };
}

describe('client authentication', () => {
  test('RFC 6749 2.3.1 client_secret_post and client_secret_basic, the scheme in any case, each get a token', async () => {
    const { app, secret } = await startWithSecret();
    const { clientId, clientSecret } = secret;
    const escaped = (value: string): string =>
      value.replace(/[^]/g, (character) => `%${character.charCodeAt(0).toString(16)}`);
    const requests: Record<string, () => Promise<LightMyRequestResponse>> = {
      post: () => post(app, posted(secret)),
      'post, the client ID in capitals': () =>
        post(app, posted({ clientId: clientId.toUpperCase(), clientSecret })),
      basic: () => post(app, grant, { headers: basic(clientId, clientSecret) }),
      BASIC: () => post(app, grant, { headers: basic(clientId, clientSecret, 'BASIC') }),
      bAsIc: () => post(app, grant, { headers: basic(clientId, clientSecret, 'bAsIc') }),
      'two spaces': () => post(app, grant, { headers: basic(clientId, clientSecret, 'Basic ') }),
      'form-encoded': () => post(app, grant, { headers: basic(escaped(clientId), escaped(clientSecret)) }),
      'equal client_id': () =>
        post(app, { ...grant, client_id: clientId }, { headers: basic(clientId, clientSecret) }),
      'equal client_id in capitals': () =>
        post(
          app,
          { ...grant, client_id: clientId.toUpperCase() },
          { headers: basic(clientId, clientSecret) },
        ),
      'empty client_secret': () =>
        post(app, { ...grant, client_secret: '' }, { headers: basic(clientId, clientSecret) }),
      'without base64 padding': () =>
        post(app, grant, {
          headers: {
            authorization: (basic(clientId, clientSecret)['authorization'] ?? '').replace(/=+$/, ''),
          },
        }),
    };
    for (const [about, request] of Object.entries(requests))
      expect(expectIssued(await request(), about).token_type).toBe('Bearer');
  });

  test('RFC 6749 2.3.1 Basic is form-decoded: + is a space, so that a secret with a raw + is not the one with %2B', async () => {
    const { app, secret } = await startWithSecret();
    const form = text('oauth.secret-form');
    for (const sent of [`${secret.clientSecret}+`, `+${secret.clientSecret}`, `${secret.clientSecret}%20`])
      expectRefused(
        await post(app, grant, { headers: basic(secret.clientId, sent) }),
        401,
        'invalid_client',
        form,
        sent,
      );
    // What follows the first colon is the secret, colons included.
    expectRefused(
      await post(app, grant, { headers: basic(secret.clientId, `a:${secret.clientSecret}`) }),
      401,
      'invalid_client',
      form,
    );
  });

  test('RFC 6749 5.2 a malformed Basic header is invalid_request', async () => {
    const { app, secret } = await startWithSecret();
    const encode = (value: string | Buffer): string => `Basic ${Buffer.from(value).toString('base64')}`;
    const malformed = {
      'no credentials': 'Basic',
      'no base64': 'Basic %%%',
      base64url: 'Basic YWI_Yzpk',
      'two values': 'Basic YTpi YTpi',
      'no colon': encode('abc'),
      'a broken percent sequence': encode('%zz:secret'),
      'a broken percent sequence in the secret': encode(`${secret.clientId}:%`),
      'broken UTF-8 behind percents': encode('%ff:secret'),
      'a NUL': encode(`${secret.clientId}:%00`),
    };
    for (const [about, authorization] of Object.entries(malformed))
      expectRefused(
        await post(app, grant, { headers: { authorization } }),
        400,
        'invalid_request',
        text('oauth.authorization-malformed'),
        about,
      );
  });

  test('RFC 6749 5.2 another scheme authenticates nobody; beside a secret in the body it is a second method', async () => {
    const { app, secret } = await startWithSecret();
    for (const authorization of [
      'Bearer abc',
      'Digest username="a"',
      'Basic-ish YTpi',
      'Negotiate',
      'Basic,YTpi',
    ]) {
      const headers = { authorization };
      for (const body of [grant, { ...grant, client_id: secret.clientId }])
        expectRefused(
          await post(app, body, { headers }),
          401,
          'invalid_client',
          unauthenticated,
          authorization,
        );
      expectRefused(
        await post(app, posted(secret), { headers }),
        400,
        'invalid_request',
        text('oauth.two-authentication-methods'),
        authorization,
      );
    }
  });

  test('RFC 6749 2.3 two methods at once, or a client_id that is not the one in Basic, are invalid_request', async () => {
    const { app, secret } = await startWithSecret();
    const headers = basic(secret.clientId, secret.clientSecret);
    expectRefused(
      await post(app, posted(secret), { headers }),
      400,
      'invalid_request',
      text('oauth.two-authentication-methods'),
    );
    expectRefused(
      await post(app, { ...grant, client_secret: 'x' }, { headers }),
      400,
      'invalid_request',
      text('oauth.two-authentication-methods'),
    );
    for (const client_id of [ids.applications.southData, 'x'])
      expectRefused(
        await post(app, { ...grant, client_id }, { headers }),
        400,
        'invalid_request',
        text('oauth.client-id-disagrees'),
        client_id,
      );
  });

  test('RFC 6749 5.2 unknown client, wrong secret, missing secret and missing client have one answer, byte for byte', async () => {
    const { keyturn, app, secret } = await startWithSecret();
    const foreign = await keyturn.createSecret('southData');
    const api = await keyturn.introspectionCredential('data');
    const { clientId } = secret;
    const { clientSecret } = foreign;
    const bodies: Record<string, Record<string, string>> = {
      'wrong secret': posted({ clientId, clientSecret }),
      'unknown client': posted({ clientId: randomUUID(), clientSecret }),
      'a client ID that is no UUID': posted({ clientId: "x' or 1=1", clientSecret }),
      'missing secret': { ...grant, client_id: clientId },
      'empty secret': posted({ clientId, clientSecret: '' }),
      'missing secret of an unknown client': { ...grant, client_id: randomUUID() },
      'missing client ID': { ...grant, client_secret: clientSecret },
      'missing both': grant,
      'an API without its credentials': posted({ clientId: ids.apis.search, clientSecret }),
      'an API with a wrong secret': posted({ clientId: ids.apis.data, clientSecret }),
      'an API’s secret with an application’s ID': posted({ clientId, clientSecret: api.clientSecret }),
      'an operator client with a wrong secret': posted({
        clientId: (await keyturn.operatorClient()).clientId,
        clientSecret,
      }),
    };
    const answers = new Map<string, string>();
    for (const [about, body] of Object.entries(bodies)) {
      const response = await post(app, body);
      expectRefused(response, 401, 'invalid_client', unauthenticated, about);
      const { date: _date, ...headers } = response.headers;
      answers.set(about, JSON.stringify([response.statusCode, headers, response.body]));
    }
    const overBasic = await post(app, grant, { headers: basic(clientId, clientSecret) });
    const { date: _date, ...headers } = overBasic.headers;
    answers.set('wrong secret over Basic', JSON.stringify([overBasic.statusCode, headers, overBasic.body]));
    expect([...new Set(answers.values())]).toHaveLength(1);
  });

  test('a malformed, a mistyped and an ID pasted as the secret are told so from the input alone, the same for unknown clients', async () => {
    const { app, secret } = await startWithSecret();
    const value = secret.clientSecret;
    const last = value.endsWith('0') ? '1' : '0';
    const cases = {
      [randomUUID()]: 'oauth.secret-is-id',
      [randomUUID().toUpperCase()]: 'oauth.secret-is-id',
      x: 'oauth.secret-form',
      [value.slice(0, -1)]: 'oauth.secret-form',
      [`${value}a`]: 'oauth.secret-form',
      [`${value} `]: 'oauth.secret-form',
      [`\u{1f511}${value}`]: 'oauth.secret-form',
      [value.replace('_kt_', '-kt-')]: 'oauth.secret-form',
      [value.slice(0, -1) + last]: 'oauth.secret-checksum',
      [(value.startsWith('a') ? 'b' : 'a') + value.slice(1)]: 'oauth.secret-checksum',
    } as const;
    for (const [clientSecret, key] of Object.entries(cases)) {
      const bodies = [];
      for (const clientId of [secret.clientId, randomUUID(), ids.apis.data, 'no UUID']) {
        const response = await post(app, posted({ clientId, clientSecret }));
        expectRefused(response, 401, 'invalid_client', text(key), clientSecret);
        bodies.push(response.body);
      }
      const { client_id: _id, ...withoutClientId } = posted({ clientId: '', clientSecret });
      bodies.push((await post(app, withoutClientId)).body);
      bodies.push((await post(app, grant, { headers: basic(secret.clientId, clientSecret) })).body);
      expect({ clientSecret, bodies: new Set(bodies).size }).toEqual({ clientSecret, bodies: 1 });
    }
  });

  test('a correct secret is never refused because others failed', async () => {
    const { app, secret } = await startWithSecret();
    const wrong = { ...secret, clientId: ids.applications.southData };
    for (let attempt = 0; attempt < 150; attempt += 1) {
      const { statusCode } = await post(app, posted(wrong));
      expect(statusCode).toBe(401);
      const { clientId } = secret;
      expect((await post(app, { ...grant, client_id: clientId })).statusCode).toBe(401);
    }
    expectIssued(await post(app, posted(secret)));
  });

  test('an API’s introspection credentials are unauthorized_client here', async () => {
    const keyturn = await startKeyturn();
    const api = await keyturn.introspectionCredential('data');
    for (const response of [
      await post(keyturn.app, posted(api, { resource: identifiers.data })),
      await post(keyturn.app, grant, { headers: basic(api.clientId, api.clientSecret) }),
    ])
      expectRefused(response, 400, 'unauthorized_client', text('oauth.api-credentials'));
  });
});

describe('a secret that no longer works', () => {
  const name = 'Secret by Anna Sample';

  async function startNamed(expiresAt = new Date('2027-04-01T09:00:00Z')) {
    const keyturn = await startKeyturn();
    const secret = await keyturn.createSecret('northData', { name, expiresAt });
    return { keyturn, secret, request: () => post(keyturn.app, posted(secret)) };
  }

  const change = async (
    keyturn: TestKeyturn,
    { id }: CreatedSecret,
    method: 'DELETE' | 'POST',
    action = '',
  ) => {
    const url = `/api/v1/applications/${ids.applications.northData}/secrets/${id}${action}`;
    const response = await keyturn.app.inject({ method, url, headers: await keyturn.signedIn('peter') });
    expect([200, 204]).toContain(response.statusCode);
  };

  test('R2.4 an expired secret is told to who proves it, from the instant on: hint, ID and when, never the name', async () => {
    const { keyturn, secret, request } = await startNamed();
    keyturn.clock.set('2027-04-01T08:59:59.999Z');
    expectIssued(await request());
    keyturn.clock.advance(1);
    const response = await request();
    expectRefused(
      response,
      401,
      'invalid_client',
      `The client secret ${secret.hint}... (ID ${secret.id}) expired on 2027-04-01 09:00 UTC. Ask a credential manager of the application for a new one.`,
    );
    expect(response.body).not.toContain('Anna');
    expect(response.body).not.toContain(secret.clientSecret);
  });

  test('R2.4 a disabled secret is told with when, and what to do', async () => {
    const { keyturn, secret, request } = await startNamed();
    keyturn.clock.advance(90_061_000);
    await change(keyturn, secret, 'POST', '/disable');
    keyturn.clock.advance(1000);
    const response = await request();
    expectRefused(
      response,
      401,
      'invalid_client',
      `The client secret ${secret.hint}... (ID ${secret.id}) was disabled on 2027-03-17 11:01 UTC. Ask a credential manager of the application to enable it, or for a new one.`,
    );
    expect(response.body).not.toContain('Anna');
  });

  test('R1.5 R2.4 a deleted secret is told with when, also when it was disabled or has expired meanwhile', async () => {
    const { keyturn, secret, request } = await startNamed();
    await change(keyturn, secret, 'POST', '/disable');
    keyturn.clock.advance(1000);
    await change(keyturn, secret, 'DELETE');
    const description = `The client secret ${secret.hint}... (ID ${secret.id}) was deleted on 2027-03-16 10:00 UTC. Ask a credential manager of the application for a new one.`;
    expectRefused(await request(), 401, 'invalid_client', description);
    keyturn.clock.set('2027-04-02T00:00:00Z');
    const response = await request();
    expectRefused(response, 401, 'invalid_client', description);
    expect(response.body).not.toContain('Anna');
  });

  test('R1.9 90 days after it expired or was deleted, it answers as an unknown one', async () => {
    const { keyturn, secret, request } = await startNamed();
    const other = await keyturn.createSecret('northData', { name: 'Deleted' });
    await change(keyturn, other, 'DELETE');
    keyturn.clock.set(new Date(startOfTest.getTime() + 90 * dayMs - 1));
    const told = (await post(keyturn.app, posted(other))).json<ErrorAnswer>();
    expect(told.error_description).toContain(`(ID ${other.id}) was deleted on`);
    keyturn.clock.advance(1);
    expectRefused(await post(keyturn.app, posted(other)), 401, 'invalid_client', unauthenticated);

    keyturn.clock.set(new Date(secret.expiresAt.getTime() + 90 * dayMs - 1));
    expect((await request()).json<ErrorAnswer>().error_description).toContain('expired on');
    keyturn.clock.advance(1);
    expectRefused(await request(), 401, 'invalid_client', unauthenticated);
  });

  test('a disabled application and a disabled organisation are told to who proves a secret, and to nobody else', async () => {
    const { keyturn, secret, request } = await startNamed();
    const { db } = keyturn.deps;
    const wrong = () => post(keyturn.app, { ...posted(secret), client_id: ids.applications.southData });
    await byHand(keyturn.deps, db.updateTable('application').set({ status: 'disabled' }));
    expectRefused(
      await request(),
      401,
      'invalid_client',
      'The application is disabled. Ask a credential manager of the application, or support@example.org, why.',
    );
    expectRefused(await wrong(), 401, 'invalid_client', unauthenticated);
    await byHand(keyturn.deps, db.updateTable('application').set({ status: 'active' }));
    await byHand(keyturn.deps, db.updateTable('organisation').set({ status: 'disabled' }));
    expectRefused(
      await request(),
      401,
      'invalid_client',
      'The organisation of the application is disabled. Ask support@example.org why.',
    );
    expectRefused(await wrong(), 401, 'invalid_client', unauthenticated);
    await byHand(keyturn.deps, db.updateTable('organisation').set({ status: 'active' }));
    expectIssued(await request());
  });
});

describe('parameters', () => {
  test('RFC 6749 3.2 unknown parameters are ignored, and an empty value counts as left out', async () => {
    const { app, secret } = await startWithSecret();
    const base = new URLSearchParams(posted(secret)).toString();
    for (const more of [
      'audience=x&nonce=1',
      '__proto__=x&constructor=y&toString=z',
      'resource=',
      'resource=&resource=',
      'resource',
      'scope=&resource=',
      'client_secret=&client_id=',
      'grant_type=',
      '&&&',
      '=x',
    ])
      expectIssued(await post(app, `${base}&${more}`), more);
  });

  test('RFC 6749 5.2 a missing or empty grant_type is invalid_request, another one unsupported_grant_type', async () => {
    const { app, secret } = await startWithSecret();
    const { grant_type: _grant, ...rest } = posted(secret);
    for (const body of [rest, { ...rest, grant_type: '' }, {}])
      expectRefused(
        await post(app, body),
        400,
        'invalid_request',
        text('oauth.parameter-missing', { name: 'grant_type' }),
      );
    for (const grant_type of [
      'password',
      'refresh_token',
      'CLIENT_CREDENTIALS',
      ' client_credentials',
      '\u{1f511}',
    ])
      expectRefused(
        await post(app, { ...rest, grant_type }),
        400,
        'unsupported_grant_type',
        text('oauth.unsupported-grant-type'),
        grant_type,
      );
  });

  test('RFC 6749 3.2 a repeated parameter is invalid_request, known or not, equal or not; its name is told in ASCII', async () => {
    const { app, secret } = await startWithSecret();
    const base = new URLSearchParams(posted(secret)).toString();
    for (const [more, name] of [
      ['grant_type=client_credentials', 'grant_type'],
      [`client_id=${secret.clientId}`, 'client_id'],
      ['client_secret=x', 'client_secret'],
      ['scope=a&scope=a', 'scope'],
      ['foo=1&foo=2', 'foo'],
      ['sc%6Fpe=a&scope=b', 'scope'],
      ['%22%5C%C3%A9=1&%22%5C%C3%A9=2', '???'],
      [`${'n'.repeat(80)}=1&${'n'.repeat(80)}=2`, 'n'.repeat(50)],
    ] as const)
      expectRefused(
        await post(app, `${base}&${more}`),
        400,
        'invalid_request',
        `The parameter ${name} occurs more than once.`,
        more,
      );
  });

  test('RFC 8707 2 resource twice is invalid_target, also when equal', async () => {
    const { app, secret } = await startWithSecret();
    const resource = encodeURIComponent(identifiers.data);
    const base = new URLSearchParams(posted(secret)).toString();
    for (const other of [resource, ids.apis.data, 'x'])
      expectRefused(
        await post(app, `${base}&resource=${resource}&resource=${other}`),
        400,
        'invalid_target',
        text('oauth.resource-repeated'),
        other,
      );
  });

  test('query parameters are ignored, but a client secret there is invalid_request', async () => {
    const { keyturn, app, secret } = await startWithSecret();
    const tenant = keyturn.deps.tenantId;
    for (const path of ['/oauth2/token', `/${tenant}/oauth2/token`, `/${tenant}/oauth2/v2.0/token`]) {
      const ignored = 'grant_type=password&resource=x&resource=y&scope=x&client_id=x&%zz';
      expectIssued(await post(app, posted(secret), { path: `${path}?${ignored}` }), path);
      for (const query of [
        `client_secret=${secret.clientSecret}`,
        'a=b&client_secret=x',
        'client%5Fsecret=x',
      ]) {
        const response = await post(app, posted(secret), { path: `${path}?${query}` });
        expectRefused(response, 400, 'invalid_request', text('oauth.secret-in-query'), query);
        expect(response.body).not.toContain(secret.clientSecret);
      }
      // Credentials in the query authenticate nobody.
      const inQuery = await post(app, grant, { path: `${path}?client_id=${secret.clientId}` });
      expectRefused(inQuery, 401, 'invalid_client', unauthenticated);
    }
  });

  test('client authentication comes before what is asked for: who fails it learns nothing of scopes and resources', async () => {
    const { app, secret } = await startWithSecret();
    const wrong = { ...secret, clientId: ids.applications.southData };
    for (const more of [{ scope: 'openid' }, { resource: 'x' }, { resource: identifiers.search }])
      expectRefused(await post(app, posted(wrong, more)), 401, 'invalid_client', unauthenticated);
  });
});

describe('the resource', () => {
  test('RFC 8707 by identifier: aud is the identifier; by UUID in any letter case: aud is the UUID', async () => {
    const keyturn = await startKeyturn();
    const secret = await keyturn.createSecret('northSearch');
    const request = (more: Record<string, string>) => post(keyturn.app, posted(secret, more));
    const id = ids.apis.searchSandbox;
    for (const [resource, audience] of [
      [identifiers.searchSandbox, identifiers.searchSandbox],
      [id, id],
      [id.toUpperCase(), id],
    ] as const) {
      expect(await audienceOf(keyturn, await request({ resource }), resource)).toBe(audience);
      const scope = `${resource}/.default`;
      expect(await audienceOf(keyturn, await request({ scope }), scope)).toBe(audience);
      expect(await audienceOf(keyturn, await request({ scope, resource }), `${scope} twice`)).toBe(audience);
    }
  });

  test('scope loses exactly a final /.default, so that an identifier may end in a slash', async () => {
    const keyturn = await startKeyturn();
    const { apis } = federation;
    const identifier = `${identifiers.data}/`;
    const files = { apis: apis.map((api) => (api.id === ids.apis.data ? { ...api, identifier } : api)) };
    expect((await importFederation(keyturn.deps, commandLine, files, { dryRun: false })).problems).toEqual(
      [],
    );
    const secret = await keyturn.createSecret('northData');
    const request = (scope: string) => post(keyturn.app, posted(secret, { scope }));
    expect(await audienceOf(keyturn, await request(`${identifier}/.default`))).toBe(identifier);
    expectRefused(
      await request(`${identifiers.data}/.default`),
      400,
      'invalid_target',
      text('oauth.resource-not-permitted', { resources: identifier }),
    );
  });

  test('RFC 6749 5.2 any other scope is invalid_scope', async () => {
    const { app, secret } = await startWithSecret();
    for (const scope of [
      identifiers.data,
      `${identifiers.data}/.Default`,
      `${identifiers.data}/.default `,
      `${identifiers.data}/.default openid`,
      `openid ${identifiers.data}/.default`,
      `${identifiers.data}/.default ${identifiers.search}/.default`,
      '/.default',
      '.default',
      'openid',
      ' ',
    ])
      expectRefused(
        await post(app, posted(secret, { scope })),
        400,
        'invalid_scope',
        text('oauth.scope-form'),
        scope,
      );
  });

  test('scope and resource that disagree are invalid_target', async () => {
    const keyturn = await startKeyturn();
    const secret = await keyturn.createSecret('northSearch');
    const scope = `${identifiers.search}/.default`;
    for (const resource of [identifiers.searchSandbox, 'x', ids.apis.searchSandbox])
      expectRefused(
        await post(keyturn.app, posted(secret, { scope, resource })),
        400,
        'invalid_target',
        text('oauth.scope-disagrees'),
        resource,
      );
  });

  test('scope and resource that are one UUID in two letter cases agree', async () => {
    const { keyturn, app, secret } = await startWithSecret();
    const scope = `${ids.apis.data.toUpperCase()}/.default`;
    const response = await post(app, posted(secret, { scope, resource: ids.apis.data }));
    expect(await audienceOf(keyturn, response)).toBe(ids.apis.data);
  });

  test('left out: the only API; invalid_target with the choice when there are several, or none', async () => {
    const keyturn = await startKeyturn();
    const [one, two] = [await keyturn.createSecret('northData'), await keyturn.createSecret('northSearch')];
    expect(await audienceOf(keyturn, await post(keyturn.app, posted(one)))).toBe(identifiers.data);
    const both = `${identifiers.searchSandbox}, ${identifiers.search}`;
    expectRefused(
      await post(keyturn.app, posted(two)),
      400,
      'invalid_target',
      `The application may use several APIs. Name one with the parameter resource: ${both}`,
    );
    // A disabled API is no choice.
    await byHand(
      keyturn.deps,
      keyturn.deps.db.updateTable('api').set({ status: 'disabled' }).where('environment', '=', 'sandbox'),
    );
    expect(await audienceOf(keyturn, await post(keyturn.app, posted(two)))).toBe(identifiers.search);
    await byHand(keyturn.deps, keyturn.deps.db.updateTable('api').set({ status: 'disabled' }));
    for (const secret of [one, two])
      expectRefused(
        await post(keyturn.app, posted(secret)),
        400,
        'invalid_target',
        'The application is not permitted to use any API. Ask support@example.org.',
      );
  });

  test('R2.2 R3.3 unknown, not permitted and disabled APIs are one invalid_target that lists the permitted', async () => {
    const keyturn = await startKeyturn();
    const secret = await keyturn.createSecret('northSearch');
    const refused = (permitted: string) =>
      `The resource is unknown, or the application is not permitted to use it. Permitted: ${permitted}`;
    const both = `${identifiers.searchSandbox}, ${identifiers.search}`;
    const request = (resource: string) => post(keyturn.app, posted(secret, { resource }));
    for (const resource of [
      identifiers.data,
      ids.apis.data,
      randomUUID(),
      'https://unknown.example.org',
      `${identifiers.search}/`,
      identifiers.search.toUpperCase(),
      `${portalApi}/`,
      `${portalApi}/v1`,
      '\u{1f511}',
    ])
      expectRefused(await request(resource), 400, 'invalid_target', refused(both), resource);

    await byHand(
      keyturn.deps,
      keyturn.deps.db.updateTable('api').set({ status: 'disabled' }).where('id', '=', ids.apis.search),
    );
    for (const resource of [identifiers.search, ids.apis.search])
      expectRefused(await request(resource), 400, 'invalid_target', refused(identifiers.searchSandbox));
  });

  test('every application gets a token of 300 seconds for the portal API, also without any other API', async () => {
    const { keyturn, app, secret } = await startWithSecret();
    await byHand(keyturn.deps, keyturn.deps.db.updateTable('api').set({ status: 'disabled' }));
    for (const more of [{ resource: portalApi }, { scope: `${portalApi}/.default` }]) {
      const answer = expectIssued(await post(app, posted(secret, more)));
      expect(answer.expires_in).toBe(300);
      const { payload } = await verified(keyturn, answer.access_token);
      expect(payload).toMatchObject({ aud: portalApi, roles: [], exp: startSeconds + 300 });
    }
  });
});

describe('the access token', () => {
  test('RFC 9068 has the header and exactly the claims of the interface, and the published keys verify it', async () => {
    const keyturn = await startKeyturn();
    const secret = await keyturn.createSecret('northSearch');
    const answer = expectIssued(await post(keyturn.app, posted(secret, { resource: identifiers.search })));
    const { access_token, ...rest } = answer;
    expect(rest).toEqual({ token_type: 'Bearer', expires_in: 3599 });
    const { protectedHeader, payload } = await verified(keyturn, access_token);
    const { jti, status, ...claims } = payload;
    expect(status).toEqual({
      status_list: {
        idx: expect.any(Number) as number,
        uri: `${publicUrl}/oauth2/status-lists/0`,
      },
    });
    expect(jti).toMatch(/^[0-9a-f-]{36}$/);
    const { keys } = (await keyturn.app.inject({ url: '/oauth2/jwks' })).json<JSONWebKeySet>();
    expect(protectedHeader).toEqual({ typ: 'at+jwt', alg: 'ES256', kid: keys[0]?.kid });
    expect(claims).toEqual({
      iss: publicUrl,
      sub: ids.applications.northSearch,
      aud: identifiers.search,
      iat: startSeconds,
      nbf: startSeconds - 300,
      exp: startSeconds + 3599,
      client_id: ids.applications.northSearch,
      ver: '1.0',
      idtyp: 'app',
      appid: ids.applications.northSearch,
      appidacr: '1',
      azp: ids.applications.northSearch,
      azpacr: '1',
      tid: keyturn.deps.tenantId,
      org: ids.organisations.north,
      roles: ['SMC.Use'],
      credential_id: secret.id,
    });
  });

  test('R2.5 its version goes with its audience, as at Entra, whichever endpoint issued it', async () => {
    const { keyturn, app, secret } = await startWithSecret();
    const paths = ['', `/${keyturn.deps.tenantId}`, `/${keyturn.deps.tenantId}`];
    for (const [index, suffix] of ['/oauth2/token', '/oauth2/token', '/oauth2/v2.0/token'].entries())
      for (const [resource, ver] of [
        [identifiers.data, '1.0'],
        [ids.apis.data, '2.0'],
        [portalApi, '1.0'],
      ] as const) {
        const answer = await post(app, posted(secret, { resource }), { path: `${paths[index]}${suffix}` });
        const { access_token } = expectIssued(answer);
        expect((await verified(keyturn, access_token)).payload).toMatchObject({ aud: resource, ver });
      }
  });

  test('a verifier whose clock is five minutes slow accepts it at once, and six minutes not', async () => {
    const { keyturn, app, secret } = await startWithSecret();
    const { access_token } = expectIssued(await post(app, posted(secret)));
    const jwks = createLocalJWKSet((await app.inject({ url: '/oauth2/jwks' })).json<JSONWebKeySet>());
    const at = (secondsAgo: number) =>
      jwtVerify(access_token, jwks, {
        currentDate: new Date(keyturn.clock.now().getTime() - secondsAgo * 1000),
      });
    await expect(at(300)).resolves.toHaveProperty('payload.iat', startSeconds);
    await expect(at(301)).rejects.toThrow(/"nbf" claim timestamp check failed/);
  });

  test('RFC 9068 2.2 jti differs in every token', async () => {
    const { keyturn, app, secret } = await startWithSecret();
    const seen = new Set<unknown>();
    for (let count = 0; count < 5; count += 1) {
      const { access_token } = expectIssued(await post(app, posted(secret)));
      seen.add((await verified(keyturn, access_token)).payload.jti);
    }
    expect(seen.size).toBe(5);
  });

  test('never outlives the secret that obtained it', async () => {
    const { keyturn, app, secret } = await startWithSecret();
    const expirySeconds = secret.expiresAt.getTime() / 1000;
    keyturn.clock.set(new Date(secret.expiresAt.getTime() - 60_000));
    const tenant = keyturn.deps.tenantId;
    const answer = expectIssued(await post(app, posted(secret)));
    expect(answer.expires_in).toBe(60);
    expect((await verified(keyturn, answer.access_token)).payload.exp).toBe(expirySeconds);
    const first = (await post(app, posted(secret), { path: `/${tenant}/oauth2/token` })).json<object>();
    expect(first).toMatchObject({
      expires_in: '60',
      ext_expires_in: '60',
      expires_on: String(expirySeconds),
      not_before: String(expirySeconds - 60 - 300),
    });
    const portal = expectIssued(await post(app, posted(secret, { resource: portalApi })));
    expect(portal.expires_in).toBe(60);
    // Rounded down, never up.
    keyturn.clock.advance(30_400);
    const later = expectIssued(await post(app, posted(secret)));
    const { payload } = await verified(keyturn, later.access_token);
    expect(payload).toMatchObject({ iat: expirySeconds - 30, exp: expirySeconds });
  });

  test('lives as long as its API says, otherwise as configured', async () => {
    const keyturn = await startKeyturn({ accessTokenTtlSeconds: 1234 });
    const secret = await keyturn.createSecret('northSearch');
    const { db } = keyturn.deps;
    await byHand(
      keyturn.deps,
      db.updateTable('api').set({ token_ttl_seconds: 90 }).where('id', '=', ids.apis.search),
    );
    const expiresIn = async (resource: string) =>
      expectIssued(await post(keyturn.app, posted(secret, { resource }))).expires_in;
    expect(await expiresIn(identifiers.search)).toBe(90);
    expect(await expiresIn(identifiers.searchSandbox)).toBe(1234);
    expect(await expiresIn(portalApi)).toBe(300);
  });
});

describe('the requests that members send today', () => {
  test('R2.3 the v1 form answers exactly its fields, strings of seconds', async () => {
    const { keyturn, app, secret } = await startWithSecret();
    const path = `/${keyturn.deps.tenantId}/oauth2/token`;
    for (const resource of [identifiers.data, ids.apis.data, ids.apis.data.toUpperCase()]) {
      const response = await post(app, posted(secret, { resource }), { path });
      const { access_token, ...rest } = expectIssued(response);
      expect((await verified(keyturn, access_token)).payload.sub).toBe(secret.clientId);
      expect(rest).toEqual({
        token_type: 'Bearer',
        expires_in: '3599',
        ext_expires_in: '3599',
        expires_on: String(startSeconds + 3599),
        not_before: String(startSeconds - 300),
        resource,
      });
    }
    const leftOut = (await post(app, posted(secret), { path })).json<{ resource: string }>();
    expect(leftOut.resource).toBe(identifiers.data);
    const overBasic = await post(app, grant, { path, headers: basic(secret.clientId, secret.clientSecret) });
    expectIssued(overBasic);
  });

  test('R2.3 the v2 form answers exactly its fields, with numbers', async () => {
    const { keyturn, app, secret } = await startWithSecret();
    const path = `/${keyturn.deps.tenantId}/oauth2/v2.0/token`;
    const response = await post(app, posted(secret, { scope: `${identifiers.data}/.default` }), { path });
    const { access_token, ...rest } = expectIssued(response);
    expect((await verified(keyturn, access_token)).payload.aud).toBe(identifiers.data);
    expect(rest).toEqual({ token_type: 'Bearer', expires_in: 3599, ext_expires_in: 3599 });
  });

  test('the tenant ID in any letter case; an unknown tenant is invalid_request whatever else is sent', async () => {
    const { keyturn, app, secret } = await startWithSecret();
    const { tenantId } = keyturn.deps;
    for (const suffix of ['/oauth2/token', '/oauth2/v2.0/token']) {
      expectIssued(await post(app, posted(secret), { path: `/${tenantId.toUpperCase()}${suffix}` }));
      for (const tenant of [randomUUID(), 'common', `${tenantId}%00`, `${tenantId}%C3%A9`, 'x'.repeat(90)])
        for (const body of [posted(secret), grant])
          expectRefused(
            await post(app, body, { path: `/${tenant}${suffix}` }),
            400,
            'invalid_request',
            text('oauth.unknown-tenant'),
            tenant,
          );
    }
  });

  test('R2.4 errors of the tenant endpoints are those of the standard one', async () => {
    const { keyturn, app, secret } = await startWithSecret();
    const bodies = [
      posted({ ...secret, clientId: randomUUID() }),
      posted(secret, { resource: 'x' }),
      posted(secret, { scope: 'x' }),
      {},
    ];
    for (const body of bodies) {
      const standard = await post(app, body);
      for (const suffix of ['/oauth2/token', '/oauth2/v2.0/token']) {
        const response = await post(app, body, { path: `/${keyturn.deps.tenantId}${suffix}` });
        expect([response.statusCode, response.json()]).toEqual([standard.statusCode, standard.json()]);
      }
    }
  });
});

describe('HTTP', () => {
  test('RFC 9110 15.5.6 other methods than POST are 405 with Allow', async () => {
    const keyturn = await startKeyturn();
    const { tenantId } = keyturn.deps;
    for (const url of [
      '/oauth2/token',
      `/${tenantId}/oauth2/token`,
      `/${tenantId}/oauth2/v2.0/token`,
      '/oauth2/introspect',
    ])
      for (const method of ['GET', 'PUT', 'PATCH', 'DELETE'] as const) {
        const response = await keyturn.app.inject({ method, url });
        expectRefused(response, 405, 'invalid_request', text('oauth.method-not-allowed'), `${method} ${url}`);
        expect(response.headers.allow).toBe('POST');
      }
    const head = await keyturn.app.inject({ method: 'HEAD', url: '/oauth2/token' });
    expect([head.statusCode, head.headers.allow]).toEqual([405, 'POST']);
  });

  test('the content type must be that of a form, with or without charset', async () => {
    const { app, secret } = await startWithSecret();
    for (const type of [`${formType}; charset=UTF-8`, `${formType};charset=utf-8`, formType.toUpperCase()])
      expectIssued(await post(app, posted(secret), { headers: { 'content-type': type } }), type);
    for (const type of ['application/json', 'text/plain', 'multipart/form-data; boundary=x', 'x', ''])
      expectRefused(
        await post(app, posted(secret), { headers: { 'content-type': type } }),
        400,
        'invalid_request',
        text('oauth.content-type'),
        type,
      );
    const withoutBody = await app.inject({ method: 'POST', url: '/oauth2/token' });
    expectRefused(
      withoutBody,
      400,
      'invalid_request',
      text('oauth.parameter-missing', { name: 'grant_type' }),
    );
  });

  test('RFC 9110 15.5.14 a body over 16 KiB is 413, with and without Content-Length; 16 KiB pass', async () => {
    const { app, secret } = await startWithSecret();
    const base = `${new URLSearchParams(posted(secret)).toString()}&padding=`;
    const fitting = base + 'x'.repeat(16 * 1024 - base.length);
    expectIssued(await post(app, fitting));
    const large = () => text('oauth.body-too-large');
    expectRefused(await post(app, `${fitting}x`), 413, 'invalid_request', large());
    const chunked = await app.inject({
      method: 'POST',
      url: '/oauth2/token',
      headers: { 'content-type': formType },
      payload: Readable.from([fitting, 'x']),
    });
    expectRefused(chunked, 413, 'invalid_request', large());
  });

  test('WHATWG URL 5 a NUL, a broken percent sequence and broken UTF-8 are invalid_request wherever they stand', async () => {
    const { app, secret } = await startWithSecret();
    const base = new URLSearchParams(posted(secret)).toString();
    const bytes = (...codes: number[]): Buffer =>
      Buffer.concat([Buffer.from(`${base}&foo=`), Buffer.from(codes)]);
    const bodies: Record<string, string | Buffer> = {
      'NUL in a value': `${base}&foo=a%00b`,
      'NUL in a name': `${base}&a%00b=1`,
      'NUL in the secret': base.replace('client_secret=', 'client_secret=%00'),
      'NUL in the client ID': base.replace('client_id=', 'client_id=%00'),
      'raw NUL': bytes(0),
      'lonely percent': `${base}&foo=100%`,
      'short percent': `${base}&foo=%4`,
      'percent and no hex': `${base}&foo=%gg`,
      'percent in a name': `${base}&%=1`,
      'escaped invalid UTF-8': `${base}&foo=%ff`,
      'escaped surrogate': `${base}&foo=%ed%a0%80`,
      'escaped overlong slash': `${base}&foo=%c0%af`,
      'raw invalid UTF-8': bytes(0xff),
      'raw truncated UTF-8': bytes(0xe2, 0x82),
    };
    for (const [about, body] of Object.entries(bodies))
      expectRefused(await post(app, body), 400, 'invalid_request', text('oauth.body-malformed'), about);
  });

  test('10,000 parameters, hostile names and huge headers are answered with 4xx, never 5xx', async () => {
    const { keyturn, app, secret } = await startWithSecret();
    const base = new URLSearchParams(posted(secret)).toString();
    const many = Array.from({ length: 10_000 }, (_, index) => `p${index}=1`).join('&');
    expect((await post(app, many)).statusCode).toBe(413);
    expectIssued(await post(app, base + '&'.repeat(10_000)));
    expectRefused(
      await post(app, 'a=1&'.repeat(4_000)),
      400,
      'invalid_request',
      'The parameter a occurs more than once.',
    );
    for (const authorization of [
      `Basic ${'A'.repeat(100_000)}`,
      `Basic ${Buffer.from(`${'a'.repeat(50_000)}:${'b'.repeat(50_000)}`).toString('base64')}`,
      `Basic ${' '.repeat(50_000)}x`,
      'x'.repeat(100_000),
    ]) {
      const { statusCode } = await post(app, grant, { headers: { authorization } });
      expect([400, 401]).toContain(statusCode);
    }
    keyturn.clock.advance(1);
    expectIssued(await post(app, base, { headers: { 'user-agent': 'x'.repeat(100_000) } }));
    await keyturn.deps.usage.flush();
    const uses = await keyturn.deps.db.selectFrom('client_secret_use').selectAll().execute();
    expect(uses.map((use) => use.last_user_agent?.length)).toEqual([300]);
  });

  test('RFC 6585 5 on a real connection, headers over the limit are 431 and a malformed request line is 400', async () => {
    const keyturn = await startKeyturn();
    await keyturn.app.listen({ host: '127.0.0.1', port: 0 });
    const { port } = keyturn.app.server.address() as AddressInfo;
    const status = async (request: string): Promise<string> => {
      const socket = connect(port, '127.0.0.1');
      let answer = '';
      socket.setEncoding('latin1').on('data', (data: string) => (answer += data));
      socket.end(request);
      await once(socket, 'close');
      return answer.slice(0, 12);
    };
    const head = `POST /oauth2/token HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: ${formType}\r\n`;
    expect(await status(`${head}X-Large: ${'x'.repeat(40_000)}\r\n\r\n`)).toBe('HTTP/1.1 431');
    expect(await status(`${head}Content-Length: x\r\n\r\n`)).toBe('HTTP/1.1 400');
    expect(await status(`${head}Content-Length: 0\r\n\r\n`)).toBe('HTTP/1.1 400');
    expect(await status('\0\r\n\r\n')).toBe('HTTP/1.1 400');
  });

  test('RFC 6749 5.2 a tenant that does not decode, or is overlong, is invalid_request like any unknown one', async () => {
    const { app, secret } = await startWithSecret();
    for (const tenant of ['%zz', '%ff', 'x'.repeat(101), 'x'.repeat(10_000)])
      for (const end of ['oauth2/token', 'oauth2/v2.0/token', 'oauth2/token?x=/'])
        expectRefused(
          await post(app, posted(secret), { path: `/${tenant}/${end}` }),
          400,
          'invalid_request',
          text('oauth.unknown-tenant'),
          `${tenant.slice(0, 10)} ${end}`,
        );
  });

  test('elsewhere, a path that does not decode or is overlong is answered with problem details', async () => {
    const { app } = await startWithSecret();
    for (const [url, status, code] of [
      ['/%zz/oauth2/tokens', 400, 'malformed-url'],
      ['/api/v1/applications/%zz', 400, 'malformed-url'],
      [`/api/v1/applications/${'x'.repeat(101)}`, 404, 'not-found'],
    ] as const) {
      const response = await app.inject({ url });
      expect([response.statusCode, response.headers['content-type']]).toEqual([
        status,
        'application/problem+json',
      ]);
      expect(response.json()).toMatchObject({ status, code });
    }
  });

  test('a path that is no endpoint is 4xx', async () => {
    const { app, secret } = await startWithSecret();
    for (const [path, status] of [
      ['/oauth2/token/', 404],
      ['/oauth2/Token', 404],
      ['//oauth2/token', 400],
    ] as const)
      expect([path, (await post(app, posted(secret), { path })).statusCode]).toEqual([path, status]);
  });
});

describe('without the database', () => {
  test('RFC 6749 4.1.2.1 every endpoint that needs it answers 503 temporarily_unavailable with Retry-After, and works again afterwards', async () => {
    const { opened, interrupt } = await openInterruptibleDatabase();
    const { app, deps } = await startOn(opened);
    const value = await createSecretOn(deps);
    const client = { clientId: ids.applications.northData, clientSecret: value };
    const { access_token } = expectIssued(await post(app, posted(client)));

    const restore = await interrupt();
    const description = text('oauth.unavailable');
    for (const response of [
      await post(app, posted(client)),
      await post(
        app,
        { token: access_token },
        { path: '/oauth2/introspect', headers: basic(ids.apis.data, value) },
      ),
      await app.inject({ url: '/connectivity', headers: { authorization: `Bearer ${access_token}` } }),
    ]) {
      expectRefused(response, 503, 'temporarily_unavailable', description);
      expect(response.headers['retry-after']).toBe('1');
    }
    // What needs no database is told without it.
    expectRefused(
      await post(app, posted({ ...client, clientSecret: 'x' })),
      401,
      'invalid_client',
      text('oauth.secret-form'),
    );

    await restore();
    expectIssued(await post(app, posted(client)));
  });

  test('a request that meets a closed pool, as at a stop, is 503 too', async () => {
    const { opened } = await openInterruptibleDatabase();
    const { app, deps } = await startOn(opened);
    const client = { clientId: ids.applications.northData, clientSecret: await createSecretOn(deps) };
    await deps.db.destroy();
    expectRefused(await post(app, posted(client)), 503, 'temporarily_unavailable', text('oauth.unavailable'));
  });
});

/** A database that can be cut off and brought back: the connection on PostgreSQL, the only session when embedded. */
async function openInterruptibleDatabase(): Promise<{
  opened: OpenDatabase;
  interrupt: () => Promise<() => Promise<void>>;
}> {
  const masterKey = createSecretKey(Buffer.alloc(32, 7));
  if (inject('database') === 'embedded') {
    const { pool, close } = await createMemoryDatabase({ acquireTimeoutMs: 150 });
    const interrupt = async () => {
      const holder = await pool.connect();
      return () => Promise.resolve(holder.release());
    };
    return { opened: { pool, masterKey, close }, interrupt };
  }
  const database = await createPostgresDatabase(inject('postgresUrl'));
  const proxy = await startPostgresProxy(database.url);
  const pool = createPostgresPool(proxy.url);
  const close = async () => {
    if (!pool.ending) await pool.end();
    await proxy.stop();
    await database.drop();
  };
  const interrupt = async () => {
    await proxy.stop();
    return proxy.start;
  };
  return { opened: { pool, masterKey, close }, interrupt };
}

/** Keyturn with the sample federation on this database. */
async function startOn(opened: OpenDatabase): Promise<{ app: App; deps: Deps }> {
  const environment = { KEYTURN_PUBLIC_URL: publicUrl, KEYTURN_MAIL: 'files' };
  const result = readConfig(environment, () => '', 'serve');
  if (!result.ok) throw new Error(result.problems.join('\n'));
  const options = {
    config: result.config,
    demo: false,
    clock: createTestClock(),
    log: pino({ level: 'silent' }),
  };
  const { deps, close } = await composeOn(opened, options);
  const app = await buildApp(deps);
  onTestFinished(async () => {
    await app.close();
    await close();
  });
  const { problems } = await importFederation(deps, commandLine, federation, { dryRun: false });
  expect(problems).toEqual([]);
  return { app, deps };
}

async function createSecretOn(deps: Deps): Promise<string> {
  const actor: Actor = {
    kind: 'user',
    id: ids.users.peter,
    name: 'Peter (sample)',
    role: 'member',
    mfaAt: deps.clock.now(),
    sessionId: null,
    address: null,
  };
  const target = { clientId: ids.applications.northData, expectedRevisions: null };
  const expiresAt = new Date(deps.clock.now().getTime() + 100 * dayMs);
  const input = { name: 'Secret', expiresAt, replacesSecretId: null };
  return (await createClientSecret(deps, actor, target, input)).value;
}

test('a secret that ends within this second gets no token that is dead already', async () => {
  const keyturn = await startKeyturn();
  const secret = await keyturn.createSecret('northData', { expiresAt: new Date('2027-04-01T10:00:00.900Z') });
  keyturn.clock.set('2027-04-01T10:00:00.100Z');
  await expect(keyturn.accessToken(secret)).rejects.toThrow(/expired on 2027-04-01 10:00 UTC/);
  keyturn.clock.set('2027-04-01T09:59:59.999Z');
  await expect(keyturn.accessToken(secret)).resolves.toBeTypeOf('string');
});
