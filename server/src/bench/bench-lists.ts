import type { Pool } from 'pg';
import type { Db } from '../store/db.ts';
import { explainQueries, tablesWith, type Scan } from './explain-queries.ts';
import { listCases, type ListCase } from './list-cases.ts';
import { latenciesOf, type Latencies } from './measure.ts';
import type { OpenPortal } from './open-portal.ts';
import type { QueryRecorder } from './record-queries.ts';

/** Every list and search of the operator's answers 95 of 100 times within this. */
export const listLimitMs = 150;

/**
 * A list goes by an index for its order, so a table whose rows are nearly all looked at and left out has no sequential scan:
 * what finds a page at most reads no more than this.
 */
const fewRows = 2_000;

/** What was found of one case. */
export type ListResult = Pick<ListCase, 'list' | 'name'> &
  Latencies & {
    requests: number;
    /** Below 1: it keeps to the limit. */
    p95OfLimit: number;
    /** Big tables that a query read from one end to the other. */
    sequentialScans: string[];
    /** Whether much was read to find little. */
    readsTooMuch: boolean;
    /** The rows that its queries looked at, at most in one of its requests. */
    rowsRead: number;
  };

type Bench = {
  db: Db;
  pool: Pool;
  recorder: QueryRecorder;
  get: OpenPortal['get'];
};

type Options = {
  /** How often each case is asked for. */
  requests: number;
  /** How many different things each case looks for. */
  variants: number;
  /** From how many rows on a table is big. */
  bigTableRows: number;
  /** Left out: every case. */
  only?: (one: ListCase) => boolean;
  onResult?: (result: ListResult) => void;
};

/** Asks for every list so many times, and looks at the plan of every query behind it. */
export async function benchLists(
  bench: Bench,
  { requests, variants, bigTableRows, only = () => true, onResult }: Options,
): Promise<ListResult[]> {
  const big = await tablesWith(bench.pool, bigTableRows);
  const results: ListResult[] = [];
  for (const one of (await listCases(bench.db, variants)).filter(only)) {
    const scans = await scansOf(bench, one);
    const latencies = latenciesOf(await durations(bench, one, requests));
    const rowsRead = Math.max(0, ...scans.map((own) => own.reduce((sum, { rows }) => sum + rows, 0)));
    const result = {
      list: one.list,
      name: one.name,
      requests,
      ...latencies,
      p95OfLimit: latencies.p95 / listLimitMs,
      sequentialScans: sequentialScans(scans.flat(), big),
      rowsRead,
      readsTooMuch: one.findsFew && rowsRead > fewRows,
    };
    onResult?.(result);
    results.push(result);
  }
  return results;
}

/** What the queries behind each of a case's requests read. */
async function scansOf({ pool, recorder, get }: Bench, { paths }: ListCase): Promise<Scan[][]> {
  const all: Scan[][] = [];
  for (const path of paths) {
    const explained = await explainQueries(pool, await recorder.record(() => get(path)));
    all.push(explained.flatMap(({ scans }) => scans));
  }
  return all;
}

const sequentialScans = (scans: Scan[], big: Set<string>): string[] => [
  ...new Set(
    scans.filter(({ how, table }) => how === 'Seq Scan' && big.has(table)).map(({ table }) => table),
  ),
];

async function durations({ get }: Bench, { paths }: ListCase, requests: number): Promise<number[]> {
  const taken: number[] = [];
  for (let number = 0; number < requests; number += 1) {
    const begun = performance.now();
    await get(paths[number % paths.length] ?? '');
    taken.push(performance.now() - begun);
  }
  return taken;
}
