/** `timeout` and npm send a signal twice; only one that comes later is meant to end the process at once. */
const repeatMs = 1_000;

/** Resolves at the first SIGINT or SIGTERM; a later one ends the process without waiting for anything. */
export function stopRequested(): Promise<void> {
  let requestedAt: number | undefined;
  return new Promise((resolve) => {
    const stop = (): void => {
      requestedAt ??= performance.now();
      if (performance.now() - requestedAt > repeatMs) process.exit(1);
      resolve();
    };
    process.on('SIGINT', stop);
    process.on('SIGTERM', stop);
  });
}
