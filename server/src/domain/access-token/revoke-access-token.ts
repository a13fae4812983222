import { insertRevokedAccessToken } from '../../store/revoked-access-tokens.ts';
import { change } from '../audit/change.ts';
import type { Deps } from '../deps.ts';
import { KeyturnError } from '../errors.ts';
import type { AuthenticatedClient } from './authenticate-client.ts';
import { actorOf } from './authenticate-bearer.ts';
import { OAuthError } from './oauth-error.ts';
import { readAccessToken } from './verify-access-token.ts';

type RevokeDeps = Pick<Deps, 'db' | 'clock' | 'config' | 'signingKeys' | 'sealer' | 'changes'>;

/**
 * Revokes one access token of this application (RFC 7009): from now on introspection, `/connectivity` and the portal API
 * refuse it. Status lists do not tell of it, because all tokens of a client secret share one entry there. What is no
 * token, or none any more, is as good as revoked.
 * @throws OAuthError `unauthorized_client` for the token of another application, `invalid_client` when the client
 * secret has just stopped working
 */
export async function revokeAccessToken(
  deps: RevokeDeps,
  authenticated: AuthenticatedClient,
  token: string,
  address: string | null,
): Promise<void> {
  const claims = await readAccessToken(deps, token);
  if (claims === null) return;
  const { client } = authenticated;
  if (claims.client_id !== client.id)
    throw new OAuthError('unauthorized_client', 'oauth.revocation-of-another');
  const expiresAt = new Date(claims.exp * 1000);
  try {
    await change(deps, actorOf(authenticated, address), async (tx, record) => {
      if (!(await insertRevokedAccessToken(tx, { jti: claims.jti, expires_at: expiresAt }))) return;
      record({
        action: 'access-token.revoked',
        target: { type: 'access-token', id: claims.jti, name: claims.aud },
        applicationId: client.id,
        after: { secretId: claims.credential_id, expiresAt },
      });
    });
  } catch (error) {
    if (error instanceof KeyturnError && error.code === 'no-longer-authenticated')
      throw new OAuthError('invalid_client', 'oauth.client-authentication-failed');
    throw error;
  }
}
