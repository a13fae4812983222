import { resolve } from 'node:path';
import type { Command } from 'commander';
import { openCopyForBackup, openForBackup, type OpenForBackup } from '../compose.ts';
import type { Config, ConfigSecrets } from '../config.ts';
import { requireWritable } from '../domain/backup/backup-file.ts';
import { recordBackup } from '../domain/backup/record-backup.ts';
import { writeBackup } from '../domain/backup/write-backup.ts';
import { isDataDirectoryInUse } from '../explain-failure.ts';
import { text } from '../messages.ts';
import { summarise } from './backup-summary.ts';
import { callRunningServer, commandLineActor } from './command-socket.ts';
import { loadConfig } from './environment.ts';
import { print, printError, printJson } from './output.ts';
import { showProgress } from './progress.ts';
import { accountName, describeDatabase } from './run-operation.ts';

const command = 'keyturn backup';

/** `keyturn backup <file> [--force] [--json]` */
export function registerBackup(program: Command): void {
  program
    .command('backup')
    .description(text('cli.backup.description'))
    .argument('<file>', text('cli.backup.file'))
    .option('--force', text('cli.backup.force'), false)
    .option('--json', text('cli.json'), false)
    .action(async (named: string, { force, json }: { force: boolean; json: boolean }) => {
      const file = resolve(named);
      const { config, secrets } = loadConfig('command');
      printError(text('cli.database', { database: describeDatabase(config, secrets) }));
      // Before the database is bothered.
      requireWritable(file, { replace: force });
      const opened = await open(config, secrets, file);
      try {
        const onProgress = showProgress(json);
        const { header, footer } = await writeBackup(opened, file, { replace: force, onProgress });
        if (json) return printJson({ file, ...summarise(header, footer) });
        const { rows, sha256 } = footer;
        return print(text('cli.backup.done', { file, rows, sha256, fingerprint: header.masterKey }));
      } finally {
        await opened.close();
      }
    });
}

/** The database itself, or, while a server holds it, a copy that the server makes; recorded in either. */
async function open(config: Config, secrets: ConfigSecrets, file: string): Promise<OpenForBackup> {
  let opened: OpenForBackup | undefined;
  try {
    opened = await openForBackup(config, secrets, { command, create: false });
    const isRecorded = await recordBackup(opened, commandLineActor(accountName()), file);
    if (!isRecorded) printError(text('cli.backup.unrecorded'));
    return opened;
  } catch (error) {
    await opened?.close();
    if (!isDataDirectoryInUse(error)) throw error;
    const copied = await callRunningServer(config.dataDirectory, 'copy-database', accountName(), { file });
    return openCopyForBackup(config, secrets, { command, copy: copied.directory });
  }
}
