import { setTimeout as wait } from 'node:timers/promises';
import type { Logger } from 'pino';

/** Work that an answer must not wait for, nor tell of by how long it took. */
export type Background = {
  run(work: () => Promise<void>): void;
  /** Does at once what is still to be done, and waits for it. */
  drain(): Promise<void>;
};

const longestDelayMs = 1_500;
const shortestDelayMs = 500;

/** Does each piece of work once, one at a time, some time after it was asked for; a failure is logged. */
export function createBackground(log: Logger): Background {
  let queue: Promise<unknown> = Promise.resolve();
  let hurry = new AbortController();
  return {
    run(work) {
      const delayMs = shortestDelayMs + Math.random() * (longestDelayMs - shortestDelayMs);
      const delayed = wait(delayMs, undefined, { signal: hurry.signal, ref: false }).catch(() => undefined);
      queue = Promise.all([queue, delayed])
        .then(work)
        .catch((error: unknown) => log.warn({ err: error }, 'work in the background failed'));
    },
    async drain() {
      hurry.abort();
      hurry = new AbortController();
      await queue;
    },
  };
}
