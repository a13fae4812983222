import { dropHashes } from '../../store/client-secrets.ts';
import { endedSecretMemoryMs } from '../access-token/authenticate-client.ts';
import type { Deps } from '../deps.ts';

/** Drops the hashes of client secrets that expired or were deleted more than 90 days ago (R1.9); answers how many. */
export const dropSecretHashes = (deps: Pick<Deps, 'db' | 'clock'>): Promise<number> =>
  dropHashes(deps.db, new Date(deps.clock.now().getTime() - endedSecretMemoryMs));
