import type { Command } from 'commander';
import { portalApiIdentifier } from '../domain/access-token/resource.ts';
import { text } from '../messages.ts';
import { loadConfig } from './environment.ts';
import { print, printJson } from './output.ts';
import { runOperation } from './run-operation.ts';

/** `keyturn operator-client create|list|delete` */
export function registerOperatorClient(program: Command): void {
  const command = program.command('operator-client').description(text('cli.operator-client.description'));

  command
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

  command
    .command('list')
    .description(text('cli.operator-client.list.description'))
    .option('--json', text('cli.json'), false)
    .action(async ({ json }: { json: boolean }) => {
      const clients = await runOperation('operator-client-list', {});
      if (json) return printJson(clients);
      if (clients.length === 0) return print(text('cli.operator-client.none'));
      return print(
        clients
          .map((client) =>
            text('cli.operator-client.line', {
              ...client,
              lastUsedAt: client.lastUsedAt ?? text('cli.operator-client.never'),
            }),
          )
          .join('\n'),
      );
    });

  command
    .command('delete')
    .description(text('cli.operator-client.delete.description'))
    .argument('<client-id>')
    .action(async (clientId: string) => {
      await runOperation('operator-client-delete', { clientId });
      return print(text('cli.operator-client.deleted', { clientId }));
    });
}
