import { setTimeout as wait } from 'node:timers/promises';
import type { Db } from '../../store/db.ts';
import { fenceServersBehind, isAnyServerBehind } from '../../store/server-instances.ts';
import { waitMs } from './lease.ts';
import type { Times } from './times.ts';

const betweenLooksMs = 5;

/**
 * Comes back once no server answers from a memory without this revision: as soon as all say that they have it, and in
 * any case when every lease that was granted before has run out. Called when COMMIT was answered. It does not fail:
 * without the database, time alone decides.
 */
export type ReachServers = (revision: number) => Promise<void>;

type Parts = {
  db: Db;
  times: Times;
  /** Has this process's own memory follow, if it has one. */
  follow: () => Promise<void>;
};

export function createReachServers({ db, times, follow }: Parts): ReachServers {
  return async (revision) => {
    const committedMs = times.monotonicMs();
    const leftMs = (): number => waitMs - (times.monotonicMs() - committedMs);
    // A database that is silent is not waited for any longer than servers are.
    const inTime = async <Result>(work: Promise<Result>): Promise<Result | null> => {
      const over = new AbortController();
      const late = wait(Math.max(0, leftMs()), null, { signal: over.signal }).catch(() => null);
      try {
        return await Promise.race([work.catch(() => null), late]);
      } finally {
        over.abort();
      }
    };

    await inTime(follow());
    while (leftMs() > 0) {
      if ((await inTime(isAnyServerBehind(db, revision))) === false) return;
      await wait(betweenLooksMs);
    }
    // Their leases are over; the next change need not wait for them as well.
    await Promise.race([fenceServersBehind(db, revision).catch(() => undefined), wait(betweenLooksMs * 20)]);
  };
}
