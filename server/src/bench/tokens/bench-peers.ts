import { createLocalJWKSet, jwtVerify, type JSONWebKeySet } from 'jose';
import { atLeast, atMost, ratioOf, type BenchSetting, type CaseResult } from './bench-setting.ts';
import { someClients, type BenchFederation } from './bench-federation.ts';
import { startKeyturn } from './keyturn-server.ts';
import { loadInTurns } from './load-rounds.ts';
import { startPeer } from './start-peer.ts';
import { requestToken, tokenRequests } from './token-requests.ts';

const leastOfOidcProvider = 4;
const leastOfFloor = 0.8;
const ttlSeconds = 3599;
/** Added by Node to every answer, or to be reckoned for each. */
const ownHeaders = new Set(['connection', 'content-length', 'date', 'keep-alive']);

/** The token endpoint, beside those of other libraries and the least that one can cost. */
export async function benchPeers(setting: BenchSetting): Promise<CaseResult> {
  const federation = await setting.federations.of(setting.applications);
  const { audience, roles } = federation;
  const clients = someClients(federation, 1_000);
  const keyturn = await startKeyturn(federation);
  const stops = [keyturn.stop];
  try {
    const endpoint = { url: keyturn.url, tokenPath: '/oauth2/token', jwksPath: '/oauth2/jwks' };
    const headers = await requireValidToken(endpoint, federation);
    const order = { clients, audience, roles, ttlSeconds, headers };
    const loaded = [{ ...keyturn, ...endpoint, name: 'keyturn' }];
    for (const name of ['floor', 'oidc-provider', 'oauth2-server'] as const) {
      const peer = await startPeer(name, order);
      stops.push(peer.stop);
      await requireValidToken(peer, federation);
      loaded.push({ ...keyturn, ...peer, name });
    }
    for (const { name, tokenPath } of loaded)
      setting.load.keep(`tokens of ${name}`, tokenRequests(tokenPath, clients, audience));
    const rows = await loadInTurns(
      setting,
      loaded.map(({ name, port, pid }) => ({ name, port, pid, requests: `tokens of ${name}` })),
    );
    const [own, floor, oidcProvider] = rows;
    const slower = (own?.p99Ms ?? Number.NaN) / (oidcProvider?.p50Ms ?? Number.NaN);
    return {
      rows,
      targets: [
        atLeast('tokens-per-second-of-oidc-provider', ratioOf(own, oidcProvider), leastOfOidcProvider),
        atLeast('tokens-per-second-of-floor', ratioOf(own, floor), leastOfFloor),
        atMost('p99-of-oidc-provider-p50', slower, 1),
      ],
    };
  } finally {
    for (const stop of stops) await stop();
  }
}

/** Whoever issues no good token is not measured. Answers what else stands in the answer's head. */
async function requireValidToken(
  { url, tokenPath, jwksPath }: { url: string; tokenPath: string; jwksPath: string },
  federation: BenchFederation,
): Promise<Record<string, string>> {
  const [client] = federation.clients;
  if (client === undefined) throw new Error('a federation without applications');
  const { token, headers } = await requestToken(`${url}${tokenPath}`, client, federation);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- jose looks at it
  const keys = (await (await fetch(`${url}${jwksPath}`)).json()) as JSONWebKeySet;
  const { payload } = await jwtVerify(token, createLocalJWKSet(keys), {
    audience: federation.audience,
    algorithms: ['ES256'],
    typ: 'at+jwt',
  });
  if (payload['client_id'] !== client.clientId) throw new Error(`${url} issued a token for somebody else`);
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !ownHeaders.has(name)));
}
