import { listStoppedSecrets, readStatusHead, type StoppedSecret } from '../../store/status-lists.ts';
import type { Deps } from '../deps.ts';

export type Statuses = {
  /** The next read may name it, to be spared what it knows already. */
  revision: string;
  /** Those that are not valid; null: as at the revision that the caller knows. */
  stopped: StoppedSecret[] | null;
};

/**
 * The present statuses of the client secrets with status indexes from `from` on and below `to`: the only thing that a
 * status list is made of. Whoever asks with the revision that they know pays for one row while nothing was changed.
 */
export async function readStatuses(
  { db }: Pick<Deps, 'db'>,
  { from, to }: { from: number; to: number },
  knownRevision: string | null,
): Promise<Statuses> {
  // First: what changes between the two reads is seen too early, and again at the next read.
  const { revision } = await readStatusHead(db);
  if (revision === knownRevision) return { revision, stopped: null };
  return { revision, stopped: await listStoppedSecrets(db, from, to) };
}
