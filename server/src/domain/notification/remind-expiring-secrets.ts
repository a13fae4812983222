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
  unmanagedAmong,
} from '../../store/reminders.ts';
import { plainName } from '../../mail/plain-name.ts';
import type { Deps } from '../deps.ts';
import { planNotReplaced, planReminders } from './plan-reminders.ts';
import { addressItems, queueReminders, type Addressed, type PlannedMail } from './queue-reminders.ts';
import { audiencesOf, operatorTeam } from './recipients.ts';
import { dateIn, reminderInstant, startOfDate } from './reminder-schedule.ts';

export type RemindDeps = Pick<Deps, 'db' | 'clock' | 'config'>;

export type RemindOptions = {
  /** Only says what would be queued. */
  dryRun: boolean;
  /** Also for organisations whose reminders of today are queued already: who was told is not told again. */
  again: boolean;
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
  const now = deps.clock.now();
  for (const timeZone of await listTimeZones(deps.db)) {
    const today = dateIn(now, timeZone);
    if (now < reminderInstant(today, timeZone)) continue;
    const date = today.toString();
    const since = startOfDate(today, timeZone);
    const due = await organisationsToRemind(deps.db, timeZone, options.again ? null : date);
    for (let start = 0; start < due.length; start += organisationsAtOnce) {
      const ids = due.slice(start, start + organisationsAtOnce);
      planned.push(
        ...(await inTransaction(deps.db, async (tx) => {
          await lockJob(tx, remindJob);
          const pending = options.again ? ids : await organisationsToRemind(tx, timeZone, date, ids);
          if (pending.length === 0) return [];
          const addressed = await addressReminders({ ...deps, db: tx }, pending, now);
          const mails = await queueReminders(tx, deps, addressed, { kind: 'reminder', since, ...options });
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
  const horizonMs = (Math.max(7, ...deps.config.reminderDays) + 2) * dayMs;
  const applicationIds = await applicationsWithExpiry(deps.db, now, new Date(now.getTime() + horizonMs));
  const all = await listSecretsOfApplications(deps.db, applicationIds);
  const secrets = all.filter(({ deleted_at }) => deleted_at === null);
  const unmanaged = await unmanagedAmong(deps.db, applicationIds);
  const nobodys = secrets.filter(({ application_id }) => unmanaged.has(application_id));
  const reminders = await planReminders(deps, nobodys, now, timeZone);
  const items = [
    ...reminders.filter(({ kind }) => kind === 'expiring'),
    ...planNotReplaced(secrets, now, timeZone),
  ];
  const told = await operatorTeam(deps);
  const managers = Map.groupBy(
    await managersToTell(
      deps.db,
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
