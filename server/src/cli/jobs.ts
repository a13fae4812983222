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
    .option('--json', text('cli.json'), false)
    .action(async (named: string, { at, json }: { at?: string; json: boolean }) => {
      const job = jobNames.find((known) => known === named);
      if (job === undefined) throw badUsage('cli.job-unknown', { job: named, jobs });
      if (at !== undefined && Number.isNaN(Date.parse(at))) throw badUsage('cli.at-invalid');
      const instant = at === undefined ? null : new Date(at).toISOString();
      const { dropped } = await runOperation('run-job', { job, at: instant });
      if (json) return printJson({ job, dropped });
      return print(text('cli.jobs.drop-secret-hashes.done', { count: dropped }));
    });
}
