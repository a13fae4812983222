import { Cron } from 'croner';
import { forgetOldDevicesAndLinks } from '../domain/account/forget-old.ts';
import { forgetRevokedTokens } from '../domain/access-token/forget-revoked-tokens.ts';
import { systemActor } from '../domain/audit/actor.ts';
import { noteAuditHead } from '../domain/audit/verify-audit-log.ts';
import { dropSecretHashes } from '../domain/client-secret/drop-secret-hashes.ts';
import type { Deps } from '../domain/deps.ts';
import { alertPresentedSecrets } from '../domain/notification/alert-presented-secrets.ts';
import { remind } from '../domain/notification/remind.ts';
import { tellFailedMails } from '../domain/notification/tell-failed-mails.ts';
import { recordJobRun } from '../domain/job/record-job-run.ts';
import { noteRun } from '../domain/job/note-run.ts';
import { deliverMails, onQueuedMails } from '../domain/outbox/deliver-mails.ts';
import { forgetOldGuesses } from '../domain/session/guesses.ts';
import { forgetOldSessions } from '../domain/session/sessions.ts';
import { rotateSigningKeys } from '../domain/signing-key/rotate-signing-keys.ts';
import { forgetOldUsage } from '../domain/usage/forget-old-usage.ts';

type Job = {
  name: string;
  /** When it runs, with seconds: https://croner.56k.guru/usage/pattern/ */
  pattern: string;
  /** Whether its runs are noted in the table `job`: not of what runs every few seconds. */
  isNoted: boolean;
  /** Answers how much it did, where runs that did something are recorded; null: they are not. */
  run: (deps: Deps) => Promise<number | null>;
  /** What it also runs after, without waiting for its time. */
  onWork?: (deps: Deps, wake: () => void) => void;
};

const unrecorded =
  (run: (deps: Deps) => Promise<unknown>): Job['run'] =>
  async (deps) => {
    await run(deps);
    return null;
  };
const often = (name: string, pattern: string, run: (deps: Deps) => Promise<unknown>): Job => ({
  name,
  pattern,
  isNoted: false,
  run: unrecorded(run),
});
const noted = (name: string, pattern: string, run: Job['run']): Job => ({
  name,
  pattern,
  isNoted: true,
  run,
});
/** The answer to whoever caused the work goes first, and what is caused at once is one run. */
const wakesAfterMs = 100;
const hourly = '0 7 * * * *';

/** What every server does by time. Each job may run on several servers at once, and sees to that itself. */
export const jobs: Job[] = [
  often('write-usage', '* * * * * *', (deps) => deps.usage.flush()),
  // Others tell of changes at once; this is for a word that was lost.
  often('read-settings', '*/15 * * * * *', (deps) => deps.settings.refresh()),
  // At once those that this server queued; the others are those of other servers, of commands, and second attempts.
  { ...often('deliver-mails', '*/2 * * * * *', deliverMails), onWork: onQueuedMails },
  noted(
    'remind-expiring-secrets',
    '0 * * * * *',
    async (deps) => (await remind(deps, { dryRun: false, again: false, at: null })).length,
  ),
  noted('alert-presented-secrets', '30 * * * * *', alertPresentedSecrets),
  noted('tell-failed-mails', '45 */5 * * * *', tellFailedMails),
  noted('forget-old-guesses', hourly, unrecorded(forgetOldGuesses)),
  noted('forget-old-sessions', hourly, forgetOldSessions),
  noted('forget-old-devices-and-links', hourly, forgetOldDevicesAndLinks),
  noted('forget-old-usage', hourly, forgetOldUsage),
  noted('forget-revoked-tokens', hourly, forgetRevokedTokens),
  noted('note-audit-head', hourly, unrecorded(noteAuditHead)),
  noted('rotate-signing-keys', '0 */10 * * * *', unrecorded(rotateSigningKeys)),
  noted('drop-secret-hashes', hourly, (deps) => dropSecretHashes(deps)),
];

/**
 * Runs the jobs of a server. A failure is logged and tried again at the next turn; a turn that finds the one before it
 * still running is left out.
 * @returns stops them and waits for what is under way
 */
export function startJobs(deps: Deps): () => Promise<void> {
  const stops = jobs.map((job) => {
    let running: Promise<void> = Promise.resolve();
    let lastError: string | null = null;
    const run = async (): Promise<void> => {
      lastError = await runJob(deps, job, lastError);
    };
    const begin = (): Promise<void> => {
      const begun = run();
      running = Promise.all([running, begun]).then(() => undefined);
      return begun;
    };
    const cron = new Cron(job.pattern, { name: job.name, protect: true }, begin);
    let woken: NodeJS.Timeout | undefined;
    let isStopped = false;
    job.onWork?.(deps, () => {
      if (isStopped) return;
      woken ??= setTimeout(() => {
        woken = undefined;
        void begin();
      }, wakesAfterMs);
    });
    return async () => {
      isStopped = true;
      clearTimeout(woken);
      cron.stop();
      await running;
    };
  });
  return async () => {
    await Promise.all(stops.map((stop) => stop()));
  };
}

/** Answers the error of this run; one that is the same as before is not recorded again. */
export async function runJob(
  deps: Deps,
  { name, run, isNoted }: Job,
  lastError: string | null,
): Promise<string | null> {
  const startedAt = deps.clock.now();
  let error: string | null = null;
  let done: number | null = null;
  try {
    done = await run(deps);
  } catch (failure) {
    error = failure instanceof Error ? failure.message : String(failure);
    deps.log.warn({ err: failure, job: name }, 'a job failed');
  }
  if (!isNoted) return error;
  await noteRun(deps, name, startedAt, error);
  const outcome = error === null ? { done: done ?? 0 } : { error };
  if ((done ?? 0) === 0 && (error === null || error === lastError)) return error;
  await recordJobRun(deps, systemActor, name, outcome).catch((failure: unknown) =>
    deps.log.warn({ err: failure, job: name }, 'a run could not be recorded'),
  );
  return error;
}
