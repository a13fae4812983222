import { resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import type { Command } from 'commander';
import { findSealer, openForBackup } from '../compose.ts';
import type { Config, ConfigSecrets } from '../config.ts';
import { readBackupFile } from '../domain/backup/backup-file.ts';
import { checkBackup } from '../domain/backup/check-backup.ts';
import { findTenant, restoreBackup, type Restored } from '../domain/backup/restore-backup.ts';
import { text } from '../messages.ts';
import { requireIntactAuditLog, summariseRestored } from './backup-summary.ts';
import { commandLineActor } from './command-socket.ts';
import { loadConfig } from './environment.ts';
import { failed, print, printError, printJson } from './output.ts';
import { showProgress } from './progress.ts';
import { accountName, describeDatabase } from './run-operation.ts';

/** `keyturn restore <file> [--force] [--json]` */
export function registerRestore(program: Command): void {
  program
    .command('restore')
    .description(text('cli.restore.description'))
    .argument('<file>', text('cli.restore.file'))
    .option('--force', text('cli.restore.force'), false)
    .option('--json', text('cli.json'), false)
    .action(async (named: string, { force, json }: { force: boolean; json: boolean }) => {
      const file = resolve(named);
      const { config, secrets } = loadConfig('command');
      const database = describeDatabase(config, secrets);
      printError(text('cli.database', { database }));
      // All of it is read before the database is even opened.
      await checkBackup(readBackupFile(file), findSealer(config, secrets));
      const restored = await restore(config, secrets, { file, force, json, database });
      if (json) printJson({ file, ...summariseRestored(restored) });
      else print(summary(restored));
      requireIntactAuditLog(restored);
    });
}

type Request = { file: string; force: boolean; json: boolean; database: string };

async function restore(
  config: Config,
  secrets: ConfigSecrets,
  { file, force, json, database }: Request,
): Promise<Restored> {
  const opened = await openForBackup(config, secrets, { command: 'keyturn restore', create: true });
  try {
    const tenantId = await findTenant(opened.db);
    if (tenantId !== null && force) await askToReplace(database, tenantId);
    return await restoreBackup(opened, commandLineActor(accountName()), readBackupFile(file), {
      replace: force,
      action: 'instance.restored',
      onProgress: showProgress(json),
    });
  } finally {
    await opened.close();
  }
}

/** The beginning of the tenant ID is typed: whoever does has read which federation is about to go. */
async function askToReplace(database: string, tenantId: string): Promise<void> {
  const wanted = tenantId.slice(0, 8);
  printError(text('cli.restore.question', { database, tenantId, wanted }));
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const ended = new Promise<string>((settle) => terminal.once('close', () => settle('')));
    const answer = await Promise.race([terminal.question('> '), ended]);
    if (answer.trim() !== wanted) throw failed('cli.restore.not-replaced');
  } finally {
    terminal.close();
  }
}

const summary = ({ header, footer, migrated, audit }: Restored): string =>
  text('cli.restore.done', {
    createdAt: header.createdAt,
    rows: footer.rows,
    tenantId: header.tenantId,
    events: audit.events,
    migrations: migrated.length,
  });
