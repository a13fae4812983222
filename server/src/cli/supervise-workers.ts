import cluster from 'node:cluster';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Config } from '../config.ts';
import { createLog } from '../log.ts';
import { text } from '../messages.ts';
import { CommandFailedError, print } from './output.ts';
import { stopRequested } from './stop-requested.ts';

/** One of the server processes. */
type Running = {
  pid: number | undefined;
  /** Whether it came as far as answering requests. */
  wasReady: Promise<boolean>;
  exited: Promise<{ code: number | null; signal: string | null }>;
};

/** How long after its end one that never became ready is tried again: twice as long each time. */
const pauseMs = { first: 1_000, longest: 30_000 };

/**
 * Runs so many server processes on one port (`KEYTURN_WORKERS`), each an instance with its own lease; one that ends is
 * replaced. Comes back when all have stopped after SIGINT or SIGTERM. When this process is killed, they end by
 * themselves.
 * @throws CommandFailedError when the first cannot start; why it has said itself
 */
export async function superviseWorkers(config: Pick<Config, 'workers' | 'logLevel' | 'tls'>): Promise<void> {
  const log = createLog(config);
  if (config.tls !== null && config.tls.files !== null) passOnHangUp();
  const stopping = new AbortController();
  void stopRequested().then(() => {
    print(text('cli.serve.stopping'));
    stopping.abort();
  });
  const { signal } = stopping;

  // Alone, so that what keeps all of them from starting is said once, and the schema is brought up to date by one.
  const first = start(signal);
  if (!(await first.wasReady) && !signal.aborted) throw new CommandFailedError('');
  const others = Array.from({ length: config.workers - 1 }, () => start(signal));
  const kept = [first, ...others].map((one) => keep(one, signal, log));
  const ready = await Promise.all(others.map(({ wasReady }) => wasReady));
  if (!ready.includes(false)) print(text('cli.serve.workers', { count: config.workers }));
  await Promise.all(kept);
  print(text('cli.serve.stopped'));
}

/** Each looks whether there is a renewed certificate, as one process alone does. */
function passOnHangUp(): void {
  process.on('SIGHUP', () => {
    for (const worker of Object.values(cluster.workers ?? {})) worker?.process.kill('SIGHUP');
  });
}

function start(stopping: AbortSignal): Running {
  const worker = cluster.fork();
  const exited = once(worker, 'exit').then(([code, signal]: (number | string | null)[]) => ({
    code: typeof code === 'number' ? code : null,
    signal: typeof signal === 'string' ? signal : null,
  }));
  const wasReady = Promise.race([once(worker, 'message').then(() => true), exited.then(() => false)]);
  const end = (): void => void worker.process.kill('SIGTERM');
  if (stopping.aborted) end();
  stopping.addEventListener('abort', end);
  void exited.then(() => stopping.removeEventListener('abort', end));
  return { pid: worker.process.pid, wasReady, exited };
}

/** Sees to it that one runs in this one's place until all are to stop. */
async function keep(one: Running, stopping: AbortSignal, log: Logger): Promise<void> {
  let running = one;
  let nextPauseMs = pauseMs.first;
  for (;;) {
    const [wasReady, how] = await Promise.all([running.wasReady, running.exited]);
    if (stopping.aborted) return;
    if (wasReady) nextPauseMs = pauseMs.first;
    const afterMs = wasReady ? 0 : nextPauseMs;
    log.error(
      { worker: running.pid, ...how, afterMs },
      'a server process ended: another one takes its place',
    );
    await wait(afterMs, undefined, { signal: stopping }).catch(() => undefined);
    if (stopping.aborted) return;
    nextPauseMs = Math.min(2 * nextPauseMs, pauseMs.longest);
    running = start(stopping);
  }
}
