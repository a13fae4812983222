import { randomUUID } from 'node:crypto';
import type { Deps } from '../deps.ts';
import type { AuthenticatedClient } from './authenticate-client.ts';
import type { Resource } from './resource.ts';

/**
 * How far a verifier's clock may be behind this one: many libraries tolerate nothing, so that an API whose clock is a
 * second slow would refuse a new token. Entra grants the same.
 */
const slowClockSeconds = 300;

/** What Entra's tokens say of a client that proved a client secret. */
const byClientSecret = '1';

export type IssuedAccessToken = {
  accessToken: string;
  /** The key that it is signed with. */
  kid: string;
  issuedAtSeconds: number;
  /** Earlier than it was issued, for verifiers whose clock is slow. */
  notBeforeSeconds: number;
  expiresAtSeconds: number;
};

/**
 * Issues an access token for one resource: a JWT (RFC 9068, but for the type if the API asks for another) that never
 * outlives the client secret that obtained it. It is for nobody's eyes until it is certain that the secret still works:
 * see `grant-access-token.ts`.
 */
export async function issueAccessToken(
  deps: Pick<Deps, 'clock' | 'config' | 'tenantId' | 'signingKeys' | 'statusLists' | 'tokenSigner'>,
  { client, secret }: AuthenticatedClient,
  resource: Resource,
): Promise<IssuedAccessToken> {
  const { signingKeys } = deps;
  // First: an algorithm's first key takes a moment to make.
  const key = signingKeys.held(resource.algorithm) ?? (await signingKeys.current(resource.algorithm));
  const now = deps.clock.now();
  const issuedAtSeconds = Math.floor(now.getTime() / 1000);
  const notBeforeSeconds = issuedAtSeconds - slowClockSeconds;
  const expiresAtSeconds = Math.min(
    issuedAtSeconds + resource.ttlSeconds,
    Math.floor(secret.expires_at.getTime() / 1000),
  );
  const accessToken = await deps.tokenSigner.sign(key, resource.headerType, {
    iss: deps.config.publicUrl,
    sub: client.id,
    aud: resource.audience,
    iat: issuedAtSeconds,
    nbf: notBeforeSeconds,
    exp: expiresAtSeconds,
    jti: randomUUID(),
    client_id: client.id,
    ...entraClaims(client.id, resource),
    tid: deps.tenantId,
    org: client.organisationId,
    roles: resource.roles,
    credential_id: secret.id,
    status: { status_list: deps.statusLists.reference(secret.status_index) },
  });
  return { accessToken, kid: key.kid, issuedAtSeconds, notBeforeSeconds, expiresAtSeconds };
}

/**
 * The claims by which APIs that were written for Entra know the client and the version of its token (R2.5). There the
 * audience goes with the version: an ID is one of version 2.0, an identifier one of version 1.0.
 * @see https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference
 */
const entraClaims = (clientId: string, { audience, api }: Resource) => ({
  ver: audience === api?.id ? '2.0' : '1.0',
  idtyp: 'app',
  appid: clientId,
  appidacr: byClientSecret,
  azp: clientId,
  azpacr: byClientSecret,
});
