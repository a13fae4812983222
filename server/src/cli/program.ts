import { Command, CommanderError } from 'commander';
import { explainFailure } from '../explain-failure.ts';
import { text } from '../messages.ts';
import { version } from '../version.ts';
import { registerAudit } from './audit.ts';
import { registerBackup } from './backup.ts';
import { registerBench } from './bench.ts';
import { registerDemo } from './demo.ts';
import { environment } from './environment.ts';
import { registerImport } from './import.ts';
import { registerJobs } from './jobs.ts';
import { registerMigrate } from './migrate.ts';
import { registerMigrateTo } from './migrate-to.ts';
import { registerOperator } from './operator.ts';
import { registerOperatorClient } from './operator-client.ts';
import { BadUsageError, printError } from './output.ts';
import { registerRestore } from './restore.ts';
import { registerServe } from './serve.ts';
import { registerSigningKey } from './signing-key.ts';

/**
 * Runs `keyturn` with these arguments.
 * @returns the exit code: 0 ok, 1 failed, 2 bad usage
 */
export async function runCommandLine(args: readonly string[]): Promise<number> {
  try {
    await createProgram().parseAsync(args, { from: 'user' });
    return 0;
  } catch (error) {
    return explain(error);
  }
}

function createProgram(): Command {
  const program = new Command('keyturn')
    .description(text('cli.description'))
    .version(version)
    .exitOverride()
    .configureHelp({ showGlobalOptions: true });
  registerServe(program);
  registerDemo(program);
  registerMigrate(program);
  registerImport(program);
  registerOperator(program);
  registerOperatorClient(program);
  registerSigningKey(program);
  registerJobs(program);
  registerAudit(program);
  registerBackup(program);
  registerRestore(program);
  registerMigrateTo(program);
  registerBench(program);
  return program;
}

/** Says on standard error what went wrong, and gives the exit code. */
function explain(error: unknown): number {
  // Help and version end with 0; whatever else commander throws is bad usage, which it has already explained.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  const explained = explainFailure(error, environment['KEYTURN_DATA_DIR'] ?? 'data');
  if (explained === null)
    printError(
      text('cli.failed', { reason: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
    );
  else if (explained !== '') printError(explained);
  return error instanceof BadUsageError ? 2 : 1;
}
