import { Command, CommanderError } from 'commander';
import { text } from '../messages.ts';
import { version } from '../version.ts';
import { environment } from './environment.ts';
import { BadUsageError, printError } from './output.ts';

/**
 * Runs `keyturn` with these arguments.
 * @returns the exit code: 0 ok, 1 failed, 2 bad usage
 */
export async function runCommandLine(args: readonly string[]): Promise<number> {
  try {
    await (await createProgram(args)).parseAsync(args, { from: 'user' });
    return 0;
  } catch (error) {
    return await explain(error);
  }
}

/** The commands, as `--help` lists them. Each is loaded when it is wanted: loading all takes longer than most of them. */
const commands: Record<string, () => Promise<(program: Command) => void>> = {
  serve: async () => (await import('./serve.ts')).registerServe,
  demo: async () => (await import('./demo.ts')).registerDemo,
  migrate: async () => (await import('./migrate.ts')).registerMigrate,
  import: async () => (await import('./import.ts')).registerImport,
  operator: async () => (await import('./operator.ts')).registerOperator,
  'operator-client': async () => (await import('./operator-client.ts')).registerOperatorClient,
  'signing-key': async () => (await import('./signing-key.ts')).registerSigningKey,
  jobs: async () => (await import('./jobs.ts')).registerJobs,
  audit: async () => (await import('./audit.ts')).registerAudit,
  backup: async () => (await import('./backup.ts')).registerBackup,
  restore: async () => (await import('./restore.ts')).registerRestore,
  'migrate-to': async () => (await import('./migrate-to.ts')).registerMigrateTo,
  bench: async () => (await import('./bench.ts')).registerBench,
};

/** With the command that `args` begin with; with all of them for whatever else they say. */
async function createProgram([name = '']: readonly string[]): Promise<Command> {
  const program = new Command('keyturn')
    .description(text('cli.description'))
    .version(version)
    .exitOverride()
    .configureHelp({ showGlobalOptions: true });
  // It needs none of them.
  if (name === '--version' || name === '-V') return program;
  const wanted = Object.hasOwn(commands, name) ? [name] : Object.keys(commands);
  for (const one of wanted) (await commands[one]?.())?.(program);
  return program;
}

/** Says on standard error what went wrong, and gives the exit code. */
async function explain(error: unknown): Promise<number> {
  // Help and version end with 0; whatever else commander throws is bad usage, which it has already explained.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  const { explainFailure } = await import('../explain-failure.ts');
  const explained = explainFailure(error, environment['KEYTURN_DATA_DIR'] ?? 'data');
  if (explained === null)
    printError(
      text('cli.failed', { reason: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
    );
  else if (explained !== '') printError(explained);
  return error instanceof BadUsageError ? 2 : 1;
}
