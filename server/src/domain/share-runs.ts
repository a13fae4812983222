/**
 * Lets those who ask at the same time share one run of `work`. The run that somebody gets begins after they asked, so
 * that its result is never older than the question; at most one is under way, and one waits for it.
 */
export function shareRuns<Result>(work: () => Promise<Result>): () => Promise<Result> {
  let current: Promise<unknown> | null = null;
  let next: Promise<Result> | null = null;

  async function begin(): Promise<Result> {
    const run = work();
    current = run;
    try {
      return await run;
    } finally {
      current = null;
    }
  }

  async function beginAfter(before: Promise<unknown>): Promise<Result> {
    await before.catch(() => undefined);
    next = null;
    return begin();
  }

  return () => {
    if (next !== null) return next;
    if (current === null) return begin();
    next = beginAfter(current);
    return next;
  };
}
