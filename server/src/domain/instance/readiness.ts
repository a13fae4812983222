import { setTimeout as wait } from 'node:timers/promises';
import { hasCurrentSchema } from '../../store/migrate.ts';
import type { Deps } from '../deps.ts';

/** Whether this server should be sent requests, for load balancers. */
export type Readiness = {
  /** Whether the database answers and has our schema. Comes within 100 ms, however the database is. */
  isReady(): Promise<boolean>;
  /** From now on it is not: the server is about to stop. */
  leave(): void;
  /** Whether somebody asked in the last minute, and so will notice. */
  isWatched(): boolean;
};

/** An answer comes before 100 ms have passed. */
const answerMs = 70;
/** A database that is merely busy must not empty the load balancer: one look may take so long before it counts. */
const patienceMs = 2_000;
const watchedMs = 60_000;

/** Looks at the database once at a time, however many ask; what changes is logged, not each look. */
export function createReadiness({ db, log }: Pick<Deps, 'db' | 'log'>): Readiness {
  let isLeaving = false;
  let askedAt = -Infinity;
  let wasReady: boolean | null = null;
  let look: { begunAt: number; done: Promise<boolean> } | null = null;

  function note(isReady: boolean, reason: unknown): boolean {
    if (!isReady && wasReady !== false) log.warn({ err: reason }, 'not ready: the database does not serve');
    if (isReady && wasReady === false) log.info('ready again');
    wasReady = isReady;
    return isReady;
  }

  function begin(): { begunAt: number; done: Promise<boolean> } {
    const done = hasCurrentSchema(db)
      .then(
        (isCurrent) => note(isCurrent, new Error('a migration is missing')),
        (error: unknown) => note(false, error),
      )
      .finally(() => (look = null));
    return { begunAt: performance.now(), done };
  }

  return {
    async isReady() {
      askedAt = performance.now();
      if (isLeaving) return false;
      const { begunAt, done } = (look ??= begin());
      const answered = new AbortController();
      const late = wait(answerMs, 'late' as const, { signal: answered.signal }).catch(() => 'late' as const);
      const found = await Promise.race([done, late]).finally(() => answered.abort());
      if (found !== 'late') return found && !isLeaving;
      if (performance.now() - begunAt < patienceMs) return wasReady === true && !isLeaving;
      return note(false, new Error('the database does not answer'));
    },
    leave: () => void (isLeaving = true),
    isWatched: () => performance.now() - askedAt < watchedMs,
  };
}
