import { deleteOldUsage } from '../../store/usage.ts';
import type { Deps } from '../deps.ts';

const dayMs = 24 * 60 * 60 * 1000;
const usageKeptMs = 396 * dayMs;
const mistakesKeptMs = dayMs / 24;
/** A batch that was not answered is tried every second: what is silent for so long has ended. */
const writersKeptMs = 7 * dayMs;

/**
 * Forgets usage that is older than thirteen months, and mistakes with credentials after an hour. Answers how many hours
 * of usage: those are records, the others are not.
 */
export function forgetOldUsage({ db, clock }: Pick<Deps, 'db' | 'clock'>): Promise<number> {
  const now = clock.now().getTime();
  return deleteOldUsage(db, {
    usageBefore: new Date(now - usageKeptMs),
    mistakesBefore: new Date(now - mistakesKeptMs),
    writersBefore: new Date(now - writersKeptMs),
  });
}
