import { KeyturnError } from '../errors.ts';

/**
 * Runs at most `running` pieces of work at a time and lets `waiting` more wait their turn; whoever comes beyond that is
 * refused, so that a flood of expensive work does not starve everything else.
 */
export function limitConcurrency(running: number, waiting: number) {
  let busy = 0;
  const queue: (() => void)[] = [];
  return async <Result>(work: () => Promise<Result>): Promise<Result> => {
    if (busy >= running) {
      if (queue.length >= waiting) throw new KeyturnError('too-many-attempts', { seconds: 1 });
      // Whoever finishes hands over their place.
      await new Promise<void>((resolve) => void queue.push(resolve));
    } else busy += 1;
    try {
      return await work();
    } finally {
      const next = queue.shift();
      if (next === undefined) busy -= 1;
      else next();
    }
  };
}
