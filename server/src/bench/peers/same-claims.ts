import { randomUUID } from 'node:crypto';

type Granted = { issuer: string; clientId: string; audience: string; roles: string[]; ttlSeconds: number };

const someId = randomUUID();

/** The claims of Keyturn's own access tokens (`domain/access-token/issue-access-token.ts`): no more to sign, and no less. */
export function sameClaims({ issuer, clientId, audience, roles, ttlSeconds }: Granted) {
  const now = Math.floor(Date.now() / 1000);
  return {
    iss: issuer,
    sub: clientId,
    aud: audience,
    iat: now,
    nbf: now - 300,
    exp: now + ttlSeconds,
    jti: randomUUID(),
    client_id: clientId,
    ver: '1.0',
    idtyp: 'app',
    appid: clientId,
    appidacr: '1',
    azp: clientId,
    azpacr: '1',
    tid: someId,
    org: someId,
    roles,
    credential_id: someId,
    status: { status_list: { idx: 12_345, uri: `${issuer}/oauth2/status-lists/0` } },
  };
}
