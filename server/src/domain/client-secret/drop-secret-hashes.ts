import { lockAuditHead } from '../../store/audit-events.ts';
import { countHashes, dropHashes } from '../../store/client-secrets.ts';
import { inTransaction } from '../../store/db.ts';
import { endedSecretMemoryMs } from '../access-token/authenticate-client.ts';
import type { Deps } from '../deps.ts';

type JobDeps = Pick<Deps, 'db' | 'clock'>;

/** Drops the hashes of client secrets that expired or were deleted more than 90 days ago (R1.9); answers how many. */
export const dropSecretHashes = (deps: JobDeps): Promise<number> =>
  inTransaction(deps.db, async (tx) => {
    // As every change of client secrets does, so that they cannot deadlock one another.
    await lockAuditHead(tx);
    return dropHashes(tx, endedBefore(deps));
  });

/** How many `dropSecretHashes` would drop. */
export const countDueSecretHashes = (deps: JobDeps): Promise<number> =>
  countHashes(deps.db, endedBefore(deps));

const endedBefore = ({ clock }: JobDeps): Date => new Date(clock.now().getTime() - endedSecretMemoryMs);
