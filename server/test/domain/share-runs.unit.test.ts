import { expect, test } from 'vitest';
import { shareRuns } from '../../src/domain/share-runs.ts';

/** Work whose runs the test ends one by one. */
function startWork() {
  const runs: PromiseWithResolvers<string>[] = [];
  const shared = shareRuns(() => {
    const run = Promise.withResolvers<string>();
    runs.push(run);
    return run.promise;
  });
  return { runs, shared };
}

test('whoever asks while a run is under way gets the next one, which begins after they asked; all of them share it', async () => {
  const { runs, shared } = startWork();
  const first = shared();
  const later = [shared(), shared(), shared()];
  expect(runs).toHaveLength(1);
  runs[0]?.resolve('first');
  expect(await first).toBe('first');
  await Promise.resolve();
  expect(runs).toHaveLength(2);
  // The second run is under way: what is asked now must not be answered by it.
  const last = shared();
  runs[1]?.resolve('second');
  expect(await Promise.all(later)).toEqual(['second', 'second', 'second']);
  await Promise.resolve();
  expect(runs).toHaveLength(3);
  runs[2]?.resolve('third');
  expect(await last).toBe('third');
});

test('a run that fails fails for those who share it, and for nobody else', async () => {
  const { runs, shared } = startWork();
  const first = shared();
  const second = shared();
  runs[0]?.reject(new Error('gone'));
  await expect(first).rejects.toThrow('gone');
  await Promise.resolve();
  runs[1]?.resolve('back');
  expect(await second).toBe('back');
  const third = shared();
  runs[2]?.resolve('still');
  expect(await third).toBe('still');
});
