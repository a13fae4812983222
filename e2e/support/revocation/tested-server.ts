import { expect, vi } from 'vitest';
import { startPostgresProxy } from '../../../server/test/support/postgres-proxy.ts';
import { afterFile } from '../after-file.ts';
import { findTestPort } from '../free-port.ts';
import { startServer, type Environment } from '../keyturn-process.ts';
import { createCaller, type Caller } from './call.ts';
import { createWallClock } from './wall-clock.ts';

/** One of several servers on a PostgreSQL, with everything that may befall it. */
export type TestedServer = Caller & {
  name: string;
  url: string;
  /** What is the matter with it; null: nothing. */
  trouble: string | null;
  /** SIGSTOP; meanwhile the connections that it has, and new ones, fill up with requests. */
  pause(): void;
  /** SIGCONT. */
  goOn(): void;
  /** SIGKILL; gone when this resolves. */
  kill(): Promise<void>;
  /** Starts it again; ready when this resolves. */
  start(): Promise<void>;
  database: Awaited<ReturnType<typeof startPostgresProxy>>;
  /** Sets its wall clock; resolves when it has noticed. */
  setClock(aheadMs: number): Promise<void>;
  /** The same for one that is stopped, which notices when it goes on. */
  setClockMeanwhile(aheadMs: number): void;
  /** How far its wall clock is ahead. */
  aheadMs(): number;
  /** Ends it cleanly. */
  stop(): Promise<void>;
};

/** Longer than a lease: who was given up comes back meanwhile. */
const noticeWithinMs = 10_000;

/**
 * Starts `keyturn serve` with a wall clock and a way to PostgreSQL of its own.
 * @param port taken instead of a random one
 */
export async function startTestedServer(
  name: string,
  env: Environment,
  port?: number,
): Promise<TestedServer> {
  const database = await startPostgresProxy(env['KEYTURN_DATABASE_URL'] ?? '');
  afterFile(database.stop);
  const clock = createWallClock();
  const ownPort = String(port ?? (await findTestPort()));
  const ownEnv = { ...env, ...clock.env, KEYTURN_PORT: ownPort, KEYTURN_DATABASE_URL: database.url };
  const launch = () => startServer(['serve'], { env: ownEnv });
  let running = await launch();
  let aheadMs = 0;
  const url = `http://127.0.0.1:${ownPort}`;
  const caller = createCaller(url);
  afterFile(caller.close);

  const setClockMeanwhile = (ms: number): void => {
    aheadMs = ms;
    clock.set(ms);
  };
  return {
    name,
    url,
    trouble: null,
    database,
    call: caller.call,
    close: caller.close,
    get waiting() {
      return caller.waiting;
    },
    pause: () => void process.kill(running.pid, 'SIGSTOP'),
    goOn: () => void process.kill(running.pid, 'SIGCONT'),
    async kill() {
      expect(await running.kill()).toMatchObject({ signal: 'SIGKILL', stderr: '' });
    },
    async start() {
      running = await launch();
    },
    async setClock(ms) {
      setClockMeanwhile(ms);
      await vi.waitUntil(() => clock.seen() === ms, { timeout: noticeWithinMs, interval: 20 });
    },
    setClockMeanwhile,
    aheadMs: () => aheadMs,
    async stop() {
      expect(await running.stop()).toMatchObject({ code: 0, stderr: '' });
    },
  };
}
