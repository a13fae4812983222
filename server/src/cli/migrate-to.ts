import { join } from 'node:path';
import type { Command } from 'commander';
import { openForBackup } from '../compose.ts';
import type { Config, ConfigSecrets } from '../config.ts';
import { moveDatabase } from '../domain/backup/move-database.ts';
import type { Restored } from '../domain/backup/restore-backup.ts';
import { text } from '../messages.ts';
import { requireIntactAuditLog, summariseRestored } from './backup-summary.ts';
import { commandLineActor } from './command-socket.ts';
import { loadConfig } from './environment.ts';
import { badUsage, failed, print, printError, printJson } from './output.ts';
import { showProgress } from './progress.ts';
import { accountName, describeDatabase } from './run-operation.ts';

const command = 'keyturn migrate-to';

/** `keyturn migrate-to <postgres-url> [--json]` */
export function registerMigrateTo(program: Command): void {
  program
    .command('migrate-to')
    .description(text('cli.migrate-to.description'))
    .argument('<postgres-url>', text('cli.migrate-to.url'))
    .option('--json', text('cli.json'), false)
    .action(async (url: string, { json }: { json: boolean }) => {
      if (!isPostgresUrl(url)) throw badUsage('cli.migrate-to.url-invalid');
      const { config, secrets } = loadConfig('command');
      if (secrets.databaseUrl !== null) throw failed('cli.migrate-to.not-embedded');
      printError(text('cli.database', { database: describeDatabase(config, secrets) }));
      const to = describeDatabase(config, { ...secrets, databaseUrl: url });
      const moved = await move(config, secrets, { url, to, json });
      const variables = {
        KEYTURN_DATABASE_URL: withoutPassword(url),
        ...(secrets.masterKey === null
          ? { KEYTURN_MASTER_KEY_FILE: join(config.dataDirectory, 'master.key') }
          : {}),
      };
      if (json) printJson({ to, variables, ...summariseRestored(moved) });
      else print(summary(config, moved, variables));
      requireIntactAuditLog(moved);
    });
}

async function move(
  config: Config,
  secrets: ConfigSecrets,
  { url, to, json }: { url: string; to: string; json: boolean },
): Promise<Restored> {
  const source = await openForBackup(config, secrets, { command, create: false });
  try {
    const targeted = { ...secrets, databaseUrl: url, masterKey: source.masterKey };
    const target = await openForBackup(config, targeted, { command, create: false });
    try {
      return await moveDatabase(source, target, commandLineActor(accountName()), {
        directory: config.dataDirectory,
        to,
        onProgress: showProgress(json),
      });
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}

const summary = (
  { dataDirectory: directory }: Config,
  { footer, audit }: Restored,
  variables: Record<string, string>,
): string =>
  text('cli.migrate-to.done', {
    directory,
    rows: footer.rows,
    tables: footer.tables.length,
    events: audit.events,
    variables: Object.entries(variables)
      .map(([name, value]) => `  ${name}=${value}`)
      .join('\n'),
  });

/** What is printed ends in logs. */
function withoutPassword(url: string): string {
  const address = new URL(url);
  if (address.password !== '') address.password = 'PASSWORD';
  return address.href;
}

function isPostgresUrl(url: string): boolean {
  const parsed = URL.parse(url);
  return parsed !== null && ['postgres:', 'postgresql:'].includes(parsed.protocol) && parsed.hostname !== '';
}
