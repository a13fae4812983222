import { CommanderError, Command } from 'commander';
import { registerAudit } from './cli/audit.ts';
import { registerBackup } from './cli/backup.ts';
import { registerDemo } from './cli/demo.ts';
import { explainFailure } from './explain-failure.ts';
import { environment } from './cli/environment.ts';
import { registerImport } from './cli/import.ts';
import { registerJobs } from './cli/jobs.ts';
import { registerMigrate } from './cli/migrate.ts';
import { registerMigrateTo } from './cli/migrate-to.ts';
import { registerOperator } from './cli/operator.ts';
import { registerOperatorClient } from './cli/operator-client.ts';
import { BadUsageError, printError } from './cli/output.ts';
import { registerRestore } from './cli/restore.ts';
import { registerServe } from './cli/serve.ts';
import { registerSigningKey } from './cli/signing-key.ts';
import { text } from './messages.ts';
import { version } from './version.ts';

// Exit codes: 0 ok, 1 failed, 2 bad usage.
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

// Whoever reads our output may stop before its end, as head does.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = exitCodeFor(error);
}

function exitCodeFor(error: unknown): number {
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
