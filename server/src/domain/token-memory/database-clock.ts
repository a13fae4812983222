import type { Db } from '../../store/db.ts';
import { readDatabaseTime } from '../../store/server-instances.ts';
import type { Clock } from '../deps.ts';
import { disagreementMs, doubtfulMs, momentOf, type Moment, type Times } from './times.ts';

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
      if (known === null || Math.abs(disagreementMs(times, known.asked)) <= doubtfulMs) return;
      const asked = momentOf(times);
      set(await readDatabaseTime(db), asked);
    },
  };
}
