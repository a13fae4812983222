import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { z } from 'zod';
import { limitConcurrency } from '../session/limit-concurrency.ts';

/** What is estimated: the estimate takes longer with every character. */
const estimatedLength = 40;

const oneAtATime = limitConcurrency(1, 20);

/**
 * How hard a password is to guess, from 0 to 4, by somebody who knows these words. In a thread of its own, which ends
 * afterwards: the dictionaries take 80 MB, and an estimate up to half a second in which no token would be issued.
 * @throws KeyturnError `too-many-attempts`
 */
export const passwordScore = (password: string, words: string[]): Promise<number> =>
  oneAtATime(async () => {
    const workerData = {
      password: password.slice(0, estimatedLength),
      words: words.map((word) => word.toLowerCase()),
    };
    const worker = new Worker(new URL('./password-strength-worker.ts', import.meta.url), { workerData });
    try {
      return z.tuple([z.number()]).parse(await once(worker, 'message'))[0];
    } finally {
      await worker.terminate();
    }
  });
