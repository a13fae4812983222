import { recordRun } from '../../store/jobs.ts';
import type { Deps } from '../deps.ts';

/** Notes the last run of a job, for whoever looks whether it runs: when, and with what error. */
export async function noteRun(
  { db, clock, log }: Pick<Deps, 'db' | 'clock' | 'log'>,
  name: string,
  startedAt: Date,
  error: string | null,
): Promise<void> {
  const run = { started_at: startedAt, ended_at: clock.now(), error };
  await recordRun(db, name, run).catch((failure: unknown) =>
    log.warn({ err: failure, job: name }, 'a run could not be noted'),
  );
}
