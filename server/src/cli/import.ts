import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import type { ImportSummary } from '../domain/federation/import-federation.ts';
import { text } from '../messages.ts';
import { CommandFailedError, failed, print, printJson } from './output.ts';
import { runOperation } from './run-operation.ts';

/** `keyturn import <file.json> [--dry-run] [--json]` */
export function registerImport(program: Command): void {
  program
    .command('import')
    .description(text('cli.import.description'))
    .argument('<file>', text('cli.import.file'))
    .option('--dry-run', text('cli.import.dry-run'), false)
    .option('--json', text('cli.json'), false)
    .action(async (path: string, { dryRun, json }: { dryRun: boolean; json: boolean }) => {
      const result = await runOperation('import', { file: readJson(path), dryRun });
      if (json) printJson(result);
      else if (result.problems.length === 0) printSummary(result.summary, dryRun);
      if (result.problems.length > 0) throw new CommandFailedError(json ? '' : listProblems(result.problems));
    });
}

function readJson(path: string): unknown {
  let content: string;
  try {
    content = readFileSync(path, 'utf8');
  } catch (error) {
    throw failed('import.unreadable', { path, reason: reasonOf(error) });
  }
  try {
    // A byte order mark is what some editors begin files with.
    return JSON.parse(content.replace(/^\ufeff/, ''));
  } catch (error) {
    throw failed('import.not-json', { reason: reasonOf(error) });
  }
}

function printSummary(summary: ImportSummary, dryRun: boolean): void {
  print(text(dryRun ? 'cli.import.dry' : 'cli.import.done'));
  for (const [noun, count] of Object.entries(summary))
    print(`  ${text('cli.import.count', { noun, ...count })}`);
}

const listProblems = (problems: { path: string; message: string }[]): string =>
  [
    text('cli.import.problems', { count: problems.length }),
    ...problems.map(
      ({ path, message }) =>
        `- ${text('cli.import.problem', { path: path || text('cli.import.whole-file'), message })}`,
    ),
  ].join('\n');

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
