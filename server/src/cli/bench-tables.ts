import type { ListResult } from '../bench/bench-lists.ts';
import type { BenchReport } from '../bench/run-bench.ts';
import type { Row } from '../bench/tokens/bench-setting.ts';
import { targetsOf, type TokensReport } from '../bench/tokens/bench-tokens.ts';
import { text } from '../messages.ts';
import { print } from './output.ts';

type Column = { title: string; width: number };

/** Prints lines of cells as they come, below the columns' titles; words at the left, numbers at the right. */
function table(columns: Column[]): (cells: string[]) => void {
  const lineOf = (cells: string[]): string =>
    cells
      .map((cell, place) => {
        const { width = 0 } = columns[place] ?? {};
        return place < 2 ? cell.padEnd(width) : cell.padStart(width);
      })
      .join('  ')
      .trimEnd();
  let isBegun = false;
  return (cells) => {
    if (!isBegun) print(lineOf(columns.map(({ title }) => title)));
    isBegun = true;
    print(lineOf(cells));
  };
}

/** How long each list took, as a table that grows. */
export function listTable(): { add: (result: ListResult) => void } {
  const add = table([
    { title: 'list', width: 14 },
    { title: 'case', width: 34 },
    ...['p50', 'p95', 'max'].map((title) => ({ title, width: 6 })),
    ...['p95/limit', 'rows read'].map((title) => ({ title, width: 9 })),
    { title: '', width: 0 },
  ]);
  return { add: (result) => add(cellsOf(result)) };
}

const cellsOf = ({ list, name, p50, p95, max, p95OfLimit, rowsRead, ...result }: ListResult): string[] => [
  list,
  name,
  ...[p50, p95, max].map((milliseconds) => milliseconds.toFixed(0)),
  p95OfLimit.toFixed(2),
  String(rowsRead),
  [
    ...(p95OfLimit > 1 ? [text('cli.bench.too-slow')] : []),
    ...result.sequentialScans.map((scanned) => text('cli.bench.sequential-scan', { table: scanned })),
    ...(result.readsTooMuch ? [text('cli.bench.reads-too-much')] : []),
  ].join('; '),
];

/** What each case of the suite `tokens` found, as a table that grows. */
export function tokenTable(): { add: (name: string, row: Row) => void } {
  const add = table([
    { title: 'case', width: 13 },
    { title: 'of', width: 32 },
    ...['per second', 'p50 ms', 'p99 ms', 'CPU us', 'MB', 'start ms'].map((title) => ({
      title,
      width: Math.max(title.length, 7),
    })),
  ]);
  return {
    add: (name, row) =>
      add([
        name,
        row.name,
        numberOf(row.perSecond, 0),
        numberOf(row.p50Ms, 2),
        numberOf(row.p99Ms, 2),
        numberOf(row.cpuMicroseconds, 1),
        numberOf(row.megabytes, 0),
        numberOf(row.startUpMs, 0),
      ]),
  };
}

const numberOf = (value: number | null | undefined, digits: number): string => value?.toFixed(digits) ?? '';

export const describeMachine = ({ database, processors, load }: BenchReport): string =>
  text('cli.bench.machine', {
    database,
    processors,
    before: String(load.before),
    after: String(load.after),
  });

export const describeLists = (lists: NonNullable<BenchReport['lists']>): string =>
  text('cli.bench.summary', {
    cases: lists.cases.length,
    limit: lists.limitMs,
    ratio: lists.worstP95OfLimit.toFixed(2),
    slow: lists.cases.filter(({ p95OfLimit }) => p95OfLimit > 1).length,
    scans: lists.sequentialScans,
    reads: lists.readTooMuch,
  });

/** Each promise with what was measured, a line each. */
export const describeTargets = ({ cases }: TokensReport): string =>
  targetsOf(cases)
    .map(({ name, value, at, limit, ok }) =>
      text(`cli.bench.target.${at}`, {
        verdict: text(ok ? 'cli.bench.kept' : 'cli.bench.missed'),
        name,
        value: value.toFixed(2),
        limit: String(limit),
      }),
    )
    .join('\n');
