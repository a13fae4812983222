import { randomUUID, type KeyObject } from 'node:crypto';
import fc from 'fast-check';
import type { LightMyRequestResponse } from 'fastify';
import {
  base64url,
  calculateJwkThumbprint,
  decodeJwt,
  decodeProtectedHeader,
  generateKeyPair,
  SignJWT,
  UnsecuredJWT,
  type CryptoKey,
  type JWTHeaderParameters,
} from 'jose';
import { describe, expect, test } from 'vitest';
import { text } from '../../src/messages.ts';
import { identifiers, ids } from '../support/federation.ts';
import {
  bearer,
  byHand,
  portalApi,
  publicUrl,
  startKeyturn,
  startOfTest,
  type TestKeyturn,
} from '../support/keyturn.ts';

const formType = 'application/x-www-form-urlencoded';
const startSeconds = startOfTest.getTime() / 1000;

type Client = { clientId: string; clientSecret: string };
type Form = Record<string, string>;

const basic = ({ clientId, clientSecret }: Client) => ({
  authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}`,
});

const post = (
  keyturn: TestKeyturn,
  form: Form | string,
  headers: Record<string, string> = {},
  url = '/oauth2/introspect',
): Promise<LightMyRequestResponse> =>
  keyturn.app.inject({
    method: 'POST',
    url,
    headers: { 'content-type': formType, ...headers },
    payload: typeof form === 'string' ? form : new URLSearchParams(form).toString(),
  });

/** A token of northSearch for the Search and Match API, and that API's credentials. */
async function startWithToken(resource: string = identifiers.search) {
  const keyturn = await startKeyturn();
  const secret = await keyturn.createSecret('northSearch');
  const api = await keyturn.introspectionCredential('search');
  const token = await keyturn.accessToken(secret, resource);
  const introspect = (sent: string = token, client: Client = api) =>
    post(keyturn, { token: sent }, basic(client));
  return { keyturn, secret, api, token, introspect };
}

/** RFC 7662 section 2.2: an inactive token is told nothing of. */
function expectInactive(response: LightMyRequestResponse, about?: string): void {
  expect({ about, status: response.statusCode, body: response.body }).toEqual({
    about,
    status: 200,
    body: '{"active":false}',
  });
  expect(response.headers['cache-control']).toBe('no-store');
  expect(response.headers['content-type']).toBe('application/json; charset=utf-8');
}

function expectActive(response: LightMyRequestResponse, about?: string): void {
  const { active } = response.json<{ active?: boolean }>();
  expect({ about, status: response.statusCode, active }).toEqual({ about, status: 200, active: true });
}

function expectRefused(response: LightMyRequestResponse, error: string, description: string, about?: string) {
  expect({ about, status: response.statusCode, body: response.json<object>() }).toEqual({
    about,
    status: error === 'invalid_client' ? 401 : 400,
    body: { error, error_description: description, error_uri: `${publicUrl}/guide#${error}` },
  });
  expect(response.headers['cache-control']).toBe('no-store');
  expect(response.headers['www-authenticate']).toBe(
    error === 'invalid_client' ? `Basic realm="${publicUrl}"` : undefined,
  );
}

const unauthenticated = text('oauth.introspection-authentication-failed');

/** A token of the same content as ours, signed as `change` says. */
async function forged(
  token: string,
  key: CryptoKey | KeyObject,
  change: { header?: Partial<JWTHeaderParameters>; claims?: Record<string, unknown> } = {},
): Promise<string> {
  const header = { ...decodeProtectedHeader(token), alg: 'ES256', ...change.header };
  return new SignJWT({ ...decodeJwt(token), ...change.claims }).setProtectedHeader(header).sign(key);
}

describe('introspection', () => {
  test('RFC 7662 2.2 an active token: exactly its claims, active and token_type; credentials by Basic or in the body', async () => {
    const { keyturn, secret, api, token, introspect } = await startWithToken();
    const { jti, status } = decodeJwt(token);
    expect(jti).toBeTypeOf('string');
    const responses = [
      await introspect(),
      await post(keyturn, { token, client_id: api.clientId, client_secret: api.clientSecret }),
      await post(keyturn, { token, token_type_hint: 'refresh_token', unknown: 'x' }, basic(api)),
      await post(keyturn, { token, client_id: api.clientId }, basic(api)),
    ];
    for (const response of responses) {
      expect(response.statusCode).toBe(200);
      expect(response.headers['cache-control']).toBe('no-store');
      expect(response.headers['content-type']).toBe('application/json; charset=utf-8');
      expect(response.json()).toEqual({
        active: true,
        token_type: 'Bearer',
        iss: publicUrl,
        sub: ids.applications.northSearch,
        aud: identifiers.search,
        iat: startSeconds,
        nbf: startSeconds - 300,
        exp: startSeconds + 3599,
        jti,
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
        status,
      });
    }
  });

  test('a token asked for by UUID is active at that API too', async () => {
    const { introspect } = await startWithToken(ids.apis.search.toUpperCase());
    const response = await introspect();
    expectActive(response);
    expect(response.json<{ aud: string }>().aud).toBe(ids.apis.search);
  });

  test('RFC 7662 2.2 a token for another API, or for the portal API, is exactly {"active":false}', async () => {
    const { keyturn, secret, api, introspect } = await startWithToken();
    for (const resource of [identifiers.searchSandbox, ids.apis.searchSandbox, portalApi])
      expectInactive(await introspect(await keyturn.accessToken(secret, resource)), resource);
    const operator = await keyturn.accessToken(await keyturn.operatorClient());
    expectInactive(await introspect(operator));
    const data = await keyturn.introspectionCredential('data');
    expectInactive(await introspect(undefined, data));
    expectActive(await introspect(undefined, api));
  });

  test('RFC 7662 2.2 an expired token is inactive from the second it expires on', async () => {
    const { keyturn, introspect } = await startWithToken();
    keyturn.clock.advance(3_598_999);
    expectActive(await introspect());
    keyturn.clock.advance(1);
    expectInactive(await introspect());
  });

  test('a token from after the present is active within the five minutes that clocks may differ, and no longer', async () => {
    const { keyturn, introspect } = await startWithToken();
    keyturn.clock.advance(-300_000);
    expectActive(await introspect());
    keyturn.clock.advance(-1000);
    expectInactive(await introspect());
  });

  test('R1.5 tokens of a deleted secret are inactive at once, and those of the other secrets are not', async () => {
    const { keyturn, secret, introspect } = await startWithToken();
    const other = await keyturn.createSecret('northSearch', { name: 'Other' });
    const otherToken = await keyturn.accessToken(other, identifiers.search);
    const { statusCode } = await keyturn.app.inject({
      method: 'DELETE',
      url: `/api/v1/applications/${secret.clientId}/secrets/${secret.id}`,
      headers: await keyturn.signedIn('anna'),
    });
    expect(statusCode).toBe(204);
    expectInactive(await introspect());
    expectActive(await introspect(otherToken));
  });

  test('tokens of a disabled secret are inactive until it is enabled', async () => {
    const { keyturn, secret, introspect } = await startWithToken();
    const act = async (action: string) => {
      const { statusCode } = await keyturn.app.inject({
        method: 'POST',
        url: `/api/v1/applications/${secret.clientId}/secrets/${secret.id}/${action}`,
        headers: await keyturn.signedIn('anna'),
      });
      expect(statusCode).toBe(200);
    };
    await act('disable');
    expectInactive(await introspect());
    await act('enable');
    expectActive(await introspect());
  });

  test('R2.5 a disabled application, organisation or API and a withdrawn permission each make tokens inactive', async () => {
    const { keyturn, introspect } = await startWithToken();
    const { db } = keyturn.deps;
    for (const table of ['application', 'organisation', 'api'] as const) {
      await byHand(keyturn.deps, db.updateTable(table).set({ status: 'disabled' }));
      expectInactive(await introspect(), table);
      await byHand(keyturn.deps, db.updateTable(table).set({ status: 'active' }));
      expectActive(await introspect(), table);
    }
    await byHand(keyturn.deps, db.deleteFrom('api_permission').where('api_id', '=', ids.apis.search));
    expectInactive(await introspect());
  });

  test('what is no token is inactive, whatever it looks like', async () => {
    const { introspect, token } = await startWithToken();
    const [header = '', payload = '', signature = ''] = token.split('.');
    for (const garbage of [
      'x',
      '.',
      '..',
      '....',
      '\u{1f511}',
      '{"alg":"none"}',
      `${header}.${payload}`,
      `${header}.${payload}.`,
      `${header}..${signature}`,
      `${token}.`,
      ` ${token}`,
      `${header}.${payload}.${signature.slice(0, -4)}`,
      `${header}.${base64url.encode('[]')}.${signature}`,
      `${base64url.encode('null')}.${payload}.${signature}`,
      `${base64url.encode('"x"')}.${payload}.${signature}`,
      `${base64url.encode('{')}.${payload}.${signature}`,
      'a'.repeat(10_000),
    ])
      expectInactive(await introspect(garbage), garbage);
  });

  test('RFC 7515 5.2 white space in the signature is no part of a token', async () => {
    const { introspect, token } = await startWithToken();
    const cut = token.length - 10;
    for (const sent of [`${token}\n`, `${token} `, `${token.slice(0, cut)}\t${token.slice(cut)}`])
      expectInactive(await introspect(sent), JSON.stringify(sent));
  });

  test('property: a token with any header or claims that Keyturn did not sign is inactive, never an error', async () => {
    const { introspect, token } = await startWithToken();
    const [, , signature = ''] = token.split('.');
    const { kid = '' } = decodeProtectedHeader(token);
    const header = fc.oneof(
      fc.json(),
      fc
        .record(
          {
            alg: fc.oneof(fc.constantFrom('ES256', 'none', 'HS256', 'RS256'), fc.jsonValue()),
            typ: fc.oneof(fc.constantFrom('at+jwt', 'JWT'), fc.jsonValue()),
            kid: fc.oneof(fc.constant(kid), fc.jsonValue()),
            crit: fc.jsonValue(),
            b64: fc.jsonValue(),
            jwk: fc.jsonValue(),
          },
          { requiredKeys: ['alg'] },
        )
        .map((value) => JSON.stringify(value)),
    );
    await fc.assert(
      fc.asyncProperty(header, fc.json(), async (head, body) => {
        const sent = `${base64url.encode(head)}.${base64url.encode(body)}.${signature}`;
        expectInactive(await introspect(sent), sent);
      }),
      { numRuns: 150 },
    );
  });

  test('RFC 8725 a token signed by another key, unsigned, of another type, issuer or kind of key is inactive', async () => {
    const { keyturn, introspect, token } = await startWithToken();
    const { privateKey: ours } = await keyturn.deps.signingKeys.current('ES256');
    const other = await generateKeyPair('ES256');
    const rsa = await generateKeyPair('RS256');
    const [jwk] = (await keyturn.deps.signingKeys.readPublicKeys()).keys;
    if (jwk === undefined) throw new Error('no key');
    const hmacKey = new TextEncoder().encode(JSON.stringify(jwk));
    expectActive(await introspect(await forged(token, ours)), 'the forger is able');
    const refused: Record<string, string> = {
      'another key with our kid': await forged(token, other.privateKey),
      'another key with its own kid': await forged(token, other.privateKey, {
        header: { kid: await calculateJwkThumbprint(other.publicKey) },
      }),
      RS256: await forged(token, rsa.privateKey, { header: { alg: 'RS256' } }),
      'HS256 with the public key': await new SignJWT(decodeJwt(token))
        .setProtectedHeader({
          typ: 'at+jwt',
          alg: 'HS256',
          ...(jwk.kid === undefined ? {} : { kid: jwk.kid }),
        })
        .sign(hmacKey),
      'alg none': new UnsecuredJWT(decodeJwt(token)).encode(),
      'alg none, typ at+jwt': `${base64url.encode('{"alg":"none","typ":"at+jwt"}')}.${token.split('.')[1]}.`,
      'typ of a status list': await forged(token, ours, { header: { typ: 'statuslist+jwt' } }),
      'another kid': await forged(token, ours, { header: { kid: 'x' } }),
      'another issuer': await forged(token, ours, { claims: { iss: 'https://evil.example.org' } }),
      'issuer with a slash': await forged(token, ours, { claims: { iss: `${publicUrl}/` } }),
      'issuer of the tenant': await forged(token, ours, {
        claims: { iss: `${publicUrl}/${keyturn.deps.tenantId}/v2.0` },
      }),
      'two audiences': await forged(token, ours, { claims: { aud: [identifiers.search, 'x'] } }),
      'another audience': await forged(token, ours, { claims: { aud: 'x' } }),
      'no expiry': await forged(token, ours, { claims: { exp: undefined } }),
      'another secret': await forged(token, ours, { claims: { credential_id: randomUUID() } }),
      'no secret': await forged(token, ours, { claims: { credential_id: undefined } }),
      'another client': await forged(token, ours, { claims: { client_id: ids.applications.southData } }),
      'an unknown client': await forged(token, ours, { claims: { client_id: randomUUID() } }),
    };
    for (const [about, sent] of Object.entries(refused)) expectInactive(await introspect(sent), about);
  });

  test('RFC 7662 2.3 missing, wrong and foreign credentials are one 401, byte for byte', async () => {
    const { keyturn, secret, api, token } = await startWithToken();
    const sandbox = await keyturn.introspectionCredential('searchSandbox');
    const operator = await keyturn.operatorClient();
    const requests: Record<string, [Form, Record<string, string>?]> = {
      none: [{ token }],
      'only the ID': [{ token, client_id: api.clientId }],
      'an unknown client': [{ token }, basic({ ...api, clientId: randomUUID() })],
      'no UUID': [{ token }, basic({ ...api, clientId: 'x' })],
      'another API’s secret': [{ token }, basic({ ...api, clientSecret: sandbox.clientSecret })],
      'a malformed secret': [{ token }, basic({ ...api, clientSecret: 'x' })],
      'a partner application': [{ token }, basic(secret)],
      'a partner application, in the body': [
        { token, client_id: secret.clientId, client_secret: secret.clientSecret },
      ],
      'an operator client': [{ token }, basic(operator)],
      'an access token': [{ token }, bearer(token)],
    };
    const bodies = new Set<string>();
    for (const [about, [form, headers]] of Object.entries(requests)) {
      const response = await post(keyturn, form, headers);
      expectRefused(response, 'invalid_client', unauthenticated, about);
      bodies.add(response.body);
    }
    expect(bodies.size).toBe(1);
  });

  test('several credentials of an API work side by side, and a deleted one stops at once', async () => {
    const { keyturn, api, introspect } = await startWithToken();
    const headers = await keyturn.signedIn('operator');
    const url = `/api/v1/apis/${ids.apis.search}/introspection-credentials`;
    const created = (await keyturn.app.inject({ method: 'POST', url, headers })).json<
      Client & { id: string }
    >();
    expectActive(await introspect(undefined, created));
    expectActive(await introspect(undefined, api));
    const { statusCode } = await keyturn.app.inject({
      method: 'DELETE',
      url: `${url}/${created.id}`,
      headers,
    });
    expect(statusCode).toBe(204);
    expectRefused(await introspect(undefined, created), 'invalid_client', unauthenticated);
    expectActive(await introspect(undefined, api));
  });

  test('RFC 7662 2.1 a missing, empty or repeated token is invalid_request, once the API is authenticated', async () => {
    const { keyturn, api, token } = await startWithToken();
    const missing = text('oauth.parameter-missing', { name: 'token' });
    for (const form of [{}, { token: '' }, { token_type_hint: 'access_token' }])
      expectRefused(await post(keyturn, form, basic(api)), 'invalid_request', missing);
    expectRefused(
      await post(keyturn, `token=${token}&token=${token}`, basic(api)),
      'invalid_request',
      text('oauth.parameter-repeated', { name: 'token' }),
    );
    expectRefused(await post(keyturn, {}), 'invalid_client', unauthenticated);
  });

  test('a client secret in the URL is invalid_request, and a token there is ignored', async () => {
    const { keyturn, api, token } = await startWithToken();
    expectRefused(
      await post(keyturn, { token }, basic(api), '/oauth2/introspect?client_secret=x'),
      'invalid_request',
      text('oauth.secret-in-query'),
    );
    expectRefused(
      await post(keyturn, {}, basic(api), `/oauth2/introspect?token=${token}`),
      'invalid_request',
      text('oauth.parameter-missing', { name: 'token' }),
    );
  });
});

describe('/connectivity', () => {
  const get = (keyturn: TestKeyturn, headers: Record<string, string> = {}) =>
    keyturn.app.inject({ url: '/connectivity', headers });

  function expectChallenge(response: LightMyRequestResponse, description: string, about?: string): void {
    expect({ about, status: response.statusCode, body: response.json<object>() }).toEqual({
      about,
      status: 401,
      body: {
        error: 'invalid_token',
        error_description: description,
        error_uri: `${publicUrl}/guide#invalid_token`,
      },
    });
    expect(response.headers['www-authenticate']).toBe(
      `Bearer realm="${publicUrl}", error="invalid_token", error_description="${description}"`,
    );
    expect(response.headers['cache-control']).toBe('no-store');
  }

  test('R1.8 tells whose token it is: application, secret by hint and ID, API, expiry', async () => {
    const { keyturn, secret, token } = await startWithToken();
    const response = await get(keyturn, bearer(token));
    expect(response.statusCode).toBe(200);
    expect(response.headers['cache-control']).toBe('no-store');
    const name = 'Partner-DE-NorthRegistry-SMC';
    expect(response.json()).toEqual({
      application: { clientId: ids.applications.northSearch, name },
      secret: { id: secret.id, hint: secret.hint, expiresAt: secret.expiresAt.toISOString() },
      api: { id: ids.apis.search, identifier: identifiers.search, name: 'Search and Match' },
      expiresAt: '2027-03-16T10:59:59.000Z',
    });
    expect(response.body).not.toContain(secret.clientSecret);
    const portal = await get(keyturn, bearer(await keyturn.accessToken(secret, portalApi)));
    expect(portal.json()).toMatchObject({
      api: { id: null, identifier: portalApi, name: 'Portal API' },
      expiresAt: '2027-03-16T10:05:00.000Z',
    });
  });

  test('RFC 6750 3 the scheme in any case', async () => {
    const { keyturn, token } = await startWithToken();
    for (const scheme of ['bearer', 'BEARER', 'Bearer '])
      expect((await get(keyturn, { authorization: `${scheme} ${token}` })).statusCode).toBe(200);
  });

  test('RFC 6750 3.1 without a token: 401 with a challenge that has no error code', async () => {
    const { keyturn, secret, token } = await startWithToken();
    const requests: Record<string, Record<string, string>> = {
      none: {},
      empty: { authorization: '' },
      'no token': { authorization: 'Bearer' },
      Basic: basic(secret),
      'a bare token': { authorization: token },
    };
    for (const [about, headers] of Object.entries(requests)) {
      const response = await get(keyturn, headers);
      expect({ about, status: response.statusCode, body: response.json<object>() }).toEqual({
        about,
        status: 401,
        body: {
          error_description: text('oauth.token-missing'),
          error_uri: `${publicUrl}/guide#invalid_token`,
        },
      });
      expect(response.headers['www-authenticate']).toBe(`Bearer realm="${publicUrl}"`);
      expect(response.headers['cache-control']).toBe('no-store');
    }
    const inQuery = await keyturn.app.inject({ url: `/connectivity?access_token=${token}` });
    expect(inQuery.statusCode).toBe(401);
  });

  test('RFC 6750 3.1 invalid_token says whether it is not ours or expired, or no longer accepted', async () => {
    const { keyturn, secret, token } = await startWithToken();
    const { privateKey } = await generateKeyPair('ES256');
    const invalid =
      'The access token is malformed, expired, signed with a key that was revoked, or not issued by this server.';
    for (const sent of ['x', await forged(token, privateKey), `${token}x`])
      expectChallenge(await get(keyturn, bearer(sent)), invalid, sent);
    await keyturn.app.inject({
      method: 'POST',
      url: `/api/v1/applications/${secret.clientId}/secrets/${secret.id}/disable`,
      headers: await keyturn.signedIn('anna'),
    });
    expectChallenge(
      await get(keyturn, bearer(token)),
      'The access token is no longer accepted: it was revoked, or its client secret, application or permission was deleted, disabled or withdrawn.',
    );
    keyturn.clock.advance(3_599_000);
    expectChallenge(await get(keyturn, bearer(token)), invalid);
  });
});

describe('metadata', () => {
  const authentication = ['client_secret_basic', 'client_secret_post'];
  const common = {
    issuer: publicUrl,
    token_endpoint: `${publicUrl}/oauth2/token`,
    jwks_uri: `${publicUrl}/oauth2/jwks`,
    introspection_endpoint: `${publicUrl}/oauth2/introspect`,
    revocation_endpoint: `${publicUrl}/oauth2/revoke`,
    status_list_aggregation_endpoint: `${publicUrl}/oauth2/status-lists`,
    token_endpoint_auth_methods_supported: authentication,
    introspection_endpoint_auth_methods_supported: authentication,
    revocation_endpoint_auth_methods_supported: authentication,
    grant_types_supported: ['client_credentials'],
    response_types_supported: [],
    service_documentation: `${publicUrl}/guide`,
  };

  test('RFC 8414 3 the authorization server metadata, exactly', async () => {
    const keyturn = await startKeyturn();
    const response = await keyturn.app.inject({ url: '/.well-known/oauth-authorization-server' });
    expect(response.statusCode).toBe(200);
    expect(response.headers['content-type']).toBe('application/json; charset=utf-8');
    expect(response.headers['cache-control']).toBe('public, max-age=300');
    expect(response.json()).toEqual(common);
  });

  test('OpenID Connect Discovery 3 the configuration, exactly', async () => {
    const keyturn = await startKeyturn();
    const response = await keyturn.app.inject({ url: '/.well-known/openid-configuration' });
    expect(response.statusCode).toBe(200);
    expect(response.headers['content-type']).toBe('application/json; charset=utf-8');
    expect(response.json()).toEqual({
      ...common,
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['ES256', 'RS256'],
    });
  });

  test('every endpoint that the metadata names is answered', async () => {
    const keyturn = await startKeyturn();
    for (const url of [
      common.jwks_uri,
      common.service_documentation,
      common.status_list_aggregation_endpoint,
    ])
      expect((await keyturn.app.inject({ url: new URL(url).pathname })).statusCode).toBe(200);
    for (const url of [common.token_endpoint, common.introspection_endpoint, common.revocation_endpoint])
      expect((await post(keyturn, {}, {}, new URL(url).pathname)).json()).toHaveProperty('error_uri');
  });

  test('RFC 7517 5 the key set: one public EC key, its ID the RFC 7638 thumbprint, and no private member', async () => {
    const keyturn = await startKeyturn();
    const response = await keyturn.app.inject({ url: '/oauth2/jwks' });
    expect(response.statusCode).toBe(200);
    expect(response.headers['content-type']).toBe('application/jwk-set+json; charset=utf-8');
    expect(response.headers['cache-control']).toBe('public, max-age=300');
    const { keys } = response.json<{ keys: Record<string, string>[] }>();
    expect(keys).toHaveLength(1);
    const { x = '', y = '', kid, ...rest } = keys[0] ?? {};
    expect(rest).toEqual({ kty: 'EC', crv: 'P-256', alg: 'ES256', use: 'sig' });
    expect([base64url.decode(x).length, base64url.decode(y).length]).toEqual([32, 32]);
    expect(kid).toBe(await calculateJwkThumbprint({ kty: 'EC', crv: 'P-256', x, y }));
    expect(response.body).not.toMatch(/"(d|p|q|dp|dq|qi|k|oth)"/);
  });
});
