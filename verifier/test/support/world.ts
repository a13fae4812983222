import { setImmediate } from 'node:timers/promises';
import type { Environment } from '../../src/environment.ts';

type Timer = { atMs: number; callback: () => void; isTimeout: boolean };
type Answer = (url: string, init: RequestInit) => Response | Promise<Response>;

/** A world in which time passes only when a test says so, and whose network is a function. */
export type World = {
  environment: Environment;
  /** What the network answers from now on. */
  answer: Answer;
  /** Every request so far, as `method path`. */
  requests: string[];
  /** Lets time pass, on both clocks, and everything that happens meanwhile. */
  pass(ms: number): Promise<void>;
  /** Sets the time of day alone, by so much. */
  stepWallClock(ms: number): void;
  nowSeconds(): number;
  /** How many timers are set. */
  pending(): number;
};

/** The network is down. */
export const unreachable: Answer = () => Promise.reject(new TypeError('fetch failed'));

export function createWorld(answer: Answer): World {
  let monotonicMs = 5_000_000;
  let wallOffsetMs = Date.parse('2027-03-16T10:00:00Z') - monotonicMs;
  let silent = 0;
  const timers = new Set<Timer>();

  /** Until all has happened that follows from the fetches that were answered. */
  async function settle(): Promise<void> {
    do await setImmediate();
    while ([...timers].filter(({ isTimeout }) => isTimeout).length > silent);
  }

  const world: World = {
    answer,
    requests: [],
    environment: {
      wallMs: () => monotonicMs + wallOffsetMs,
      monotonicMs: () => monotonicMs,
      schedule(ms, callback) {
        const timer = { atMs: monotonicMs + ms, callback, isTimeout: false };
        timers.add(timer);
        return () => void timers.delete(timer);
      },
      async fetch(input, init = {}) {
        const url = input instanceof Request ? input.url : input.toString();
        // A redirection would lead to keys of somebody else's.
        if (init.redirect !== 'error') throw new Error(`${url} is fetched with redirections`);
        const { method = 'GET', headers } = init;
        if (method === 'GET' && new Headers(headers).get('cache-control') !== 'no-cache')
          throw new Error(`${url} may come from a cache`);
        world.requests.push(`${init.method ?? 'GET'} ${new URL(url).pathname}`);
        // Whoever fetches sets a timer first, which goes when all is done that is to be done with the answer.
        const timeout = [...timers].at(-1);
        if (timeout !== undefined) timeout.isTimeout = true;
        const answered = world.answer(url, init);
        // A promise that a test keeps: somebody slow, or silent for good, who does not listen to the signal either.
        if (!(answered instanceof Promise)) return answered;
        let isSilent = true;
        silent += 1;
        const end = (): void => {
          if (isSilent) silent -= 1;
          isSilent = false;
        };
        init.signal?.addEventListener('abort', end);
        try {
          return await answered;
        } finally {
          end();
        }
      },
    },
    async pass(ms) {
      const endMs = monotonicMs + ms;
      await settle();
      for (;;) {
        const [next] = [...timers].toSorted((one, other) => one.atMs - other.atMs);
        if (next === undefined || next.atMs > endMs) break;
        monotonicMs = next.atMs;
        timers.delete(next);
        next.callback();
        await settle();
      }
      monotonicMs = endMs;
      await settle();
    },
    stepWallClock: (ms) => void (wallOffsetMs += ms),
    nowSeconds: () => Math.floor((monotonicMs + wallOffsetMs) / 1000),
    pending: () => timers.size,
  };
  return world;
}
