import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { BenchFederation } from './bench-federation.ts';

/** A `keyturn serve` in a process of its own, with its default log, which goes where nobody reads it. */
export type KeyturnServer = {
  url: string;
  port: number;
  pid: number;
  /** From the start of its process until it was ready and held its lease. */
  startUpMs: number;
  stop: () => Promise<void>;
};

const main = join(import.meta.dirname, '../../main.ts');
const readyWithinMs = 60_000;
const stopsWithinMs = 10_000;

type Options = {
  workers?: number;
  /** Left out: its own address. Servers that stand for one another have the same. */
  publicUrl?: string;
};

/** Starts a server and waits until every process of it answers from memory. */
export async function startKeyturn(
  { environment, pool }: Pick<BenchFederation, 'environment' | 'pool'>,
  { workers = 1, publicUrl }: Options = {},
): Promise<KeyturnServer> {
  const port = await findPort();
  const others = await countServing(pool);
  const begunAt = performance.now();
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', main, 'serve'], {
    env: {
      ...environment,
      KEYTURN_PORT: String(port),
      KEYTURN_PUBLIC_URL: publicUrl ?? `http://localhost:${port}`,
      ...(workers === 1 ? {} : { KEYTURN_WORKERS: String(workers) }),
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (said += chunk));
  const url = `http://127.0.0.1:${port}`;
  const isServing = async (): Promise<boolean> =>
    (await isReady(url)) && (await countServing(pool)) >= others + workers;
  while (!(await isServing())) {
    const isLate = performance.now() - begunAt > readyWithinMs;
    if (!isLate && child.exitCode === null) await wait(20);
    else {
      child.kill('SIGKILL');
      throw new Error(`keyturn serve with ${workers} processes did not become ready:\n${said}`);
    }
  }
  const startUpMs = performance.now() - begunAt;
  return { url, port, pid: child.pid ?? 0, startUpMs, stop: () => stop(child) };
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGINT');
  const late = setTimeout(() => child.kill('SIGKILL'), stopsWithinMs);
  await exited;
  clearTimeout(late);
}

const isReady = (url: string): Promise<boolean> =>
  fetch(`${url}/readyz`).then(
    ({ ok }) => ok,
    () => false,
  );

async function countServing(pool: BenchFederation['pool']): Promise<number> {
  const { rows } = await pool.query<{ count: string }>(
    'select count(*) from server_instance where applied is not null',
  );
  return Number(rows[0]?.count);
}

async function findPort(): Promise<number> {
  const probe = createServer().listen({ host: '127.0.0.1', port: 0 });
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}
