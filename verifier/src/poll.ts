import type { Environment } from './environment.ts';

/** A fetch begins so long after the one before it began. */
const pollMs = 2_000;
const timeoutMs = 1_000;
/** Whoever cannot wait for the next turn has it begin earlier, but no more often than this. */
const pauseMs = 1_000;
/** What nobody asked for in so long is not fetched any more, until somebody asks. */
const restAfterMs = 600_000;

/** RFC 9111 section 5.2.1.4: no proxy on the way answers by itself what it has kept. */
export const unkept = { 'cache-control': 'no-cache' } as const;

/** Something that is fetched again and again in the background. */
export type Poll = {
  /** Tells that it is needed, and so wakes it when it rests. */
  need(): void;
  /** Resolves once a fetch has ended that began less than a second ago, or begins now. */
  refresh(): Promise<void>;
  stop(): void;
};

type Work<Fetched> = {
  fetch(signal: AbortSignal): Promise<Fetched>;
  /** `startedAtMs`: the monotonic time when the fetch began; what it says was true at some moment after that. */
  apply(fetched: Fetched, startedAtMs: number): void;
  /** A fetch failed or timed out. */
  fail(error: unknown): void;
  /** Nobody needs it any more. */
  rest(): void;
};

/** Polls in the background from the first `need` or `refresh` on. One fetch at a time; none lasts longer than a second. */
export function createPoll<Fetched>(environment: Environment, work: Work<Fetched>): Poll {
  const { monotonicMs, schedule } = environment;
  let neededAtMs = monotonicMs();
  let startedAtMs = Number.NEGATIVE_INFINITY;
  let running: Promise<void> | null = null;
  let cancelNext: (() => void) | null = null;
  let stopped = false;

  function refresh(): Promise<void> {
    if (running !== null) return running;
    if (stopped || monotonicMs() - startedAtMs < pauseMs) return Promise.resolve();
    cancelNext?.();
    cancelNext = null;
    startedAtMs = monotonicMs();
    running = run().finally(() => {
      running = null;
      scheduleNext();
    });
    return running;
  }

  async function run(): Promise<void> {
    try {
      // What comes after the time-out is not applied.
      work.apply(await withTimeout(environment, (signal) => work.fetch(signal)), startedAtMs);
    } catch (error) {
      work.fail(error);
    }
  }

  function scheduleNext(): void {
    if (stopped) return;
    if (monotonicMs() - neededAtMs > restAfterMs) return work.rest();
    cancelNext = schedule(Math.max(0, startedAtMs + pollMs - monotonicMs()), () => {
      cancelNext = null;
      void refresh();
    });
  }

  return {
    need() {
      neededAtMs = monotonicMs();
      if (running === null && cancelNext === null) void refresh();
    },
    refresh,
    stop() {
      stopped = true;
      cancelNext?.();
      cancelNext = null;
    },
  };
}

/** Ends `work` after a second, whether it listens to its signal or not. */
export async function withTimeout<Result>(
  { schedule }: Pick<Environment, 'schedule'>,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const controller = new AbortController();
  const late = Promise.withResolvers<never>();
  const cancel = schedule(timeoutMs, () => {
    const error = new Error(`no answer within ${timeoutMs} ms`);
    controller.abort(error);
    late.reject(error);
  });
  try {
    return await Promise.race([work(controller.signal), late.promise]);
  } finally {
    cancel();
  }
}
