/**
 * Loaded into a server before its own code (`--import`): the machine's wall clock as that process sees it can be set,
 * while it runs or is stopped, as an administrator or NTP does. The machine's own clock is not ours to set, and there is no
 * library at hand that stands between a program and the system's clock (as libfaketime does). All JavaScript reads it by
 * `Date`, which is shifted here; the monotonic clock (`performance.now()`, timers) goes on, as it does on a machine.
 * Each look reads the file anew: a clock that was set is seen by the very next instruction, also by a process that is
 * continued. What the process last saw is written down, to show that it noticed.
 */
import { openSync, readSync, writeFileSync } from 'node:fs';

const file = process.env['WALL_CLOCK_FILE'] ?? '';
const descriptor = openSync(file, 'r');
const ahead = new Float64Array(1);
const RealDate = Date;
const realNow = Date.now;
let seenMs = 0;

function now(): number {
  readSync(descriptor, ahead, 0, 8, 0);
  const [aheadMs = 0] = ahead;
  if (aheadMs !== seenMs) {
    seenMs = aheadMs;
    writeFileSync(`${file}-seen`, String(aheadMs));
  }
  return Math.floor(realNow() + aheadMs);
}

RealDate.now = now;
globalThis.Date = new Proxy(RealDate, {
  apply: (target) => new target(now()).toString(),
  construct: (target, values: unknown[], newTarget) =>
    Reflect.construct(target, values.length === 0 ? [now()] : values, newTarget) as Date,
});
