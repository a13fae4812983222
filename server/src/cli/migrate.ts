import type { Command } from 'commander';
import { compose } from '../compose.ts';
import { text } from '../messages.ts';
import { loadConfig } from './environment.ts';
import { print, printJson } from './output.ts';

/** `keyturn migrate [--json]` */
export function registerMigrate(program: Command): void {
  program
    .command('migrate')
    .description(text('cli.migrate.description'))
    .option('--json', text('cli.json'), false)
    .action(async ({ json }: { json: boolean }) => {
      const { config, secrets } = loadConfig('command');
      const { migrated, close } = await compose({
        config: { ...config, logLevel: 'silent' },
        secrets,
        command: 'keyturn migrate',
        demo: 'either',
      });
      await close();
      if (json) return printJson({ migrated });
      return print(text('cli.migrate.done', { count: migrated.length, names: migrated.join(', ') }));
    });
}
