import { deleteRevokedAccessTokens } from '../../store/revoked-access-tokens.ts';
import type { Deps } from '../deps.ts';

/** Servers' clocks differ a little: one may still accept a token that has expired for another. */
const keptMs = 60 * 60 * 1000;

/** Forgets revoked access tokens an hour after they expired: from then on that alone makes them inactive. */
export const forgetRevokedTokens = ({ db, clock }: Pick<Deps, 'db' | 'clock'>): Promise<unknown> =>
  deleteRevokedAccessTokens(db, new Date(clock.now().getTime() - keptMs));
