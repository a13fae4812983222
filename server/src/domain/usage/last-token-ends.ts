import { apisOfApplications } from '../../store/applications.ts';
import type { ClientSecretRow } from '../../store/client-secrets.ts';
import type { Deps } from '../deps.ts';

/**
 * Until when tokens that a client secret of this application obtained may live, by the longest lifetime of its APIs'
 * tokens; null: it obtained none.
 */
export async function lastTokenEnds(
  { db, config }: Pick<Deps, 'db' | 'config'>,
  clientId: string,
): Promise<(secret: Pick<ClientSecretRow, 'last_used_at' | 'expires_at'>) => Date | null> {
  const apis = await apisOfApplications(db, [clientId]);
  const lifetimes = apis.map(({ token_ttl_seconds }) => token_ttl_seconds ?? config.accessTokenTtlSeconds);
  const longestMs = 1000 * Math.max(0, ...lifetimes);
  return ({ last_used_at, expires_at }) =>
    last_used_at === null
      ? null
      : new Date(Math.min(last_used_at.getTime() + longestMs, expires_at.getTime()));
}
