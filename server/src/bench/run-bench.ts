import { availableParallelism, loadavg } from 'node:os';
import pg from 'pg';
import type { ScaleStep } from '../demo/scale/fill-scale.ts';
import { fullScale } from '../demo/scale/scale-size.ts';
import { version } from '../version.ts';
import { benchLists, listLimitMs, type ListResult } from './bench-lists.ts';
import { openPostgresDatabase, openTemporaryDatabase } from './open-bench-database.ts';
import { openPortal } from './open-portal.ts';
import { benchTokens, type TokensOptions, type TokensReport } from './tokens/bench-tokens.ts';

/** The members of the benchmark suite. */
export const benches = ['lists', 'tokens', 'all'] as const;

/** What a run found, as it is written as JSON. */
export type BenchReport = {
  version: string;
  at: string;
  database: string;
  processors: number;
  /** The load of the machine over the last minute, before and after: what else it did falsifies times. */
  load: { before: number; after: number };
  lists?: ListsReport;
  tokens?: TokensReport;
  /** Whether everything that was measured keeps to what Keyturn promises. */
  ok: boolean;
};

type ListsReport = {
  limitMs: number;
  cases: ListResult[];
  /** Of the slowest case: below 1 all of them keep to the limit. */
  worstP95OfLimit: number;
  sequentialScans: number;
  readTooMuch: number;
  ok: boolean;
};

type ListsOptions = {
  /** null: an embedded one. */
  databaseUrl: string | null;
  /** Of each case. */
  requests: number;
  onStep: (step: ScaleStep) => void;
  onResult: (result: ListResult) => void;
};

/** At full scale. */
const bigTableRows = 10_000;
const variants = 8;

/**
 * Runs what was asked for of the benchmark suite, on federations of its own.
 * @throws DemoMismatchError for a database with real data; PeerMissingError
 */
export async function runBench(options: {
  lists?: ListsOptions;
  tokens?: TokensOptions;
}): Promise<BenchReport> {
  const at = new Date().toISOString();
  const before = load();
  const measured = options.lists && (await measureLists(options.lists));
  const tokens = options.tokens && (await benchTokens(options.tokens));
  const database = measured?.database ?? (await versionAt(options.tokens?.databaseUrl ?? ''));
  return {
    version,
    at,
    database,
    processors: availableParallelism(),
    load: { before, after: load() },
    ...(measured && { lists: measured.lists }),
    ...(tokens && { tokens }),
    ok: measured?.lists.ok !== false && tokens?.ok !== false,
  };
}

async function measureLists({
  databaseUrl,
  requests,
  onStep,
  onResult,
}: ListsOptions): Promise<{ database: string; lists: ListsReport }> {
  const options = { size: fullScale, onStep };
  const opened = await (databaseUrl === null
    ? openTemporaryDatabase(options)
    : openPostgresDatabase(databaseUrl, options));
  const { deps, pool, recorder, close } = opened;
  try {
    const portal = await openPortal(deps);
    const bench = { db: deps.db, pool, recorder, get: portal.get };
    const cases = await benchLists(bench, { requests, variants, bigTableRows, onResult });
    await portal.close();
    const worstP95OfLimit = Math.max(...cases.map(({ p95OfLimit }) => p95OfLimit));
    const sequentialScans = cases.filter((one) => one.sequentialScans.length > 0).length;
    const readTooMuch = cases.filter((one) => one.readsTooMuch).length;
    const ok = worstP95OfLimit <= 1 && sequentialScans === 0 && readTooMuch === 0;
    const lists = { limitMs: listLimitMs, cases, worstP95OfLimit, sequentialScans, readTooMuch, ok };
    return { database: `${databaseUrl === null ? 'embedded ' : ''}${await versionOf(pool)}`, lists };
  } finally {
    await close();
  }
}

async function versionAt(databaseUrl: string): Promise<string> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return await versionOf(client);
  } finally {
    await client.end();
  }
}

async function versionOf(database: pg.Client | pg.Pool): Promise<string> {
  const { rows } = await database.query<{ version: string }>('select version() as version');
  return rows[0]?.version ?? '';
}

const load = (): number => Number((loadavg()[0] ?? 0).toFixed(2));
