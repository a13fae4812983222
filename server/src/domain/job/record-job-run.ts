import type { Actor } from '../audit/actor.ts';
import { change } from '../audit/change.ts';
import type { Deps } from '../deps.ts';

/** What a run of a job did: how much, or why nothing. `asOf`: the instant it ran for, when that was not its own. */
type JobOutcome = { done: number; asOf?: string } | { error: string };

/** Records a run of a job that did something, failed anew, or was asked for by somebody (R7). */
export const recordJobRun = (
  deps: Pick<Deps, 'db' | 'clock' | 'sealer' | 'changes'>,
  actor: Actor,
  name: string,
  outcome: JobOutcome,
): Promise<void> =>
  change(deps, actor, (_tx, record) => {
    record({ action: 'job.run', target: { type: 'job', id: name, name }, after: outcome });
    return Promise.resolve();
  });
