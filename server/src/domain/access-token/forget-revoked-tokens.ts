import { deleteRevokedAccessTokens } from '../../store/revoked-access-tokens.ts';
import type { Deps } from '../deps.ts';

/** Once it has expired that alone makes a token inactive; but servers' clocks differ a little. */
const keptMs = 60 * 60 * 1000;

/** Forgets revoked access tokens an hour after they expired: answers how many. */
export const forgetRevokedTokens = ({ db, clock }: Pick<Deps, 'db' | 'clock'>): Promise<number> =>
  deleteRevokedAccessTokens(db, new Date(clock.now().getTime() - keptMs));
