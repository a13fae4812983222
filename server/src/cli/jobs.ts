import type { Command } from 'commander';
import { text } from '../messages.ts';
import type { PlannedMail } from '../domain/notification/queue-reminders.ts';
import { jobNames } from './operations.ts';
import { badUsage, print, printJson } from './output.ts';
import { runOperation } from './run-operation.ts';

/** `keyturn jobs run <job> [--at <instant>] [--json]` */
export function registerJobs(program: Command): void {
  const jobs = jobNames.join(', ');
  program
    .command('jobs')
    .description(text('cli.jobs.description'))
    .command('run')
    .description(text('cli.jobs.run.description', { jobs }))
    .argument('<job>')
    .option('--at <instant>', text('cli.jobs.run.at'))
    .option('--dry-run', text('cli.jobs.run.dry-run'), false)
    .option('--json', text('cli.json'), false)
    .action(async (named: string, { at, dryRun, json }: { at?: string; dryRun: boolean; json: boolean }) => {
      const job = jobNames.find((known) => known === named);
      if (job === undefined) throw badUsage('cli.job-unknown', { job: named, jobs });
      if (at !== undefined && Number.isNaN(Date.parse(at))) throw badUsage('cli.at-invalid');
      const instant = at === undefined ? null : new Date(at).toISOString();
      const { hashes, mails } = await runOperation('run-job', { job, at: instant, dryRun });
      if (json) return printJson(mails === null ? { job, dryRun, hashes } : { job, dryRun, mails });
      if (mails !== null) return printMails(mails, dryRun);
      return print(text(`cli.jobs.drop-secret-hashes.${dryRun ? 'due' : 'done'}`, { count: hashes ?? 0 }));
    });
}

function printMails(mails: PlannedMail[], dryRun: boolean): void {
  for (const { to, subject, secrets } of mails) {
    print(`${to}: ${subject}`);
    for (const { kind, hint, application, expiresAt } of secrets)
      print(`  ${kind} ${hint}… ${application} ${expiresAt}`);
  }
  print(text(`cli.jobs.remind-expiring-secrets.${dryRun ? 'due' : 'done'}`, { count: mails.length }));
}
