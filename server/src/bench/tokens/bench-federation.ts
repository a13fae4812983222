import { createSecretKey, randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { pino } from 'pino';
import { composeOn } from '../../compose.ts';
import { readConfig } from '../../config.ts';
import { startSession } from '../../domain/session/sessions.ts';
import { sessionCookieName } from '../../http/portal/session-cookie.ts';
import type { BenchClient } from '../peers/peer-order.ts';
import { fillFederation, type FilledFederation } from './fill-federation.ts';

/** A PostgreSQL database of this run's own with so many applications, and what it takes to serve and load it. */
export type BenchFederation = FilledFederation & {
  applications: number;
  /** For `keyturn serve`, without a port. */
  environment: Record<string, string>;
  pool: pg.Pool;
  /** The cookie of the manager of the first application. */
  managerCookie: string;
  /** Removes the database; nothing may use it any more. */
  drop: () => Promise<void>;
};

/** By this name everybody sees what a database is that a killed run left behind. */
const databasePrefix = 'keyturn_bench_';
/** There is nothing to protect. */
const masterKey = Buffer.alloc(32, 7);

/** Makes a database beside the one that `databaseUrl` names, which is left as it is, and fills it. */
async function openBenchFederation(databaseUrl: string, applications: number): Promise<BenchFederation> {
  const name = `${databasePrefix}${randomBytes(6).toString('hex')}`;
  await execute(databaseUrl, `create database ${name}`);
  const url = new URL(databaseUrl);
  url.pathname = `/${name}`;
  const directory = mkdtempSync(join(tmpdir(), 'keyturn-bench-'));
  const environment = {
    KEYTURN_DATABASE_URL: url.href,
    KEYTURN_MASTER_KEY: masterKey.toString('base64'),
    KEYTURN_DATA_DIR: directory,
    KEYTURN_HOST: '127.0.0.1',
    KEYTURN_MAIL: 'files',
    KEYTURN_SUPPORT_EMAIL: 'support@example.org',
    KEYTURN_STOP_DELAY_SECONDS: '0',
  };
  const pool = new pg.Pool({ connectionString: url.href, max: 2 });
  // Its database is dropped while it holds idle connections.
  pool.on('error', () => undefined);
  const drop = async (): Promise<void> => {
    await pool.end();
    await execute(databaseUrl, `drop database if exists ${name} with (force)`);
    rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    const filled = await fill(url.href, environment, applications);
    return { ...filled, applications, environment, pool, drop };
  } catch (error) {
    await drop();
    throw error;
  }
}

async function fill(
  url: string,
  environment: Record<string, string>,
  applications: number,
): Promise<FilledFederation & Pick<BenchFederation, 'managerCookie'>> {
  const result = readConfig({ ...environment, KEYTURN_LOG_LEVEL: 'silent' }, () => '', 'serve');
  if (!result.ok) throw new Error(result.problems.join('\n'));
  const { config } = result;
  // Filling takes longer than a server lets its statements take.
  const pool = new pg.Pool({ connectionString: url, max: 2 });
  const opened = { pool, masterKey: createSecretKey(masterKey), close: () => pool.end() };
  const { deps, close } = await composeOn(opened, { config, demo: false, log: pino({ level: 'silent' }) });
  try {
    const filled = await fillFederation(pool, applications);
    const session = await startSession(deps, filled.managerId, {
      stage: 'open',
      mfaAt: deps.clock.now(),
      amr: ['pwd', 'otp'],
      origin: { address: '127.0.0.1', userAgent: 'keyturn bench' },
    });
    return { ...filled, managerCookie: `${sessionCookieName(config.publicUrl)}=${session}` };
  } finally {
    await close();
  }
}

async function execute(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** Federations by their size, each made when it is first needed. */
export type BenchFederations = {
  of(applications: number): Promise<BenchFederation>;
  dropAll(): Promise<void>;
};

export function createBenchFederations(
  databaseUrl: string,
  onMake: (applications: number) => void,
): BenchFederations {
  const made = new Map<number, BenchFederation>();
  return {
    async of(applications) {
      const known = made.get(applications);
      if (known !== undefined) return known;
      onMake(applications);
      const federation = await openBenchFederation(databaseUrl, applications);
      made.set(applications, federation);
      return federation;
    },
    async dropAll() {
      for (const { drop } of made.values()) await drop();
    },
  };
}

/** So many of them, from all over the federation. */
export function someClients({ clients }: Pick<BenchFederation, 'clients'>, count: number): BenchClient[] {
  const step = Math.max(1, Math.floor(clients.length / count));
  return clients.filter((_client, place) => place % step === 0).slice(0, count);
}

export const someName = (): string => `Bench ${randomUUID()}`;
