import { decodeProtectedHeader, jwtVerify, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';
import { expect, onTestFinished } from 'vitest';
import { buildApp } from '../../src/app.ts';
import type { Deps } from '../../src/domain/deps.ts';
import { loadSigningKeys } from '../../src/domain/signing-key/signing-keys.ts';
import { identifiers, ids } from './federation.ts';
import { bearer, publicUrl, startKeyturn, type TestKeyturn } from './keyturn.ts';
import { openAs } from './operator-browser.ts';

type App = TestKeyturn['app'];
type Algorithm = 'ES256' | 'RS256';
/** One of several servers on one database. */
export type Server = { deps: Deps; app: App };
type Options = NonNullable<Parameters<typeof startKeyturn>[0]>;
type ListedKey = { kid: string; algorithm: Algorithm; status: string };

export const hourMs = 60 * 60 * 1000;
export const dayMs = 24 * hourMs;
export const kidOf = (token: string): string => decodeProtectedHeader(token).kid ?? '';

export async function keySetOf({ app }: { app: App }): Promise<JSONWebKeySet> {
  return (await app.inject({ url: '/oauth2/jwks' })).json<JSONWebKeySet>();
}

/** The key set as `kid`s in its order, those of one algorithm only if that is named. */
export async function kidsOf(server: { app: App }, algorithm?: Algorithm): Promise<string[]> {
  const { keys } = await keySetOf(server);
  return keys.flatMap(({ kid, alg }) => (algorithm === undefined || alg === algorithm ? (kid ?? '') : []));
}

/** As an API does it that checks tokens offline; throws when the token must be refused. */
export const verifyOffline = (token: string, keys: JWTVerifyGetKey, now: Date) =>
  jwtVerify(token, keys, {
    typ: 'at+jwt',
    issuer: publicUrl,
    audience: [identifiers.search, identifiers.searchSandbox],
    algorithms: ['ES256', 'RS256'],
    currentDate: now,
  });

/** The API Search asks for RS256, its sandbox for ES256; tokens of both live for `ttlSeconds`. */
export async function startWithBothAlgorithms(options: Options = {}, ttlSeconds = 86_400) {
  const keyturn = await startKeyturn(options);
  const { deps, app, clock } = keyturn;
  const secret = await keyturn.createSecret('northSearch', {
    expiresAt: new Date(clock.now().getTime() + 360 * dayMs),
  });
  const operator = await openAs(keyturn, 'operator');
  for (const [api, algorithm] of [
    ['search', 'RS256'],
    ['searchSandbox', 'ES256'],
  ] as const) {
    const body = { algorithm, tokenTtlSeconds: ttlSeconds };
    expect((await operator.send('PATCH', `/apis/${ids.apis[api]}`, body)).statusCode).toBe(200);
  }
  await deps.background.drain();
  const credentials = {
    search: await keyturn.introspectionCredential('search'),
    searchSandbox: await keyturn.introspectionCredential('searchSandbox'),
  };

  const post = (server: Server, url: string, form: Record<string, string>, headers = {}) =>
    server.app.inject({
      method: 'POST',
      url,
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
      payload: new URLSearchParams(form).toString(),
    });
  const first: Server = { deps, app };
  return {
    keyturn,
    clock,
    first,
    /** Another server on the same database. */
    another: async (): Promise<Server> => {
      const otherDeps = { ...deps, signingKeys: await loadSigningKeys(deps) };
      const otherApp = await buildApp(otherDeps);
      onTestFinished(() => otherApp.close());
      return { deps: otherDeps, app: otherApp };
    },
    token: async (server: Server, algorithm: Algorithm | 'portal'): Promise<string> => {
      const resources = {
        RS256: identifiers.search,
        ES256: identifiers.searchSandbox,
        portal: `${publicUrl}/api`,
      };
      const { clientId, clientSecret } = secret;
      const answer = await post(server, '/oauth2/token', {
        grant_type: 'client_credentials',
        client_id: clientId,
        client_secret: clientSecret,
        resource: resources[algorithm],
      });
      expect(answer.statusCode).toBe(200);
      return answer.json<{ access_token: string }>().access_token;
    },
    introspect: async (server: Server, token: string): Promise<boolean> => {
      const api = decodeProtectedHeader(token).alg === 'RS256' ? 'search' : 'searchSandbox';
      const { clientId, clientSecret } = credentials[api];
      const authorization = `Basic ${btoa(`${clientId}:${clientSecret}`)}`;
      const answer = await post(server, '/oauth2/introspect', { token }, { authorization });
      expect(answer.statusCode).toBe(200);
      return answer.json<{ active: boolean }>().active;
    },
    connects: async (server: Server, token: string): Promise<number> =>
      (await server.app.inject({ url: '/connectivity', headers: bearer(token) })).statusCode,
    /** What the portal API lists, the oldest first. */
    listed: async (): Promise<ListedKey[]> => {
      const headers = await keyturn.signedIn('operator');
      const answer = await app.inject({ url: '/api/v1/signing-keys', headers });
      return answer.json<{ items: ListedKey[] }>().items.toReversed();
    },
    rotate: async (payload?: object) => {
      const headers = await keyturn.signedIn('operator');
      const url = '/api/v1/signing-keys/rotation';
      return app.inject({ method: 'POST', url, headers, ...(payload === undefined ? {} : { payload }) });
    },
    /** The audit events about keys of one algorithm, oldest first, with the keys' IDs and who did it. */
    events: async (algorithm: Algorithm): Promise<[action: string, kid: string, actor: string][]> => {
      const rows = await deps.db
        .selectFrom('audit_event')
        .select(['action', 'target_id', 'actor'])
        .where('action', 'like', 'signing-key.%')
        .where('target_name', '=', algorithm)
        .orderBy('seq')
        .execute();
      return rows.map(({ action, target_id, actor }) => [
        action.slice('signing-key.'.length),
        target_id,
        actor.kind,
      ]);
    },
  };
}
