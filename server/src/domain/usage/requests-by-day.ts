import { Temporal } from 'temporal-polyfill';
import type { Use } from '../rotation/take-over.ts';

const shownDays = 90;

/** Token requests on each of the last 90 calendar days of a time zone, the earliest first; days without any too. */
export function requestsByDay(
  uses: Use[],
  timeZone: string,
  now: Date,
): { date: string; requests: number }[] {
  const counts = new Map<string, number>();
  for (const { firstAt, requests } of uses) {
    const date = dateOf(firstAt, timeZone).toString();
    counts.set(date, (counts.get(date) ?? 0) + requests);
  }
  const today = dateOf(now, timeZone);
  return Array.from({ length: shownDays }, (_day, index) => {
    const date = today.subtract({ days: shownDays - 1 - index }).toString();
    return { date, requests: counts.get(date) ?? 0 };
  });
}

const dateOf = (instant: Date, timeZone: string): Temporal.PlainDate =>
  Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(timeZone).toPlainDate();
