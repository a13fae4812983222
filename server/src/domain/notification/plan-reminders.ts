import { listTold, type ReminderSecret } from '../../store/reminders.ts';
import { unusedMs } from '../client-secret/client-secret-status.ts';
import type { Deps } from '../deps.ts';
import {
  expiredOccasion,
  expiringOccasion,
  neverUsedOccasion,
  notReplacedOccasion,
  takenOverOccasion,
  type ReminderItem,
} from './reminder-item.ts';
import { dateIn, dueReminder, reminderInstant, thresholdsWhenUnused } from './reminder-schedule.ts';
import {
  furthest,
  hadTakenOver,
  isWorking,
  mayHaveTakenOver,
  readUses,
  workingReplacements,
} from './replacements.ts';

const dayMs = 24 * 60 * 60 * 1000;
const neverUsedDays = 7;
/** What was missed for longer is not news any more. */
const neverUsedUntilDays = 30;
/** How many days before the expiry the operator team is told of a secret that nothing replaces (R4.4). */
export const operatorDays = 7;

type PlanDeps = Pick<Deps, 'db' | 'config'>;
type Due = { days: number; dueAt: Date };
type Considered = { secret: ReminderSecret; replacements: ReminderSecret[]; due: Due | null };

/**
 * What the managers of applications are to be told at `now`, by the calendar of `timeZone` (left out: each
 * organisation's own): the most urgent reminder of each secret, or that its replacement has taken over (R4.1, R4.2), or
 * that it was never used.
 * @param secrets every undeleted client secret of these applications
 */
export async function planReminders(
  { db, config }: PlanDeps,
  secrets: ReminderSecret[],
  now: Date,
  timeZone?: string,
): Promise<ReminderItem[]> {
  const siblingsOf = byApplication(secrets);
  const considered = secrets.map((secret): Considered => {
    const thresholds = isUnused(secret, now)
      ? thresholdsWhenUnused(config.reminderDays)
      : config.reminderDays;
    return {
      secret,
      replacements: workingReplacements(secret, siblingsOf(secret), now),
      due: dueReminder(secret, { timeZone: timeZone ?? secret.time_zone, thresholds }, now),
    };
  });
  const told = await listTold(
    db,
    considered
      .filter(({ replacements }) => replacements.length > 0)
      .map(({ secret }) => takenOverOccasion(secret)),
  );
  const toldOccasions = new Set([...told].map((key) => key.slice(0, key.indexOf('\n'))));
  const needsEvidence = ({ secret, replacements, due }: Considered): boolean =>
    replacements.length > 0 &&
    // An expired one is idle whether its callers have the new one or not.
    secret.expires_at > now &&
    (due !== null ||
      (mayHaveTakenOver(secret, replacements, now) && !toldOccasions.has(takenOverOccasion(secret))));
  const uses = await readUses(db, considered.filter(needsEvidence), now);
  return considered.flatMap((one): ReminderItem[] => {
    const { secret, replacements, due } = one;
    const replacement = needsEvidence(one) ? furthest(secret, replacements, uses, now) : null;
    const facts = {
      secret,
      replacement,
      anotherWorks: anotherWorks(secret, siblingsOf(secret), now),
      isUnused: isUnused(secret, now),
    };
    if (replacement?.takeOver.waitingFor === null) {
      const occasion = takenOverOccasion(secret);
      return [{ kind: 'taken-over', days: null, occasion, dueAt: null, ...facts }];
    }
    const neverUsed = neverUsedItem(facts, timeZone ?? secret.time_zone, now);
    if (due === null || hadTakenOver(secret, replacements, uses, due.dueAt)) return neverUsed;
    const occasion = expiringOccasion(secret, due.days);
    return [{ kind: 'expiring', ...due, occasion, ...facts }, ...neverUsed];
  });
}

/** What is told about client secrets that expired after `since` and by `until`, whichever instant that was (R4.1). */
export async function planExpired(
  { db }: PlanDeps,
  secrets: ReminderSecret[],
  { since, until }: { since: Date; until: Date },
): Promise<ReminderItem[]> {
  const siblingsOf = byApplication(secrets);
  // Of a secret that nobody uses, managers are reminded 30 and 7 days before only (R4.1).
  const expired = secrets.filter(
    (secret) =>
      secret.deleted_at === null &&
      secret.expires_at > since &&
      secret.expires_at <= until &&
      !isUnused(secret, secret.expires_at),
  );
  const considered = expired.map((secret) => ({
    secret,
    replacements: workingReplacements(secret, siblingsOf(secret), until),
  }));
  const replaced = considered.filter(({ replacements }) => replacements.length > 0);
  const uses = await readUses(db, replaced, until);
  return considered.flatMap(({ secret, replacements }): ReminderItem[] => {
    if (hadTakenOver(secret, replacements, uses, secret.expires_at)) return [];
    return [
      {
        kind: 'expired',
        days: 0,
        occasion: expiredOccasion(secret),
        dueAt: secret.expires_at,
        secret,
        replacement: furthest(secret, replacements, uses, until),
        anotherWorks: anotherWorks(secret, siblingsOf(secret), until),
        isUnused: false,
      },
    ];
  });
}

/** Client secrets that expire in a week and that no valid one replaces: the operator team is told (R4.4). */
export function planNotReplaced(secrets: ReminderSecret[], now: Date, timeZone: string): ReminderItem[] {
  const siblingsOf = byApplication(secrets);
  return secrets.flatMap((secret): ReminderItem[] => {
    const due = dueReminder(secret, { timeZone, thresholds: [operatorDays] }, now);
    if (due === null || secret.application_kind === 'operator-client') return [];
    if (workingReplacements(secret, siblingsOf(secret), now).length > 0) return [];
    const works = anotherWorks(secret, siblingsOf(secret), now);
    // Of a secret of the former system nobody says what replaces it.
    if (secret.system !== null && works) return [];
    return [
      {
        kind: 'not-replaced',
        ...due,
        occasion: notReplacedOccasion(secret),
        secret,
        replacement: null,
        anotherWorks: works,
        isUnused: isUnused(secret, now),
      },
    ];
  });
}

type Facts = Pick<ReminderItem, 'secret' | 'replacement' | 'anotherWorks' | 'isUnused'>;

function neverUsedItem(facts: Facts, timeZone: string, now: Date): ReminderItem[] {
  const { secret } = facts;
  if (secret.first_used_at !== null || !isWorking(secret, now)) return [];
  const date = dateIn(secret.created_at, timeZone).add({ days: neverUsedDays });
  const dueAt = reminderInstant(date, timeZone);
  const isNews = now.getTime() - dueAt.getTime() <= (neverUsedUntilDays - neverUsedDays) * dayMs;
  if (dueAt > now || !isNews) return [];
  return [{ kind: 'never-used', days: null, occasion: neverUsedOccasion(secret), dueAt, ...facts }];
}

/** What the former system sees of its secrets is not known here. */
const isUnused = ({ system, last_used_at, created_at }: ReminderSecret, at: Date): boolean =>
  system === null && at.getTime() - (last_used_at ?? created_at).getTime() >= unusedMs;

const anotherWorks = (secret: ReminderSecret, siblings: ReminderSecret[], now: Date): boolean =>
  siblings.some(
    (other) => other.id !== secret.id && isWorking(other, now) && other.expires_at > secret.expires_at,
  );

function byApplication(secrets: ReminderSecret[]): (secret: ReminderSecret) => ReminderSecret[] {
  const groups = Map.groupBy(secrets, ({ application_id }) => application_id);
  return ({ application_id }) => groups.get(application_id) ?? [];
}
