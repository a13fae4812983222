import { availableParallelism, loadavg } from 'node:os';
import type { ScaleStep } from '../demo/scale/fill-scale.ts';
import { fullScale } from '../demo/scale/scale-size.ts';
import { version } from '../version.ts';
import { benchLists, listLimitMs, type ListResult } from './bench-lists.ts';
import { openPostgresDatabase, openTemporaryDatabase } from './open-bench-database.ts';
import { openPortal } from './open-portal.ts';

/** The members of the benchmark suite. */
export const benches = ['lists'] as const;

/** What a run found, as it is written as JSON. */
export type BenchReport = {
  version: string;
  at: string;
  database: string;
  processors: number;
  /** The load of the machine over the last minute, before and after: what else it did falsifies times. */
  load: { before: number; after: number };
  lists: {
    limitMs: number;
    cases: ListResult[];
    /** Of the slowest case: below 1 all of them keep to the limit. */
    worstP95OfLimit: number;
    sequentialScans: number;
    readTooMuch: number;
    ok: boolean;
  };
};

type Options = {
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

/** Runs the benchmark suite on a federation of its own. @throws DemoMismatchError for a database with real data */
export async function runBench({ databaseUrl, requests, onStep, onResult }: Options): Promise<BenchReport> {
  const options = { size: fullScale, onStep };
  const opened = await (databaseUrl === null
    ? openTemporaryDatabase(options)
    : openPostgresDatabase(databaseUrl, options));
  const { deps, pool, recorder, close } = opened;
  try {
    const before = load();
    const portal = await openPortal(deps);
    const bench = { db: deps.db, pool, recorder, get: portal.get };
    const cases = await benchLists(bench, { requests, variants, bigTableRows, onResult });
    await portal.close();
    const { rows } = await pool.query<{ version: string }>('select version() as version');
    const worstP95OfLimit = Math.max(...cases.map(({ p95OfLimit }) => p95OfLimit));
    const sequentialScans = cases.filter((one) => one.sequentialScans.length > 0).length;
    const readTooMuch = cases.filter((one) => one.readsTooMuch).length;
    return {
      version,
      at: deps.clock.now().toISOString(),
      database: `${databaseUrl === null ? 'embedded ' : ''}${rows[0]?.version ?? ''}`,
      processors: availableParallelism(),
      load: { before, after: load() },
      lists: {
        limitMs: listLimitMs,
        cases,
        worstP95OfLimit,
        sequentialScans,
        readTooMuch,
        ok: worstP95OfLimit <= 1 && sequentialScans === 0 && readTooMuch === 0,
      },
    };
  } finally {
    await close();
  }
}

const load = (): number => Number((loadavg()[0] ?? 0).toFixed(2));
