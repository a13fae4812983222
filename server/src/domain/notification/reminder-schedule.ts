import { Temporal } from 'temporal-polyfill';

const dayMs = 24 * 60 * 60 * 1000;
const reminderTime = Temporal.PlainTime.from('08:00');

/** The calendar date of an instant in a time zone. */
export const dateIn = (instant: Date, timeZone: string): Temporal.PlainDate =>
  Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(timeZone).toPlainDate();

/** 08:00 on a calendar date in a time zone: when the reminders of that date are due (R4.1). */
export const reminderInstant = (date: Temporal.PlainDate, timeZone: string): Date =>
  new Date(date.toZonedDateTime({ timeZone, plainTime: reminderTime }).epochMilliseconds);

/** When a calendar date begins in a time zone. */
export const startOfDate = (date: Temporal.PlainDate, timeZone: string): Date =>
  new Date(date.toZonedDateTime(timeZone).epochMilliseconds);

/** How many calendar days are left until an instant. */
export const daysUntil = (instant: Date, timeZone: string, now: Date): number =>
  dateIn(now, timeZone).until(dateIn(instant, timeZone)).days;

type Lifetime = { created_at: Date; expires_at: Date };

/**
 * The most urgent of the reminders of a client secret that were due by `now` (R4.1): those due before it was created
 * are not among them. Each is due at 08:00 on the calendar date `days` before the secret expires.
 * @param thresholds days before the expiry, in any order; 0 is not a reminder
 */
export function dueReminder(
  { created_at: createdAt, expires_at: expiresAt }: Lifetime,
  { timeZone, thresholds }: { timeZone: string; thresholds: number[] },
  now: Date,
): { days: number; dueAt: Date } | null {
  const leftMs = expiresAt.getTime() - now.getTime();
  // Most secrets are far from all thresholds, and calendars are slow.
  if (leftMs <= 0 || leftMs > (Math.max(0, ...thresholds) + 2) * dayMs) return null;
  const expiryDate = dateIn(expiresAt, timeZone);
  for (const days of thresholds.filter((day) => day > 0).toSorted((one, other) => one - other)) {
    const dueAt = reminderInstant(expiryDate.subtract({ days }), timeZone);
    if (dueAt <= now) return dueAt > createdAt ? { days, dueAt } : null;
  }
  return null;
}

/** Of a secret that nobody uses, managers are reminded twice: about 30 and about 7 days before (R4.1). */
export function thresholdsWhenUnused(thresholds: number[]): number[] {
  const nearest = (days: number): number =>
    Math.max(0, ...thresholds.filter((threshold) => threshold <= days));
  return [...new Set([nearest(30), nearest(7)])].filter((days) => days > 0);
}
