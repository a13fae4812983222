import type { Command } from 'commander';
import { compose } from '../compose.ts';
import { isDataDirectoryInUse } from '../explain-failure.ts';
import { text } from '../messages.ts';
import { callRunningServer } from './command-socket.ts';
import { loadConfig } from './environment.ts';
import { print, printJson } from './output.ts';
import { accountName } from './run-operation.ts';

/** `keyturn migrate [--json]` */
export function registerMigrate(program: Command): void {
  program
    .command('migrate')
    .description(text('cli.migrate.description'))
    .option('--json', text('cli.json'), false)
    .action(async ({ json }: { json: boolean }) => {
      const migrated = await migrateDatabase();
      if (json) return printJson({ migrated });
      return print(text('cli.migrate.done', { count: migrated.length, names: migrated.join(', ') }));
    });
}

/** Opening a database migrates it; answers the names of the migrations applied. */
async function migrateDatabase(): Promise<string[]> {
  const { config, secrets } = loadConfig('command');
  try {
    const quiet = { ...config, logLevel: 'silent' as const };
    const { migrated, close } = await compose({
      config: quiet,
      secrets,
      command: 'keyturn migrate',
      demo: 'either',
    });
    await close();
    return migrated;
  } catch (error) {
    if (!isDataDirectoryInUse(error)) throw error;
    const { migrated } = await callRunningServer(config.dataDirectory, 'migrate', accountName(), {});
    return migrated;
  }
}
