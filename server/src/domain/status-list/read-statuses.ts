import { readCacheHead } from '../../store/cache-head.ts';
import { listStoppedSecrets, type StoppedSecret } from '../../store/status-lists.ts';
import type { Deps } from '../deps.ts';
import { nameOf } from '../token-memory/token-memory.ts';

export type Statuses = {
  /** The next read may name it, to be spared what it knows already. */
  revision: string;
  /** Those that are not valid; null: as at the revision that the caller knows. */
  stopped: StoppedSecret[] | null;
};

/**
 * The present statuses of the client secrets with status indexes from `from` on and below `to`: the only thing that a
 * status list is made of. Whoever asks with the revision that they know pays nothing while nothing was changed, or
 * for one row when this server may not answer from memory.
 */
export async function readStatuses(
  { db, memory }: Pick<Deps, 'db' | 'memory'>,
  { from, to }: { from: number; to: number },
  knownRevision: string | null,
): Promise<Statuses> {
  // First: what changes between the two reads is seen too early, and again at the next read.
  const revision = memory.statusRevision() ?? nameOf(await readCacheHead(db));
  if (revision === knownRevision) return { revision, stopped: null };
  return { revision, stopped: await listStoppedSecrets(db, from, to) };
}
