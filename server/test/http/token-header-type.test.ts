import type { ImportPreview } from '@keyturn/contract';
import { decodeJwt, decodeProtectedHeader, SignJWT, type JWTHeaderParameters } from 'jose';
import { describe, expect, test } from 'vitest';
import { federation, identifiers, ids } from '../support/federation.ts';
import { bearer, portalApi, startKeyturn } from '../support/keyturn.ts';

type HeaderType = 'at+jwt' | 'JWT';

const typeOf = (token: string): unknown => decodeProtectedHeader(token).typ;

/** A secret of an application whose API asks for the type `JWT`, and that API's owner. */
async function startWithJwt() {
  const keyturn = await startKeyturn();
  const { app } = keyturn;
  const operator = await keyturn.signedIn('operator');
  const send = (method: 'GET' | 'POST' | 'PATCH', url: string, payload?: object, headers = {}) =>
    app.inject({
      method,
      url: `/api/v1${url}`,
      headers: { ...operator, ...headers },
      ...(payload === undefined ? {} : { payload }),
    });
  const path = `/apis/${ids.apis.search}`;
  const setType = async (tokenHeaderType: HeaderType) =>
    (await send('PATCH', path, { tokenHeaderType })).json<object>();
  expect(await setType('JWT')).toMatchObject({ tokenHeaderType: 'JWT' });
  const secret = await keyturn.createSecret('northSearch');
  const api = await keyturn.introspectionCredential('search');
  const post = async (url: string, form: Record<string, string>, headers: Record<string, string> = {}) =>
    app.inject({
      method: 'POST',
      url,
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
      payload: new URLSearchParams(form).toString(),
    });
  const introspect = async (token: string) =>
    (
      await post(
        '/oauth2/introspect',
        { token },
        { authorization: `Basic ${btoa(`${api.clientId}:${api.clientSecret}`)}` },
      )
    ).json<Record<string, unknown>>();
  return {
    keyturn,
    send,
    path,
    secret,
    setType,
    post,
    introspect,
    accessToken: (resource: string = identifiers.search) => keyturn.accessToken(secret, resource),
    connects: async (token: string): Promise<number> =>
      (await app.inject({ url: '/connectivity', headers: bearer(token) })).statusCode,
    readsApplication: async (token: string): Promise<number> =>
      (
        await app.inject({
          url: `/api/v1/applications/${ids.applications.northSearch}`,
          headers: bearer(token),
        })
      ).statusCode,
    /** A token of the same content with another header, by the key that signed it. */
    signedAgain: async (token: string, header: Partial<JWTHeaderParameters>): Promise<string> => {
      const { privateKey, kid } = await keyturn.deps.signingKeys.current('ES256');
      return new SignJWT(decodeJwt(token))
        .setProtectedHeader({ alg: 'ES256', kid, ...header })
        .sign(privateKey);
    },
  };
}

describe('an API that asks for the type JWT', () => {
  test('R2.5 gets tokens that say so, as Entra’s do, and everything that checks tokens takes them', async () => {
    const { keyturn, secret, post, introspect, connects, accessToken } = await startWithJwt();
    const token = await accessToken();
    const { kid } = await keyturn.deps.signingKeys.current('ES256');
    expect(decodeProtectedHeader(token)).toEqual({ typ: 'JWT', alg: 'ES256', kid });
    expect(await introspect(token)).toMatchObject({ active: true, token_type: 'Bearer' });
    expect(await connects(token)).toBe(200);
    const { clientId: client_id, clientSecret: client_secret } = secret;
    expect((await post('/oauth2/revoke', { token, client_id, client_secret })).statusCode).toBe(200);
    expect(await introspect(token)).toEqual({ active: false });
  });

  test('R2.3 its callers notice nothing: the same answer from every endpoint', async () => {
    const { keyturn, secret } = await startWithJwt();
    const tenant = `/${keyturn.deps.tenantId}`;
    const resource = { resource: identifiers.search };
    const scope = { scope: `${identifiers.search}/.default` };
    for (const [url, names] of [
      ['/oauth2/token', resource],
      [`${tenant}/oauth2/token`, resource],
      [`${tenant}/oauth2/v2.0/token`, scope],
    ] as const) {
      const answer = await keyturn.requestToken(
        {
          grant_type: 'client_credentials',
          client_id: secret.clientId,
          client_secret: secret.clientSecret,
          ...names,
        },
        url,
      );
      const { access_token, token_type } = answer.json<{ access_token: string; token_type: string }>();
      expect([url, token_type, typeOf(access_token)]).toEqual([url, 'Bearer', 'JWT']);
    }
  });

  test('leaves the tokens of other APIs and of the portal API as they are', async () => {
    const { accessToken } = await startWithJwt();
    for (const resource of [identifiers.searchSandbox, portalApi])
      expect(typeOf(await accessToken(resource))).toBe('at+jwt');
  });

  test('changes back and forth with the next token; those issued before stay valid', async () => {
    const { setType, introspect, connects, accessToken } = await startWithJwt();
    const tokens = [await accessToken()];
    await setType('at+jwt');
    tokens.push(await accessToken());
    await setType('JWT');
    tokens.push(await accessToken());
    expect(tokens.map(typeOf)).toEqual(['JWT', 'at+jwt', 'JWT']);
    await setType('at+jwt');
    for (const token of tokens) {
      expect(await introspect(token)).toMatchObject({ active: true });
      expect(await connects(token)).toBe(200);
    }
  });

  test('R7 is in the audit log, and in the ETag: two who change it notice each other', async () => {
    const { send, path, setType } = await startWithJwt();
    const events = await send('GET', '/audit-events?action=api.updated');
    expect(events.json<{ items: object[] }>().items[0]).toMatchObject({
      target: { id: ids.apis.search },
      before: { tokenHeaderType: 'at+jwt' },
      after: { tokenHeaderType: 'JWT' },
    });
    const ifMatch = { 'if-match': String((await send('GET', path)).headers.etag) };
    await setType('at+jwt');
    const refused = await send('PATCH', path, { tokenHeaderType: 'JWT' }, ifMatch);
    expect(refused.statusCode).toBe(412);
  });

  test('is refused under any other name of a type', async () => {
    const { send, path } = await startWithJwt();
    for (const tokenHeaderType of ['jwt', 'at+JWT', 'application/at+jwt', 'statuslist+jwt', '', null]) {
      const answer = await send('PATCH', path, { tokenHeaderType });
      expect(answer.json()).toMatchObject({ status: 400, errors: [{ path: 'tokenHeaderType' }] });
    }
  });

  test('R3.1 is imported from a file, whose preview shows it; left out, it is at+jwt', async () => {
    const { send } = await startWithJwt();
    const preview = async (value: object) =>
      (
        await send('POST', '/imports/preview', {
          file: {
            apis: federation.apis.map((api) => (api.id === ids.apis.data ? { ...api, ...value } : api)),
          },
        })
      ).json<ImportPreview>();
    const { changes } = await preview({ tokenHeaderType: 'JWT', algorithm: 'RS256' });
    expect(changes.map(({ id, before, after }) => ({ id, before, after }))).toEqual([
      { id: ids.apis.search, before: { tokenHeaderType: 'JWT' }, after: { tokenHeaderType: 'at+jwt' } },
      {
        id: ids.apis.data,
        before: { tokenHeaderType: 'at+jwt', algorithm: 'ES256' },
        after: { tokenHeaderType: 'JWT', algorithm: 'RS256' },
      },
    ]);
  });
});

describe('RFC 8725 3.11 the server itself', () => {
  test('takes no other kind of JWT for an access token, though our own key signed it', async () => {
    const { keyturn, introspect, connects, accessToken, signedAgain } = await startWithJwt();
    const token = await accessToken();
    expect(await introspect(await signedAgain(token, { typ: 'JWT' }))).toMatchObject({ active: true });
    const { privateKey } = await keyturn.deps.signingKeys.current('ES256');
    const withoutKid = await new SignJWT(decodeJwt(token))
      .setProtectedHeader({ typ: 'JWT', alg: 'ES256' })
      .sign(privateKey);
    const list = (await keyturn.app.inject({ url: '/oauth2/status-lists/0' })).body;
    expect(typeOf(list)).toBe('statuslist+jwt');
    const refused = { list, withoutKid } as Record<string, string>;
    for (const typ of [undefined, '', 'jwt', 'application/jwt', 'statuslist+jwt', 'logout+jwt'])
      refused[`typ ${typ}`] = await signedAgain(token, typ === undefined ? {} : { typ });
    for (const [about, sent] of Object.entries(refused))
      expect({ about, ...(await introspect(sent)), status: await connects(sent) }).toEqual({
        about,
        active: false,
        status: 401,
      });
  });

  test('takes at its own portal API no token of the type JWT, which it never issues for that', async () => {
    const { accessToken, readsApplication, connects, signedAgain } = await startWithJwt();
    const token = await accessToken(portalApi);
    for (const [typ, status, connected] of [
      ['at+jwt', 200, 200],
      ['JWT', 401, 401],
    ] as const) {
      const sent = await signedAgain(token, { typ });
      expect([typ, await readsApplication(sent), await connects(sent)]).toEqual([typ, status, connected]);
    }
    // A token of an API is no token of the portal API, whatever its type.
    expect(await readsApplication(await accessToken())).toBe(401);
  });
});
