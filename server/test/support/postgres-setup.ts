import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { TestProject } from 'vitest/node';
import { dropDatabasesOfRun } from './postgres.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The database that a server test runs on in this project. */
    database: 'embedded' | 'postgres';
    /** Superuser URL of the run's PostgreSQL; tests make databases of their own on it. */
    postgresUrl: string;
  }
}

/** The projects, in vitest.config.ts, whose tests may use PostgreSQL. */
const projectsOnPostgres = new Set(['postgres', 'e2e']);

/**
 * Vitest's global setup: makes one PostgreSQL server available to the whole run, or the one that
 * KEYTURN_TEST_DATABASE_URL names. A run without a project that needs it starts none.
 */
export default async function setup({ vitest }: TestProject): Promise<(() => Promise<void>) | undefined> {
  if (!vitest.projects.some(({ name }) => projectsOnPostgres.has(name))) return undefined;
  const ownServerUrl = process.env['KEYTURN_TEST_DATABASE_URL'];
  if (ownServerUrl !== undefined) {
    vitest.provide('postgresUrl', ownServerUrl);
    process.env['KEYTURN_TEST_RUN'] = randomBytes(4).toString('hex');
    return () => dropDatabasesOfRun(ownServerUrl);
  }
  const { url, stop } = await startPostgres();
  vitest.provide('postgresUrl', url);
  return stop;
}

/**
 * The server is kept by a process of its own, out of reach of the terminal's Ctrl+C, that stops it as soon as our end
 * of its standard input closes. So nothing is left behind however this process ends, even by SIGKILL.
 */
export async function startPostgres(): Promise<{ url: string; stop: () => Promise<void> }> {
  const keeper = spawn(process.execPath, [join(import.meta.dirname, 'postgres-keeper.ts')], {
    detached: true,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const exited = once(keeper, 'exit');
  const url = await Promise.race([firstLine(keeper.stdout), exited.then(() => undefined)]);
  if (url === undefined) throw new Error('PostgreSQL did not start; its messages are above.');
  return {
    url,
    stop: async () => {
      keeper.stdin.end();
      await exited;
    },
  };
}

async function firstLine(stream: Readable): Promise<string | undefined> {
  for await (const line of createInterface(stream)) return line;
  return undefined;
}
