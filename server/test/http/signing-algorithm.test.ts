import type { KeyObject } from 'node:crypto';
import {
  base64url,
  calculateJwkThumbprint,
  createLocalJWKSet,
  decodeJwt,
  decodeProtectedHeader,
  exportSPKI,
  generateKeyPair,
  importJWK,
  jwtVerify,
  SignJWT,
  UnsecuredJWT,
  type CryptoKey,
  type JSONWebKeySet,
  type JWK,
} from 'jose';
import { describe, expect, onTestFinished, test } from 'vitest';
import { buildApp } from '../../src/app.ts';
import { loadSigningKeys } from '../../src/domain/signing-key/signing-keys.ts';
import { createDb } from '../../src/store/db.ts';
import { identifiers, ids } from '../support/federation.ts';
import { bearer, portalApi, publicUrl, startKeyturn, type TestKeyturn } from '../support/keyturn.ts';
import { openAs } from '../support/operator-browser.ts';

type App = TestKeyturn['app'];

const jwksOf = async (app: App): Promise<JSONWebKeySet> =>
  (await app.inject({ url: '/oauth2/jwks' })).json<JSONWebKeySet>();

/** As an API does it: by the published keys, with the one algorithm that it expects. */
const verifiedBy = async (app: App, token: string, algorithm: 'ES256' | 'RS256', now: Date) =>
  jwtVerify(token, createLocalJWKSet(await jwksOf(app)), {
    typ: 'at+jwt',
    issuer: publicUrl,
    audience: identifiers.search,
    algorithms: [algorithm],
    currentDate: now,
  });

/** A secret of an application whose API asks for RS256, and that API's owner. */
async function startWithRs256() {
  const keyturn = await startKeyturn();
  const operator = await openAs(keyturn, 'operator');
  const setAlgorithm = async (algorithm: 'ES256' | 'RS256') =>
    (await operator.send('PATCH', `/apis/${ids.apis.search}`, { algorithm })).json<{ algorithm: string }>();
  expect(await setAlgorithm('RS256')).toMatchObject({ algorithm: 'RS256' });
  const secret = await keyturn.createSecret('northSearch');
  const api = await keyturn.introspectionCredential('search');
  const introspect = async (token: string, app: App = keyturn.app): Promise<boolean> => {
    const answer = await app.inject({
      method: 'POST',
      url: '/oauth2/introspect',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        authorization: `Basic ${btoa(`${api.clientId}:${api.clientSecret}`)}`,
      },
      payload: new URLSearchParams({ token }).toString(),
    });
    expect(answer.statusCode).toBe(200);
    return answer.json<{ active: boolean }>().active;
  };
  const connects = async (token: string, app: App = keyturn.app): Promise<number> =>
    (await app.inject({ url: '/connectivity', headers: bearer(token) })).statusCode;
  const accessToken = (resource: string = identifiers.search) => keyturn.accessToken(secret, resource);
  /** Another server on the same database, which has seen none of the keys but the first. */
  const otherServer = async (): Promise<App> => {
    const app = await buildApp({ ...keyturn.deps, signingKeys: await loadSigningKeys(keyturn.deps) });
    onTestFinished(() => app.close());
    return app;
  };
  return { keyturn, operator, secret, setAlgorithm, introspect, connects, accessToken, otherServer };
}

describe('an API that asks for RS256', () => {
  test('RFC 7518 3.3 gets tokens that the published RSA key verifies, and everything that checks tokens takes', async () => {
    const { keyturn, introspect, connects, accessToken } = await startWithRs256();
    const token = await accessToken();
    const { protectedHeader, payload } = await verifiedBy(keyturn.app, token, 'RS256', keyturn.clock.now());
    const { keys } = await jwksOf(keyturn.app);
    const rsa = keys.find(({ kty }) => kty === 'RSA');
    expect(protectedHeader).toEqual({ typ: 'at+jwt', alg: 'RS256', kid: rsa?.kid });
    expect(payload).toMatchObject({ client_id: ids.applications.northSearch, roles: ['SMC.Use'] });
    expect(await introspect(token)).toBe(true);
    expect(await connects(token)).toBe(200);
  });

  test('RFC 7517 5 the RSA key is published with kid, alg and use, 3072 bits, and no private member', async () => {
    const { keyturn, accessToken } = await startWithRs256();
    await accessToken();
    const response = await keyturn.app.inject({ url: '/oauth2/jwks' });
    expect(response.body).not.toMatch(/"(d|p|q|dp|dq|qi|k|oth)"/);
    const { keys } = response.json<{ keys: Record<string, string>[] }>();
    expect(keys.map(({ alg }) => alg)).toEqual(['ES256', 'RS256']);
    const { n = '', kid, ...rest } = keys.find(({ alg }) => alg === 'RS256') ?? {};
    expect(rest).toEqual({ kty: 'RSA', e: 'AQAB', alg: 'RS256', use: 'sig' });
    expect(base64url.decode(n)).toHaveLength(384);
    expect(kid).toBe(await calculateJwkThumbprint({ kty: 'RSA', e: 'AQAB', n }));
  });

  test('leaves the tokens of other APIs and of the portal API as they are', async () => {
    const { accessToken } = await startWithRs256();
    for (const resource of [identifiers.searchSandbox, portalApi])
      expect(decodeProtectedHeader(await accessToken(resource))).toMatchObject({ alg: 'ES256' });
  });

  test('changes back and forth with the next token; those issued before stay valid', async () => {
    const { keyturn, setAlgorithm, introspect, accessToken } = await startWithRs256();
    const tokens = [await accessToken()];
    await setAlgorithm('ES256');
    tokens.push(await accessToken());
    await setAlgorithm('RS256');
    tokens.push(await accessToken());
    expect(tokens.map((token) => decodeProtectedHeader(token).alg)).toEqual(['RS256', 'ES256', 'RS256']);
    // One key for each algorithm, however often it changes.
    expect((await jwksOf(keyturn.app)).keys).toHaveLength(2);
    for (const token of tokens) expect(await introspect(token)).toBe(true);
  });

  test('finds the key published before the first token, and the operator need not wait for it', async () => {
    const { keyturn } = await startWithRs256();
    expect((await jwksOf(keyturn.app)).keys).toHaveLength(1);
    await keyturn.deps.background.drain();
    const { keys } = await jwksOf(keyturn.app);
    expect(keys.map(({ alg }) => alg)).toEqual(['ES256', 'RS256']);
  });

  test('R7 is in the audit log, as is the new key', async () => {
    const { keyturn, operator } = await startWithRs256();
    await keyturn.deps.background.drain();
    const events = async (action: string) =>
      (await operator.send('GET', `/audit-events?action=${action}`)).json<{ items: object[] }>().items[0];
    expect(await events('api.updated')).toMatchObject({
      target: { id: ids.apis.search },
      before: { algorithm: 'ES256' },
      after: { algorithm: 'RS256' },
    });
    const created = await events('signing-key.created');
    expect(created).toMatchObject({ actor: { kind: 'system' }, target: { name: 'RS256' } });
    expect(JSON.stringify(created)).not.toContain('"d"');
  });

  test('has a private key that is sealed at rest', async () => {
    const { keyturn, accessToken } = await startWithRs256();
    await accessToken();
    const rows = await keyturn.deps.db.selectFrom('signing_key').selectAll().execute();
    expect(rows).toHaveLength(2);
    for (const { public_jwk, private_sealed } of rows) {
      expect(Object.keys(public_jwk)).not.toContain('d');
      expect(private_sealed?.toString('latin1')).not.toMatch(/"(d|n|x|kty)"/);
    }
  });

  test('is refused under any other name of an algorithm', async () => {
    const { operator } = await startWithRs256();
    for (const algorithm of ['none', 'HS256', 'PS256', 'rs256', null]) {
      const answer = await operator.send('PATCH', `/apis/${ids.apis.search}`, { algorithm });
      expect(answer.statusCode).toBe(400);
    }
  });
});

test('RFC 8725 3.1 a token whose algorithm is not that of its key is refused everywhere', async () => {
  const { keyturn, introspect, connects, accessToken } = await startWithRs256();
  const token = await accessToken();
  const claims = decodeJwt(token);
  const { signingKeys } = keyturn.deps;
  const [rsa, ec] = [await signingKeys.current('RS256'), await signingKeys.current('ES256')];
  const [foreignRsa, foreignEc] = [await generateKeyPair('RS256'), await generateKeyPair('ES256')];
  const publicRsa = (await jwksOf(keyturn.app)).keys.find(({ alg }) => alg === 'RS256') ?? { kty: '' };
  const publicKey = (await importJWK({ ...publicRsa }, 'RS256', { extractable: true })) as CryptoKey;
  const signed = (
    alg: string,
    kid: string | undefined,
    key: CryptoKey | KeyObject | Uint8Array,
  ): Promise<string> =>
    new SignJWT(claims)
      .setProtectedHeader({ typ: 'at+jwt', alg, ...(kid === undefined ? {} : { kid }) })
      .sign(key);
  expect(await introspect(await signed('RS256', rsa.kid, rsa.privateKey))).toBe(true);

  const [head = '', payload = '', signature = ''] = token.split('.');
  const header = (alg: string, kid: string) => base64url.encode(JSON.stringify({ typ: 'at+jwt', alg, kid }));
  expect(head).toBe(header('RS256', rsa.kid));
  const refused: Record<string, string> = {
    'alg none': new UnsecuredJWT(claims).encode(),
    'alg none, of our key': `${header('none', rsa.kid)}.${payload}.`,
    'HS256 with the public key as PEM': await signed(
      'HS256',
      rsa.kid,
      new TextEncoder().encode(await exportSPKI(publicKey)),
    ),
    'HS256 with the public key as JWK': await signed(
      'HS256',
      rsa.kid,
      new TextEncoder().encode(JSON.stringify(publicRsa)),
    ),
    'RS256 by the RSA key, naming the EC key': await signed('RS256', ec.kid, rsa.privateKey),
    'ES256 by the EC key, naming the RSA key': await signed('ES256', rsa.kid, ec.privateKey),
    'ES256 written over RS256': `${header('ES256', rsa.kid)}.${payload}.${signature}`,
    'PS256 by our RSA key': await signed('PS256', rsa.kid, await stolenRsa(keyturn, 'RSA-PSS', 'SHA-256')),
    'RS512 by our RSA key': await signed(
      'RS512',
      rsa.kid,
      await stolenRsa(keyturn, 'RSASSA-PKCS1-v1_5', 'SHA-512'),
    ),
    'RS256 without a kid': await signed('RS256', undefined, rsa.privateKey),
    'another RSA key under our kid': await signed('RS256', rsa.kid, foreignRsa.privateKey),
    'another RSA key under its own kid': await signed(
      'RS256',
      await calculateJwkThumbprint(foreignRsa.publicKey),
      foreignRsa.privateKey,
    ),
    'another EC key under our RSA kid': await signed('ES256', rsa.kid, foreignEc.privateKey),
  };
  for (const [about, sent] of Object.entries(refused))
    expect({ about, active: await introspect(sent), status: await connects(sent) }).toEqual({
      about,
      active: false,
      status: 401,
    });
});

/** Our RSA key as a thief would have it, to sign by another algorithm. */
async function stolenRsa({ deps }: TestKeyturn, name: string, hash: string): Promise<CryptoKey> {
  const row = await deps.db
    .selectFrom('signing_key')
    .selectAll()
    .where('algorithm', '=', 'RS256')
    .executeTakeFirstOrThrow();
  const jwk = JSON.parse(
    deps.sealer.open('signing key', row.private_sealed ?? Buffer.alloc(0)).toString(),
  ) as JWK;
  return crypto.subtle.importKey('jwk', jwk, { name, hash }, false, ['sign']);
}

describe('several servers on one database', () => {
  test('that first need the RSA key at once make one; each verifies and publishes it, whoever made it', async () => {
    const { keyturn, introspect, connects, accessToken, otherServer } = await startWithRs256();
    const [one, two] = [await loadSigningKeys(keyturn.deps), await loadSigningKeys(keyturn.deps)];
    const idle = await otherServer();
    const made = await Promise.all([one.current('RS256'), two.current('RS256'), one.current('RS256')]);
    expect(new Set(made.map(({ kid }) => kid)).size).toBe(1);

    const token = await accessToken();
    expect(decodeProtectedHeader(token).kid).toBe(made[0].kid);
    expect((await jwksOf(idle)).keys).toHaveLength(2);
    expect(await introspect(token, idle)).toBe(true);
    expect(await connects(token, idle)).toBe(200);
    await verifiedBy(idle, token, 'RS256', keyturn.clock.now());
  });

  test('publish the keys that they know while the database is away', async () => {
    const { keyturn } = await startWithRs256();
    const away = createDb({
      connect: () => Promise.reject(Object.assign(new Error('away'), { code: 'ECONNREFUSED' })),
      end: () => Promise.resolve(),
    } as never);
    const { deps } = keyturn;
    const deployed = { ...deps, db: deps.db };
    const keys = await loadSigningKeys(deployed);
    deployed.db = away;
    expect((await keys.readPublicKeys()).keys.map(({ alg }) => alg)).toEqual(['ES256']);
    await expect(keys.current('RS256')).rejects.toThrow('away');
    // The failure is not kept.
    deployed.db = deps.db;
    expect((await keys.current('RS256')).algorithm).toBe('RS256');
    expect((await keys.readPublicKeys()).keys).toHaveLength(2);
  });
});
