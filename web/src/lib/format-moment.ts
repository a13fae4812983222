import type { Clock } from './clock.tsx';
import { calendarDate, formatShortDay, formatTime } from './instants.ts';
import { text } from './messages.ts';

/** An instant before or after now, within a sentence: "10:14" today, "24 Nov, 10:14" on another day. */
export function formatMoment(instant: string | Date, { timeZone, now }: Clock): string {
  const time = formatTime(instant, timeZone);
  return calendarDate(instant, timeZone) === calendarDate(now, timeZone)
    ? time
    : text('web.date.short-time', { date: formatShortDay(instant, timeZone, now), time });
}
