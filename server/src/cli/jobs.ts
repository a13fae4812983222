import type { Command } from 'commander';
import { text } from '../messages.ts';
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
      const { hashes } = await runOperation('run-job', { job, at: instant, dryRun });
      if (json) return printJson({ job, dryRun, hashes });
      return print(text(`cli.jobs.drop-secret-hashes.${dryRun ? 'due' : 'done'}`, { count: hashes }));
    });
}
