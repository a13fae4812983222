import type { Db } from '../../store/db.ts';
import { readDatabaseTime } from '../../store/server-instances.ts';
import type { Clock } from '../deps.ts';
import { momentOf, type Moment, type Times } from './times.ts';

/** When both clocks of this machine disagree by more about how much time passed, one of them stood still or was set. */
const doubtfulMs = 1_000;

/**
 * The time of all servers: what the database's clock said when it was last asked, and by this machine's monotonic clock
 * how long ago that was. Setting this machine's clock changes nothing. Before the first answer it is the machine's own.
 */
export function createDatabaseClock(
  db: Db,
  times: Times,
): Clock & { set: (at: Date, asked: Moment) => void } {
  let known: { at: Date; asked: Moment } | null = null;
  const set = (at: Date, asked: Moment): void => void (known = { at, asked });
  return {
    set,
    now() {
      if (known === null) return new Date(times.wallMs());
      return new Date(known.at.getTime() + times.monotonicMs() - known.asked.monotonicMs);
    },
    async confirm() {
      const now = momentOf(times);
      if (known === null) return;
      const { monotonicMs, wallMs } = known.asked;
      if (Math.abs(now.monotonicMs - monotonicMs - (now.wallMs - wallMs)) > doubtfulMs)
        set(await readDatabaseTime(db), now);
    },
  };
}
