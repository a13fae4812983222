import type { Application } from '@keyturn/contract';
import { addDays, isCalendarDate, weekday } from '../../lib/calendar-date.ts';
import { calendarDate } from '../../lib/instants.ts';
import { zonedNoon } from '../../lib/zoned-noon.ts';

const shortLifetimeDays = 90;
const friday = 5;

/** The dates between which a client secret may expire, in the organisation's time zone (R1.3). */
export function expirationRange(
  {
    organisation: { timeZone },
    maxSecretExpiresAt,
  }: Pick<Application, 'organisation' | 'maxSecretExpiresAt'>,
  now: Date,
): { min: string; max: string } {
  return {
    min: addDays(calendarDate(now, timeZone), 1),
    max: calendarDate(maxSecretExpiresAt, timeZone),
  };
}

/** What there is to say about a chosen expiration date. */
export type DateAdvice = {
  problem: 'missing' | 'early' | 'late' | null;
  /** 12:00 on that date in the organisation's zone; null when there is a problem. */
  expiresAt: Date | null;
  /** On a weekend: the Friday before, when it is not too early. */
  saferDate: string | null;
  isShort: boolean;
};

export function adviseDate(
  date: string,
  application: Pick<Application, 'organisation' | 'maxSecretExpiresAt'>,
  now: Date,
): DateAdvice {
  const { min, max } = expirationRange(application, now);
  const problem = !isCalendarDate(date) ? 'missing' : date < min ? 'early' : date > max ? 'late' : null;
  if (problem !== null) return { problem, expiresAt: null, saferDate: null, isShort: false };
  const expiresAt = zonedNoon(date, application.organisation.timeZone);
  return {
    problem,
    expiresAt,
    saferDate: fridayBefore(date, min),
    isShort: date < addDays(min, shortLifetimeDays - 1),
  };
}

function fridayBefore(date: string, min: string): string | null {
  const day = weekday(date);
  if (day !== 0 && day !== 6) return null;
  const safer = addDays(date, day === 0 ? friday - 7 : friday - 6);
  return safer < min ? null : safer;
}
