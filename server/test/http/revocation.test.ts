import type { LightMyRequestResponse } from 'fastify';
import { decodeJwt, generateKeyPair, SignJWT } from 'jose';
import { describe, expect, test } from 'vitest';
import { forgetRevokedTokens } from '../../src/domain/access-token/forget-revoked-tokens.ts';
import { text } from '../../src/messages.ts';
import { identifiers, ids } from '../support/federation.ts';
import { bearer, portalApi, publicUrl, startKeyturn, type TestKeyturn } from '../support/keyturn.ts';
import { recorded } from '../support/operator-browser.ts';

type Client = { clientId: string; clientSecret: string };
type Form = Record<string, string>;

const basic = ({ clientId, clientSecret }: Client) => ({
  authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}`,
});

const post = (
  { app }: TestKeyturn,
  url: string,
  form: Form | string,
  headers: Record<string, string> = {},
): Promise<LightMyRequestResponse> =>
  app.inject({
    method: 'POST',
    url,
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    payload: typeof form === 'string' ? form : new URLSearchParams(form).toString(),
  });

/** A token of northSearch for the Search and Match API, and whether that API is told that a token is active. */
async function startWithToken() {
  const keyturn = await startKeyturn();
  const secret = await keyturn.createSecret('northSearch');
  const api = await keyturn.introspectionCredential('search');
  const token = await keyturn.accessToken(secret, identifiers.search);
  const isActive = async (sent: string = token): Promise<boolean> =>
    (await post(keyturn, '/oauth2/introspect', { token: sent }, basic(api))).json<{ active: boolean }>()
      .active;
  const revoke = (sent: string = token, client: Client = secret) =>
    post(keyturn, '/oauth2/revoke', { token: sent }, basic(client));
  return { keyturn, secret, api, token, isActive, revoke };
}

/** RFC 7009 section 2.2: the status says everything. */
function expectDone(response: LightMyRequestResponse, about?: string): void {
  expect({ about, status: response.statusCode, body: response.body }).toEqual({
    about,
    status: 200,
    body: '',
  });
  expect(response.headers['cache-control']).toBe('no-store');
}

describe('revoking an access token', () => {
  test('RFC 7009 2.1 introspection, /connectivity and the portal API refuse it at once; other tokens of its secret live', async () => {
    const { keyturn, secret, token, isActive, revoke } = await startWithToken();
    const other = await keyturn.accessToken(secret, identifiers.search);
    const portal = await keyturn.accessToken(secret, portalApi);
    const statusOf = async (url: string, sent: string) =>
      (await keyturn.app.inject({ url, headers: bearer(sent) })).statusCode;
    const own = `/api/v1/applications/${secret.clientId}`;
    expect([await isActive(), await statusOf('/connectivity', token), await statusOf(own, portal)]).toEqual([
      true,
      200,
      200,
    ]);
    expectDone(await revoke());
    expectDone(await revoke(portal));
    expect([await isActive(), await statusOf('/connectivity', token), await statusOf(own, portal)]).toEqual([
      false,
      401,
      401,
    ]);
    expect(await isActive(other)).toBe(true);
  });

  test('the status list does not tell of it: the entry is the secret’s', async () => {
    const { keyturn, token, revoke } = await startWithToken();
    const { uri } = decodeJwt<{ status: { status_list: { uri: string } } }>(token).status.status_list;
    const read = async () => (await keyturn.app.inject({ url: uri.replace(publicUrl, '') })).headers['etag'];
    const before = await read();
    expectDone(await revoke());
    expect(await read()).toBe(before);
  });

  test('any client secret of the application may, by Basic or in the body; a hint and unknown parameters change nothing', async () => {
    const { keyturn, secret, isActive } = await startWithToken();
    const other = await keyturn.createSecret('northSearch', { name: 'Other' });
    const inBody = { client_id: other.clientId, client_secret: other.clientSecret };
    for (const more of [
      {},
      { token_type_hint: 'access_token' },
      { token_type_hint: 'refresh_token', x: 'y' },
    ]) {
      const sent = await keyturn.accessToken(secret, identifiers.search);
      expectDone(await post(keyturn, '/oauth2/revoke', { token: sent, ...inBody, ...more }));
      expect(await isActive(sent)).toBe(false);
    }
  });

  test('R7 it is recorded once, however often it is repeated, and holds neither token nor secret', async () => {
    const { keyturn, secret, token, revoke } = await startWithToken();
    expectDone(await revoke());
    expectDone(await revoke());
    const { jti = '', exp = 0 } = decodeJwt(token);
    expect(await recorded(keyturn, 'access-token.%')).toEqual([
      {
        action: 'access-token.revoked',
        target_id: jti,
        target_name: identifiers.search,
        application_id: secret.clientId,
        before: null,
        after: { secretId: secret.id, expiresAt: new Date(exp * 1000).toISOString() },
        actor: { kind: 'application', id: secret.clientId, name: 'Partner-DE-NorthRegistry-SMC' },
      },
    ]);
  });

  test('RFC 7009 2.2 what is no access token, or none any more, answers 200 and changes nothing', async () => {
    const { keyturn, secret, token, isActive, revoke } = await startWithToken();
    const { privateKey } = await generateKeyPair('ES256');
    const forged = await new SignJWT(decodeJwt(token))
      .setProtectedHeader({ typ: 'at+jwt', alg: 'ES256' })
      .sign(privateKey);
    for (const sent of ['x', '..', secret.clientSecret, forged, `${token}x`, 'a'.repeat(10_000)])
      expectDone(await revoke(sent), sent);
    expect(await isActive()).toBe(true);
    keyturn.clock.advance(3_599_000);
    expectDone(await revoke());
    expect(await recorded(keyturn, 'access-token.%')).toEqual([]);
  });

  test('RFC 7009 2.1 another application’s token is refused, and lives on', async () => {
    const { keyturn, isActive, revoke } = await startWithToken();
    const foreign = await keyturn.createSecret('southData');
    const response = await revoke(undefined, foreign);
    expect([response.statusCode, response.json()]).toEqual([
      400,
      {
        error: 'unauthorized_client',
        error_description: text('oauth.revocation-of-another'),
        error_uri: `${publicUrl}/guide#unauthorized_client`,
      },
    ]);
    expect(await isActive()).toBe(true);
    const operator = await keyturn.operatorClient();
    expect((await revoke(undefined, operator)).statusCode).toBe(400);
    const own = await keyturn.accessToken(operator);
    expectDone(await revoke(own, operator));
    expect((await keyturn.app.inject({ url: '/connectivity', headers: bearer(own) })).statusCode).toBe(401);
  });

  test('the client authenticates as at the token endpoint, with the same refusals', async () => {
    const { keyturn, secret, api, token, isActive } = await startWithToken();
    const deleted = await keyturn.createSecret('northSearch', { name: 'Deleted' });
    await keyturn.app.inject({
      method: 'DELETE',
      url: `/api/v1/applications/${deleted.clientId}/secrets/${deleted.id}`,
      headers: await keyturn.signedIn('anna'),
    });
    const requests: Record<string, [Form, Record<string, string>?]> = {
      'no credentials': [{}],
      'another’s secret': [{}, basic({ ...secret, clientId: ids.applications.southData })],
      'a cut secret': [{}, basic({ ...secret, clientSecret: secret.clientSecret.slice(0, -1) })],
      'a deleted secret': [{}, basic(deleted)],
      'an API’s credentials': [{}, basic(api)],
      'two ways at once': [{ client_id: secret.clientId, client_secret: secret.clientSecret }, basic(secret)],
    };
    for (const [about, [form, headers]] of Object.entries(requests)) {
      const asked = await post(
        keyturn,
        '/oauth2/token',
        { grant_type: 'client_credentials', ...form },
        headers,
      );
      const refused = await post(keyturn, '/oauth2/revoke', { token, ...form }, headers);
      const relevant = ({ statusCode, body, headers: sent }: LightMyRequestResponse) => ({
        about,
        statusCode,
        body,
        challenge: sent['www-authenticate'],
        cacheControl: sent['cache-control'],
      });
      expect(refused.statusCode).toBeGreaterThanOrEqual(400);
      expect(relevant(refused)).toEqual(relevant(asked));
    }
    expect(await isActive()).toBe(true);
  });

  test('the request is read as strictly as any other of the token service', async () => {
    const { keyturn, secret, token } = await startWithToken();
    const errorOf = async (form: Form | string, url = '/oauth2/revoke') => {
      const response = await post(keyturn, url, form, basic(secret));
      return [response.statusCode, response.json<{ error_description: string }>().error_description];
    };
    expect(await errorOf({})).toEqual([400, text('oauth.parameter-missing', { name: 'token' })]);
    expect(await errorOf(`token=${token}&token=${token}`)).toEqual([
      400,
      text('oauth.parameter-repeated', { name: 'token' }),
    ]);
    expect(await errorOf({ token }, `/oauth2/revoke?client_secret=${secret.clientSecret}`)).toEqual([
      400,
      text('oauth.secret-in-query'),
    ]);
    const got = await keyturn.app.inject({ url: `/oauth2/revoke?token=${token}` });
    expect([got.statusCode, got.headers['allow']]).toEqual([405, 'POST']);
  });

  test('revoked tokens are forgotten an hour after they expired, and not before', async () => {
    const { keyturn, token, isActive, revoke } = await startWithToken();
    expectDone(await revoke());
    const count = async () =>
      (await keyturn.deps.db.selectFrom('revoked_access_token').select('jti').execute()).length;
    keyturn.clock.advance((3599 + 3600) * 1000);
    await forgetRevokedTokens(keyturn.deps);
    expect(await count()).toBe(1);
    keyturn.clock.advance(1);
    await forgetRevokedTokens(keyturn.deps);
    expect(await count()).toBe(0);
    expect(await isActive(token)).toBe(false);
  });
});
