import { Temporal } from 'temporal-polyfill';
import type { Use } from './caller.ts';

const shownDays = 90;
/** Days begin at a multiple of this in every time zone: finding out the date takes long. */
const slotMs = 15 * 60 * 1000;

/** Token requests on each of the last 90 calendar days of a time zone, the earliest first; days without any too. */
export function requestsByDay(
  uses: Use[],
  timeZone: string,
  now: Date,
): { date: string; requests: number }[] {
  const bySlot = new Map<number, number>();
  for (const { firstAt, requests } of uses) {
    const slot = Math.floor(firstAt.getTime() / slotMs);
    bySlot.set(slot, (bySlot.get(slot) ?? 0) + requests);
  }
  const counts = new Map<string, number>();
  for (const [slot, requests] of bySlot) {
    const date = dateOf(new Date(slot * slotMs), timeZone).toString();
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
