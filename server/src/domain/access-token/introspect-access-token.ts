import type { Deps } from '../deps.ts';
import { verifyAccessToken, type AccessTokenClaims } from './verify-access-token.ts';

/**
 * What an API learns of a token (RFC 7662 section 2.2): its claims while it is accepted at this API, else nothing.
 * A token for another API is inactive, so that an API cannot probe tokens it should not hold.
 */
export async function introspectAccessToken(
  deps: Pick<Deps, 'db' | 'clock' | 'config' | 'signingKeys' | 'memory' | 'times'>,
  api: { id: string },
  token: string,
): Promise<AccessTokenClaims | null> {
  const verdict = await verifyAccessToken(deps, token);
  return verdict.accepted && verdict.resource.api?.id === api.id ? verdict.claims : null;
}
