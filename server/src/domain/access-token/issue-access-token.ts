import { randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import type { Deps } from '../deps.ts';
import type { Caller } from '../usage/caller.ts';
import type { AuthenticatedClient } from './authenticate-client.ts';
import type { Resource } from './resource.ts';

export type IssuedAccessToken = {
  accessToken: string;
  issuedAtSeconds: number;
  expiresAtSeconds: number;
};

/**
 * Issues an access token for one resource: a JWT (RFC 9068) that never outlives the client secret that obtained it.
 * The token request counts as a use of that secret.
 */
export async function issueAccessToken(
  deps: Pick<Deps, 'clock' | 'config' | 'tenantId' | 'signingKeys' | 'statusLists' | 'usage'>,
  { client, secret }: AuthenticatedClient,
  resource: Resource,
  caller: Caller,
): Promise<IssuedAccessToken> {
  // First: an algorithm's first key takes a moment to make.
  const { kid, algorithm, privateKey } = await deps.signingKeys.current(resource.algorithm);
  const now = deps.clock.now();
  const issuedAtSeconds = Math.floor(now.getTime() / 1000);
  const expiresAtSeconds = Math.min(
    issuedAtSeconds + resource.ttlSeconds,
    Math.floor(secret.expires_at.getTime() / 1000),
  );
  const accessToken = await new SignJWT({
    iss: deps.config.publicUrl,
    sub: client.id,
    aud: resource.audience,
    iat: issuedAtSeconds,
    nbf: issuedAtSeconds,
    exp: expiresAtSeconds,
    jti: randomUUID(),
    client_id: client.id,
    appid: client.id,
    tid: deps.tenantId,
    org: client.organisationId,
    roles: resource.roles,
    credential_id: secret.id,
    status: { status_list: deps.statusLists.reference(secret.status_index) },
  })
    .setProtectedHeader({ typ: 'at+jwt', alg: algorithm, kid })
    .sign(privateKey);
  deps.usage.used(secret.id, resource.audience, now, caller);
  return { accessToken, issuedAtSeconds, expiresAtSeconds };
}
