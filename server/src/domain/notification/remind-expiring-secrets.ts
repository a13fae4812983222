import { inTransaction, type Tx } from '../../store/db.ts';
import { managersToTell } from '../../store/recipients.ts';
import { findOperatorOrganisation } from '../../store/organisations.ts';
import { lockJob } from '../../store/jobs.ts';
import {
  applicationsWithExpiry,
  listSecretsOfApplications,
  listSecretsOfOrganisations,
  listTimeZones,
  markReminded,
  organisationsToRemind,
  unmanagedWithExpiry,
} from '../../store/reminders.ts';
import { plainName } from '../../mail/plain-name.ts';
import type { Deps } from '../deps.ts';
import { operatorDays, planNotReplaced, planReminders } from './plan-reminders.ts';
import { addressItems, queueReminders, type Addressed, type PlannedMail } from './queue-reminders.ts';
import { audiencesOf, operatorTeam } from './recipients.ts';
import { dateIn, reminderInstant, startOfDate } from './reminder-schedule.ts';

export type RemindDeps = Pick<Deps, 'db' | 'clock' | 'config'>;

export type RemindOptions = {
  /** Only says what would be queued. */
  dryRun: boolean;
  /** Also for organisations whose reminders of today are queued already: who was told is not told again. */
  again: boolean;
  /** What is due by then; null: by now. Mails that this queues go out now, and say what is so now. */
  at: Date | null;
};

export const remindJob = 'remind-expiring-secrets';

/** As many are planned and queued in one transaction, all or none. */
const organisationsAtOnce = 50;
const dayMs = 24 * 60 * 60 * 1000;

/**
 * Queues the reminders that are due by now: once a day, from 08:00 in the time zone of each organisation, one mail for
 * each person that lists all their client secrets (R4.1); and for the operator team by its own clock (R4.4).
 * However often, wherever and whenever it is interrupted: nobody is told the same twice, and nothing is missed (R4.3).
 */
export async function remindExpiringSecrets(
  deps: RemindDeps,
  options: RemindOptions,
): Promise<PlannedMail[]> {
  const planned: PlannedMail[] = [];
  const now = options.at ?? deps.clock.now();
  const sentAt = options.dryRun ? now : deps.clock.now();
  for (const timeZone of await listTimeZones(deps.db)) {
    const today = dateIn(now, timeZone);
    if (now < reminderInstant(today, timeZone)) continue;
    const date = today.toString();
    // Once a day is once for each organisation, so that only who runs it again has to look whom that day's run mailed.
    const since = options.again ? startOfDate(dateIn(sentAt, timeZone), timeZone) : null;
    const due = await organisationsToRemind(deps.db, timeZone, options.again ? null : date);
    for (let start = 0; start < due.length; start += organisationsAtOnce) {
      const ids = due.slice(start, start + organisationsAtOnce);
      planned.push(
        ...(await inTransaction(deps.db, async (tx) => {
          await lockJob(tx, remindJob);
          const pending = options.again ? ids : await organisationsToRemind(tx, timeZone, date, ids);
          if (pending.length === 0) return [];
          const addressed = await addressReminders({ ...deps, db: tx }, pending, now);
          const { dryRun } = options;
          const mails = await queueReminders(tx, deps, addressed, {
            kind: 'reminder',
            since,
            sentAt,
            dryRun,
          });
          if (!options.dryRun && !options.again) await markReminded(tx, pending, date);
          return mails;
        })),
      );
    }
  }
  return planned;
}

async function addressReminders(
  deps: RemindDeps & { db: Tx },
  organisationIds: string[],
  now: Date,
): Promise<Addressed[]> {
  const secrets = await listSecretsOfOrganisations(deps.db, organisationIds);
  const items = await planReminders(deps, secrets, now);
  const audienceOf = await audiencesOf(
    deps.db,
    items.map(({ secret }) => secret),
  );
  const addressed = addressItems(items, audienceOf);
  const operator = await findOperatorOrganisation(deps.db);
  if (operator === undefined || !organisationIds.includes(operator.id)) return addressed;
  return [...addressed, ...(await addressOperators(deps, operator.time_zone, now))];
}

/** What the operator team is told by itself: secrets that nothing replaces, and those that nobody manages (R4.4). */
async function addressOperators(
  deps: RemindDeps & { db: Tx },
  timeZone: string,
  now: Date,
): Promise<Addressed[]> {
  const { db, config } = deps;
  const inDays = (days: number): Date => new Date(now.getTime() + days * dayMs);
  // A calendar day more than the threshold, and another for what the zones differ by.
  const soon = await applicationsWithExpiry(db, now, inDays(operatorDays + 2));
  const unmanaged = await unmanagedWithExpiry(db, now, inDays(Math.max(...config.reminderDays) + 2));
  const all = await listSecretsOfApplications(db, [...new Set([...soon, ...unmanaged])]);
  const secrets = all.filter(({ deleted_at }) => deleted_at === null);
  const nobodys = secrets.filter(({ application_id }) => unmanaged.has(application_id));
  const reminders = await planReminders(deps, nobodys, now, timeZone);
  const items = [
    ...reminders.filter(({ kind }) => kind === 'expiring'),
    ...planNotReplaced(secrets, now, timeZone),
  ];
  const told = await operatorTeam(deps);
  const managers = Map.groupBy(
    await managersToTell(
      db,
      items.map(({ secret }) => secret.application_id),
    ),
    ({ application_id }) => application_id,
  );
  return addressItems(items, ({ application_id }) => ({
    told,
    isUnmanaged: unmanaged.has(application_id),
    managers: (managers.get(application_id) ?? []).map(({ name, email }) => `${plainName(name)} (${email})`),
  }));
}
