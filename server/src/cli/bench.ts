import { writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import type { ListResult } from '../bench/bench-lists.ts';
import { benches, runBench, type BenchReport } from '../bench/run-bench.ts';
import { text } from '../messages.ts';
import { badUsage, failed, print, printError } from './output.ts';

type Options = { requests: string; database?: string; json?: string };

/** `keyturn bench [suite] [--requests N] [--database <url>] [--json <file>]` */
export function registerBench(program: Command): void {
  const suites = benches.join(', ');
  program
    .command('bench')
    .description(text('cli.bench.description'))
    .argument('[suite]', text('cli.bench.suite', { suites }), benches[0])
    .option('--requests <number>', text('cli.bench.requests'), '60')
    .option('--database <postgres-url>', text('cli.bench.database'))
    .option('--json <file>', text('cli.bench.json'))
    .action(async (suite: string, { requests, database, json }: Options) => {
      if (!benches.some((known) => known === suite))
        throw badUsage('cli.bench.suite-unknown', { suite, suites });
      if (!/^[1-9]\d{0,4}$/.test(requests)) throw badUsage('cli.bench.requests-invalid');
      if (database !== undefined && !/^postgres(ql)?:\/\//.test(database))
        throw badUsage('cli.bench.database-invalid');
      printError(text('cli.bench.preparing'));
      let isTableBegun = false;
      const report = await runBench({
        databaseUrl: database ?? null,
        requests: Number(requests),
        onStep: (step) => printError(text(`cli.scale.${step}`)),
        onResult(result) {
          if (!isTableBegun) print(lineOf(titles));
          isTableBegun = true;
          print(lineOf(cellsOf(result)));
        },
      });
      print(`\n${describe(report)}`);
      if (json !== undefined) writeFileSync(json, `${JSON.stringify(report, null, 2)}\n`);
      if (!report.lists.ok) throw failed('cli.bench.failed');
    });
}

const titles = ['list', 'case', 'p50', 'p95', 'max', 'p95/limit', 'rows read', ''];
const widths = [14, 34, 6, 6, 6, 9, 9, 0];

/** Words at the left, numbers at the right. */
const lineOf = (cells: string[]): string =>
  cells
    .map((cell, index) => (index < 2 ? cell.padEnd(widths[index] ?? 0) : cell.padStart(widths[index] ?? 0)))
    .join('  ')
    .trimEnd();

const cellsOf = ({ list, name, p50, p95, max, p95OfLimit, rowsRead, ...result }: ListResult): string[] => [
  list,
  name,
  ...[p50, p95, max].map((milliseconds) => milliseconds.toFixed(0)),
  p95OfLimit.toFixed(2),
  String(rowsRead),
  [
    ...(p95OfLimit > 1 ? [text('cli.bench.too-slow')] : []),
    ...result.sequentialScans.map((table) => text('cli.bench.sequential-scan', { table })),
    ...(result.readsTooMuch ? [text('cli.bench.reads-too-much')] : []),
  ].join('; '),
];

const describe = ({ database, processors, load, lists }: BenchReport): string =>
  text('cli.bench.summary', {
    database,
    processors,
    before: String(load.before),
    after: String(load.after),
    cases: lists.cases.length,
    limit: lists.limitMs,
    ratio: lists.worstP95OfLimit.toFixed(2),
    slow: lists.cases.filter(({ p95OfLimit }) => p95OfLimit > 1).length,
    scans: lists.sequentialScans,
    reads: lists.readTooMuch,
  });
