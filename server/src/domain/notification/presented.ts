import type { ReminderSecret } from '../../store/reminders.ts';
import type { RefusalRow } from '../../store/usage.ts';
import { clientSecretStatus } from '../client-secret/client-secret-status.ts';
import { dateIn } from './reminder-schedule.ts';

/** On which days after the first refusal managers are told; after day 30 only the operator's list knows. */
const alertDays = [0, 1, 3, 7, 14, 21, 28];
const lastDay = 30;

/** A client secret that works no longer and is still presented, by whoever presented it last (R1.9). */
export type Presented = {
  secret: ReminderSecret;
  reason: 'expired' | 'disabled' | 'deleted';
  /** Since when it does not work. */
  endedAt: Date;
  days: number;
  requests: number;
  last: RefusalRow;
  occasion: string;
};

/**
 * What is to be told of a secret's refused requests, all of which proved it: unproven ones are not among them. The days
 * count from the first refusal after it ended to the last one, by the organisation's calendar, so that a secret that
 * nobody presents any more is not told of again.
 */
export function presentedAlert(secret: ReminderSecret, refusals: RefusalRow[], now: Date): Presented | null {
  const reason = clientSecretStatus(secret, now);
  if (reason !== 'expired' && reason !== 'disabled' && reason !== 'deleted') return null;
  const endedAt = { expired: secret.expires_at, disabled: secret.disabled_at, deleted: secret.deleted_at }[
    reason
  ];
  if (endedAt === null) return null;
  const own = refusals.filter((refusal) => refusal.reason === reason && refusal.lastAt >= endedAt);
  const last = own.toSorted((one, other) => other.lastAt.getTime() - one.lastAt.getTime())[0];
  if (last === undefined) return null;
  const firstAt = Math.max(endedAt.getTime(), Math.min(...own.map((refusal) => refusal.firstAt.getTime())));
  const passed = dateIn(new Date(firstAt), secret.time_zone).until(
    dateIn(last.lastAt, secret.time_zone),
  ).days;
  const days = alertDays.findLast((day) => day <= passed);
  if (days === undefined || passed > lastDay) return null;
  return {
    secret,
    reason,
    endedAt,
    days,
    requests: own.reduce((sum, refusal) => sum + refusal.requests, 0),
    last,
    occasion: `presented/${secret.id}/${reason}/${endedAt.toISOString()}/${days}`,
  };
}
