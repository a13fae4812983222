import { inTransaction } from '../../store/db.ts';
import { lockJob, setWatermark } from '../../store/jobs.ts';
import { applicationsWithExpiry, listSecretsOfApplications } from '../../store/reminders.ts';
import { planExpired } from './plan-reminders.ts';
import { addressItems, queueReminders, type PlannedMail } from './queue-reminders.ts';
import { audiencesOf, operatorTeam, type Audience } from './recipients.ts';
import { remindJob, type RemindDeps, type RemindOptions } from './remind-expiring-secrets.ts';

const applicationsAtOnce = 200;
/** Of what expired longer ago nobody is told any more, however long no server ran. */
const newsMs = 30 * 24 * 60 * 60 * 1000;

/**
 * Queues the mails about client secrets that have expired since the last run, whatever the hour (R4.1). An application
 * that nobody manages is told of to the operator team as well (R4.4).
 */
export async function remindExpiredSecrets(deps: RemindDeps, options: RemindOptions): Promise<PlannedMail[]> {
  if (!deps.config.reminderDays.includes(0)) return [];
  const now = deps.clock.now();
  // Nobody is told that something has expired before it has.
  const until = options.at !== null && (options.dryRun || options.at < now) ? options.at : now;
  const earliest = new Date(until.getTime() - newsMs);
  const watermark = await inTransaction(deps.db, async (tx) => (await lockJob(tx, remindJob)).watermark);
  const since = options.again || watermark === null || watermark < earliest ? earliest : watermark;
  const applicationIds = await applicationsWithExpiry(deps.db, since, until);
  const planned: PlannedMail[] = [];
  for (let start = 0; start < applicationIds.length; start += applicationsAtOnce) {
    const ids = applicationIds.slice(start, start + applicationsAtOnce);
    planned.push(
      ...(await inTransaction(deps.db, async (tx) => {
        await lockJob(tx, remindJob);
        const inside = { ...deps, db: tx };
        const secrets = await listSecretsOfApplications(tx, ids);
        const items = await planExpired(inside, secrets, { since, until });
        const audienceOf = await audiencesOf(
          tx,
          items.map(({ secret }) => secret),
        );
        const team = await operatorTeam(inside);
        const withTeam = (audience: Audience): Audience =>
          audience.isUnmanaged ? { ...audience, told: [...audience.told, ...team] } : audience;
        const addressed = addressItems(items, (secret) => withTeam(audienceOf(secret)));
        return queueReminders(tx, deps, addressed, {
          kind: 'expired',
          since: null,
          sentAt: options.dryRun ? until : now,
          dryRun: options.dryRun,
        });
      })),
    );
  }
  if (!options.dryRun && !options.again)
    await inTransaction(deps.db, async (tx) => {
      await lockJob(tx, remindJob);
      await setWatermark(tx, remindJob, until);
    });
  return planned;
}
