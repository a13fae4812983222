import { afterAll } from 'vitest';

const works: (() => unknown)[] = [];

/** Has `work` done after the file's tests, last come, first served: what was made on top of other things goes first. */
export const afterFile = (work: () => unknown): void => void works.unshift(work);

afterAll(async () => {
  for (const work of works) await work();
});
