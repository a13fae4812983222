import type { Command } from 'commander';
import { text } from '../messages.ts';
import { print, printJson } from './output.ts';
import { runOperation } from './run-operation.ts';

/** `keyturn operator invite --email E --name N [--json]` */
export function registerOperator(program: Command): void {
  program
    .command('operator')
    .description(text('cli.operator.description'))
    .command('invite')
    .description(text('cli.operator.invite.description'))
    .requiredOption('--email <email>', text('cli.operator.invite.email'))
    .requiredOption('--name <name>', text('cli.operator.invite.name'))
    .option('--json', text('cli.json'), false)
    .action(async ({ email, name, json }: { email: string; name: string; json: boolean }) => {
      const invited = await runOperation('operator-invite', { email, name });
      if (json) return printJson(invited);
      return print(text('cli.operator.invite.done', invited));
    });
}
