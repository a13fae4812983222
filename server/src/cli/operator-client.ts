import type { Command } from 'commander';
import { portalApiIdentifier } from '../domain/access-token/resource.ts';
import { text } from '../messages.ts';
import { loadConfig } from './environment.ts';
import { print, printJson } from './output.ts';
import { runOperation } from './run-operation.ts';

/** `keyturn operator-client create --name N [--json]` */
export function registerOperatorClient(program: Command): void {
  program
    .command('operator-client')
    .description(text('cli.operator-client.description'))
    .command('create')
    .description(text('cli.operator-client.create.description'))
    .requiredOption('--name <name>', text('cli.operator-client.create.name'))
    .option('--json', text('cli.json'), false)
    .action(async ({ name, json }: { name: string; json: boolean }) => {
      const created = await runOperation('operator-client-create', { name });
      if (json) return printJson(created);
      const { config } = loadConfig('command');
      return print(
        text('cli.operator-client.created', {
          ...created,
          resource: portalApiIdentifier(config),
          tokenUrl: `${config.publicUrl}/oauth2/token`,
        }),
      );
    });
}
