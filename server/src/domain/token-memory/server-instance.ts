import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Logger } from 'pino';
import { shareCacheHead } from '../../store/cache-head.ts';
import { inTransaction, type Db } from '../../store/db.ts';
import {
  deleteServerInstance,
  insertServerInstance,
  renewServerInstance,
  type Renewal,
} from '../../store/server-instances.ts';
import { shareRuns } from '../share-runs.ts';
import type { Lease } from './lease.ts';
import { momentOf, type Moment, type Times } from './times.ts';
import type { KeptMemory } from './token-memory.ts';

/** This process among those that answer from memory. */
export type ServerInstance = {
  /** Renews at once and every second from now on; a failure is logged, and requests ask the database meanwhile. */
  start: () => Promise<void>;
  /**
   * Extends the lease, and says to whoever changes something what this server knows: by what was true at some moment
   * after the call.
   */
  renew: () => Promise<void>;
  /** The same when something is known to have changed. */
  follow: () => Promise<void>;
  /** Answers from memory no more, and is waited for no more. */
  stop: () => Promise<void>;
};

type Parts = {
  db: Db;
  memory: KeptMemory;
  lease: Lease;
  times: Times;
  log: Logger;
  /** Hears what the database's clock said, some time after `asked`. */
  onTime?: (at: Date, asked: Moment) => void;
};

const everyMs = 1_000;
const farewellMs = 1_500;
/** After so many renewals that found the head moved once more, changes are kept out for the length of one. */
const patientAttempts = 3;

/**
 * Keeps a server's right to answer from memory. Whoever changes something either sees here that this server knows, or
 * waits until its lease has run out; ADR 15 says why that is enough.
 */
export function createServerInstance({ db, memory, lease, times, log, onTime }: Parts): ServerInstance {
  let id: string | null = null;
  let timer: NodeJS.Timeout | null = null;
  let isStopped = false;
  let isBehind = false;
  let isFailing = false;

  async function register(): Promise<string> {
    const fresh = randomUUID();
    // Committed by itself and first: whoever changes something after the first renewal sees the row.
    await insertServerInstance(db, fresh);
    id = fresh;
    return fresh;
  }

  async function ask(on: Db): Promise<{ renewal: Renewal; asked: Moment } | null> {
    const head = memory.head();
    if (head === null) return null;
    const own = id ?? (await register());
    // Before the question is sent: however long the answer takes, the lease ends in time.
    const asked = momentOf(times);
    return { renewal: await renewServerInstance(on, own, head), asked };
  }

  /** Only once what was noted is committed. Answers whether the lease was renewed. */
  function take(answer: Awaited<ReturnType<typeof ask>>): boolean {
    if (answer === null || isStopped) return isStopped;
    const { renewal, asked } = answer;
    if (renewal.granted) {
      lease.grant(asked);
      onTime?.(renewal.at, asked);
      return true;
    }
    if (!renewal.isRegistered) {
      // It was given up while it did not answer: whoever changes something waits for it no more.
      lease.drop();
      id = null;
    }
    return false;
  }

  async function run(): Promise<void> {
    if (isStopped) return;
    if (id === null) await register();
    if (isBehind) {
      isBehind = false;
      await memory.catchUp();
    }
    for (let attempts = 0; attempts < patientAttempts; attempts += 1) {
      if (take(await ask(db))) return;
      await memory.catchUp();
    }
    if (id === null) await register();
    take(
      await inTransaction(db, async (tx) => {
        await shareCacheHead(tx);
        await memory.catchUp(tx);
        return ask(tx);
      }),
    );
  }

  const renew = shareRuns(run);

  async function renewByTime(): Promise<void> {
    try {
      await renew();
      if (isFailing) log.info('this server answers from memory again');
      isFailing = false;
    } catch (error) {
      // The lease stays as it is and runs out by itself.
      if (!isFailing && !isStopped) log.warn({ err: error }, 'this server could not renew its lease');
      isFailing = true;
    }
  }

  async function leave(): Promise<void> {
    // What is under way comes to its end.
    await renew().catch(() => undefined);
    if (id !== null) await deleteServerInstance(db, id).catch(() => undefined);
  }

  return {
    renew,
    follow() {
      isBehind = true;
      return renew();
    },
    async start() {
      timer = setInterval(() => void renewByTime(), everyMs);
      timer.unref();
      await renewByTime();
    },
    async stop() {
      isStopped = true;
      if (timer !== null) clearInterval(timer);
      lease.drop();
      // A database that is silent is not waited for: whoever changes something finds out.
      await Promise.race([leave(), wait(farewellMs, undefined, { ref: false })]);
    },
  };
}
