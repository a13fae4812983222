/** The two clocks of this machine. What tells how much time passed must be what no one sets. */
export type Times = {
  /** Milliseconds since some moment; never goes back, and goes on while the process is stopped. */
  monotonicMs(): number;
  /** Milliseconds since 1970, as the machine believes; goes on while a virtual machine is suspended. */
  wallMs(): number;
};

export const systemTimes: Times = { monotonicMs: () => performance.now(), wallMs: () => Date.now() };

/** Both clocks at one moment. */
export type Moment = { monotonicMs: number; wallMs: number };

export const momentOf = (times: Times): Moment => ({
  monotonicMs: times.monotonicMs(),
  wallMs: times.wallMs(),
});

/**
 * How much time passed since `then`, at least: what the clock says that went further. One that stands still while the
 * machine is suspended, or is set back, is not believed.
 */
export const elapsedMs = (times: Times, then: Moment): number =>
  Math.max(times.monotonicMs() - then.monotonicMs, times.wallMs() - then.wallMs);

/** When both clocks of this machine disagree by more about how much time passed, one of them stood still or was set. */
export const doubtfulMs = 1_000;

/** How much more time passed since `then` by the monotonic clock than by the wall clock. */
export const disagreementMs = (times: Times, then: Moment): number =>
  times.monotonicMs() - then.monotonicMs - (times.wallMs() - then.wallMs);
