import { disagreementMs, doubtfulMs, elapsedMs, type Moment, type Times } from './times.ts';

/** How long a server may answer from its memory after it began to ask whether that is up to date. */
const leaseMs = 3_000;
/** How long whoever changed something waits for servers that do not say that they know: longer than any lease. */
export const waitMs = 3_300;

/** How long what the database said may be acted on: less than anybody who changes it waits for. */
export const answerHoldsMs = 1_000;

/** Whether this server may answer from its memory. */
export type Lease = {
  /** @param asked the moment before the question was sent, never that of the answer */
  grant(asked: Moment): void;
  drop(): void;
  holds(): boolean;
};

/**
 * A lease of three seconds by this machine's clocks alone; none is compared with another machine's. It ends when either
 * clock says so: the monotonic one may stand still while a virtual machine is suspended, and the wall clock may be set.
 */
export function createLease(times: Times): Lease {
  let granted: Moment | null = null;
  return {
    grant: (asked) => void (granted = asked),
    drop: () => void (granted = null),
    holds() {
      if (granted === null || elapsedMs(times, granted) >= leaseMs) return false;
      return disagreementMs(times, granted) <= doubtfulMs;
    },
  };
}

/** Where nobody else can change the database, memory is up to date as soon as this process made it so. */
export const lasting: Lease = { grant: () => undefined, drop: () => undefined, holds: () => true };
