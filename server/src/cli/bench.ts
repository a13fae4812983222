import { writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import { benches, runBench } from '../bench/run-bench.ts';
import { fullTokens, tokenCases, type TokenCase } from '../bench/tokens/bench-tokens.ts';
import { PeerMissingError } from '../bench/tokens/start-peer.ts';
import { text } from '../messages.ts';
import { describeLists, describeMachine, describeTargets, listTable, tokenTable } from './bench-tables.ts';
import { badUsage, failed, print, printError } from './output.ts';

type Suite = (typeof benches)[number];
type Options = {
  requests: string;
  rounds: string;
  seconds: string;
  only?: string;
  database?: string;
  json?: string;
};

/**
 * `keyturn bench [suite] [--requests N] [--rounds N] [--seconds N] [--only <case>] [--database <url>] [--json <file>]`
 */
export function registerBench(program: Command): void {
  const suites = benches.join(', ');
  program
    .command('bench')
    .description(text('cli.bench.description'))
    .argument('[suite]', text('cli.bench.suite', { suites }), benches[0])
    .option('--requests <number>', text('cli.bench.requests'), '60')
    .option('--rounds <number>', text('cli.bench.rounds'), '5')
    .option('--seconds <number>', text('cli.bench.seconds'), '5')
    .option('--only <case>', text('cli.bench.only', { cases: tokenCases.join(', ') }))
    .option('--database <postgres-url>', text('cli.bench.database'))
    .option('--json <file>', text('cli.bench.json'))
    .action(async (name: string, options: Options) => {
      const suite = benches.find((known) => known === name);
      if (suite === undefined) throw badUsage('cli.bench.suite-unknown', { suite: name, suites });
      requireSense(suite, options);
      const report = await runBench({
        ...(suite !== 'tokens' && { lists: listsOptions(options) }),
        ...(suite !== 'lists' && { tokens: tokensOptions(options) }),
      }).catch((error: unknown) => {
        if (error instanceof PeerMissingError) throw failed('cli.bench.peer-missing');
        throw error;
      });
      print(`\n${describeMachine(report)}`);
      if (report.lists !== undefined) print(describeLists(report.lists));
      if (report.tokens !== undefined) print(describeTargets(report.tokens));
      if (options.json !== undefined) writeFileSync(options.json, `${JSON.stringify(report, null, 2)}\n`);
      if (!report.ok) throw failed('cli.bench.failed');
    });
}

function requireSense(suite: Suite, { requests, rounds, seconds, database }: Options): void {
  if (!/^[1-9]\d{0,4}$/.test(requests)) throw badUsage('cli.bench.requests-invalid');
  if (!/^[1-9]\d{0,2}$/.test(rounds)) throw badUsage('cli.bench.rounds-invalid');
  if (!/^\d{1,3}(\.\d{1,3})?$/.test(seconds) || Number(seconds) < 0.1 || Number(seconds) > 600)
    throw badUsage('cli.bench.seconds-invalid');
  if (database !== undefined && !/^postgres(ql)?:\/\//.test(database))
    throw badUsage('cli.bench.database-invalid');
  if (database === undefined && suite !== 'lists') throw badUsage('cli.bench.database-missing');
}

function listsOptions({ requests, database }: Options) {
  printError(text('cli.bench.preparing'));
  const table = listTable();
  return {
    databaseUrl: database ?? null,
    requests: Number(requests),
    onStep: (step: 'federation' | 'secrets' | 'mails' | 'audit-log' | 'indexes' | 'statistics') =>
      printError(text(`cli.scale.${step}`)),
    onResult: table.add,
  };
}

function tokensOptions({ rounds, seconds, only, database = '' }: Options) {
  const table = tokenTable();
  return {
    ...fullTokens,
    databaseUrl: database,
    rounds: Number(rounds),
    seconds: Number(seconds),
    only: only === undefined ? tokenCases : [requireCase(only)],
    onPrepare: (applications: number) => printError(text('cli.bench.filling', { applications })),
    onRow: table.add,
  };
}

function requireCase(name: string): TokenCase {
  const known = tokenCases.find((one) => one === name);
  if (known === undefined) throw badUsage('cli.bench.only-unknown', { name, cases: tokenCases.join(', ') });
  return known;
}
