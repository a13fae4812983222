import type { Command } from 'commander';
import { text } from '../messages.ts';
import { print, printJson } from './output.ts';
import { runOperation } from './run-operation.ts';

/** `keyturn operator invite --email E --name N [--json]` and `keyturn operator reset-mfa --email E [--json]` */
export function registerOperator(program: Command): void {
  const command = program.command('operator').description(text('cli.operator.description'));

  command
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

  command
    .command('reset-mfa')
    .description(text('cli.operator.reset-mfa.description'))
    .requiredOption('--email <email>', text('cli.operator.invite.email'))
    .option('--json', text('cli.json'), false)
    .action(async ({ email, json }: { email: string; json: boolean }) => {
      const reset = await runOperation('operator-reset-mfa', { email });
      if (json) return printJson(reset);
      // For pasting into a shell, where a name must not do anything.
      const quotableName = reset.name.replace(/["$`\\!]/g, '');
      return print(text('cli.operator.reset-mfa.done', { ...reset, quotableName }));
    });
}
