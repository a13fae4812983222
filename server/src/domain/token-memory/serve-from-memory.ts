import type { Logger } from 'pino';
import type { Db } from '../../store/db.ts';
import { shareRuns } from '../share-runs.ts';
import { createLease, lasting } from './lease.ts';
import { createReachServers, type ReachServers } from './reach-servers.ts';
import { createServerInstance } from './server-instance.ts';
import type { Moment, Times } from './times.ts';
import { createTokenMemory, noMemory, type TokenMemory } from './token-memory.ts';

/** A process's part in answering from memory, and in changing what others have in theirs. */
export type Serving = {
  memory: TokenMemory;
  reach: ReachServers;
  /** Something was changed by another process, by this revision; null: it is not known by which. */
  hear: (revision: number | null) => void;
  start: () => Promise<void>;
  stop: () => Promise<void>;
};

type Parts = {
  db: Db;
  times: Times;
  log: Logger;
  /** Whether no other process can have the database open. */
  isExclusive: boolean;
  /** Whether this process answers requests. */
  serves: boolean;
  onTime: (at: Date, asked: Moment) => void;
};

/**
 * Alone on a database, a process follows its own changes before it answers them; there is nobody else to wait for.
 * Where there may be others, each has a lease. One that answers no requests has no memory, but waits for the others'.
 */
export const serveFromMemory = (parts: Parts): Serving => {
  if (!parts.serves) return withoutMemory(parts);
  return parts.isExclusive ? alone(parts) : amongOthers(parts);
};

const nothing = (): Promise<void> => Promise.resolve();

const withoutMemory = ({ db, times, isExclusive }: Parts): Serving => ({
  memory: noMemory,
  reach: isExclusive ? nothing : createReachServers({ db, times, follow: nothing }),
  hear: () => undefined,
  start: nothing,
  stop: nothing,
});

function alone({ db, log }: Parts): Serving {
  const memory = createTokenMemory({ db, lease: lasting });
  const follow = shareRuns(async () => {
    try {
      await memory.catchUp();
    } catch (error) {
      // What it holds may be out of date from now on: requests ask the database.
      memory.forget();
      log.warn({ err: error }, 'what was changed could not be read');
    }
  });
  return { memory, reach: follow, hear: () => undefined, start: follow, stop: nothing };
}

function amongOthers({ db, times, log, onTime }: Parts): Serving {
  const lease = createLease(times);
  const memory = createTokenMemory({ db, lease });
  const instance = createServerInstance({ db, memory, lease, times, log, onTime });
  return {
    memory,
    reach: createReachServers({ db, times, follow: instance.follow }),
    hear(revision) {
      // This process's own changes are told to it, too.
      if (revision !== null && (memory.head()?.revision ?? -1) >= revision) return;
      // A failure shows at the next renewal by time.
      instance.follow().catch(() => undefined);
    },
    start: instance.start,
    stop: instance.stop,
  };
}
