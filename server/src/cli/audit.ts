import type { Command } from 'commander';
import { text } from '../messages.ts';
import { badUsage, CommandFailedError, print, printJson } from './output.ts';
import { runOperation } from './run-operation.ts';

/** `keyturn audit verify [--head <seq:mac>] [--json]` · `keyturn audit export` */
export function registerAudit(program: Command): void {
  const audit = program.command('audit').description(text('cli.audit.description'));
  audit
    .command('verify')
    .description(text('cli.audit.verify.description'))
    .option('--head <head>', text('cli.audit.verify.head'))
    .option('--json', text('cli.json'), false)
    .action(async ({ head, json }: { head?: string; json: boolean }) => {
      const result = await runOperation('audit-verify', {
        noted: head === undefined ? null : readHead(head),
      });
      if (json) printJson(result);
      const { events, problem } = result;
      if (problem !== null)
        throw new CommandFailedError(
          json ? '' : text(`cli.audit.verify.${problem.kind}`, { at: String(problem.at) }),
        );
      if (!json)
        print(text('cli.audit.verify.intact', { events, head: `${result.head.seq}:${result.head.mac}` }));
    });
  audit
    .command('export')
    .description(text('cli.audit.export.description'))
    .action(async () => {
      let after = 0;
      for (;;) {
        const events = await runOperation('audit-export', { after });
        for (const event of events) print(JSON.stringify(event));
        const last = events.at(-1);
        if (last === undefined) return;
        after = last.seq;
      }
    });
}

function readHead(head: string): { seq: number; mac: string } {
  const [, seq, mac] = /^(\d{1,15}):([0-9a-f]{64}|)$/.exec(head.trim()) ?? [];
  if (seq === undefined || mac === undefined) throw badUsage('cli.audit.head-invalid');
  return { seq: Number(seq), mac };
}
