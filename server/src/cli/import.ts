import { readFileSync } from 'node:fs';
import { decodeText, importAnswers, type ImportAnswers } from '@keyturn/contract';
import type { Command } from 'commander';
import type { ImportResult } from '../domain/federation/import-federation.ts';
import { text } from '../messages.ts';
import { CommandFailedError, failed, print, printJson } from './output.ts';
import { runOperation } from './run-operation.ts';

type Options = { dryRun: boolean; answers?: string; json: boolean };

/** `keyturn import <file.json> [--dry-run] [--answers <answers.json>] [--json]` */
export function registerImport(program: Command): void {
  program
    .command('import')
    .description(text('cli.import.description'))
    .argument('<file>', text('cli.import.file'))
    .option('--dry-run', text('cli.import.dry-run'), false)
    .option('--answers <file>', text('cli.import.answers'))
    .option('--json', text('cli.json'), false)
    .action(async (path: string, { dryRun, answers, json }: Options) => {
      const file = readJson(path);
      const answered = answers === undefined ? {} : { answers: readAnswers(answers) };
      const result = await runOperation('import', { file, dryRun, ...answered });
      if (json) printJson(result);
      else if (result.problems.length === 0) printResult(result, dryRun);
      if (result.problems.length > 0) throw new CommandFailedError(json ? '' : describeRefusal(result));
    });
}

function readAnswers(path: string): ImportAnswers {
  const parsed = importAnswers.safeParse(readJson(path));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw failed('cli.import.answers-invalid', {
    path,
    place: issue?.path.join('.') ?? '',
    message: issue?.message ?? '',
  });
}

function readJson(path: string): unknown {
  let content: string;
  try {
    content = decodeText(readFileSync(path));
  } catch (error) {
    throw failed('import.unreadable', { path, reason: reasonOf(error) });
  }
  try {
    return JSON.parse(content);
  } catch (error) {
    throw failed('import.not-json', { reason: reasonOf(error) });
  }
}

function printResult({ summary, leftOut = [] }: ImportResult, dryRun: boolean): void {
  print(text(dryRun ? 'cli.import.dry' : 'cli.import.done'));
  for (const [noun, count] of Object.entries(summary))
    print(`  ${text('cli.import.count', { noun, removed: 0, ...count })}`);
  if (leftOut.length === 0) return;
  print(text('cli.import.left-out', { count: leftOut.length }));
  for (const { name, appId, reason } of leftOut)
    print(
      `  ${text('cli.import.left-out-line', { name, appId, why: text(`cli.import.left-out-${reason}`) })}`,
    );
}

/** Why nothing was imported; of a list from Entra also how its questions are answered. */
function describeRefusal({ problems, questions = [] }: ImportResult): string {
  const open = questions.filter(({ answer }) => answer === null);
  if (open.length === 0) return listProblems(problems);
  const skeleton = {
    organisations: Object.fromEntries(
      open.flatMap((one) =>
        one.kind === 'organisation' ? [[one.appId, one.candidates[0]?.id ?? null]] : [],
      ),
    ),
    apis: Object.fromEntries(
      open.flatMap((one) =>
        one.kind === 'api' ? [[one.appId, { code: '', environment: one.proposal.environment }]] : [],
      ),
    ),
  };
  return [
    listProblems(problems),
    text('cli.import.answer', { count: open.length }),
    JSON.stringify(skeleton, null, 2),
  ].join('\n\n');
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
