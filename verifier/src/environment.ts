/** What a verifier needs of the world around it; tests bring one of their own. */
export type Environment = {
  fetch: typeof fetch;
  /** The time of day, in milliseconds since 1970: for comparing with what the issuer wrote. */
  wallMs: () => number;
  /** A clock that nobody sets, in milliseconds: for telling how old something is. */
  monotonicMs: () => number;
  /** Calls back once after so many milliseconds, without keeping the process alive for it. Gives what cancels it. */
  schedule: (ms: number, callback: () => void) => () => void;
};

export const systemEnvironment: Environment = {
  // Looked up at each call: tracing tools replace it.
  fetch: (...args) => fetch(...args),
  wallMs: () => Date.now(),
  monotonicMs: () => performance.now(),
  schedule(ms, callback) {
    const timer = setTimeout(callback, ms);
    timer.unref();
    return () => clearTimeout(timer);
  },
};
