import type { Clock } from '../../lib/clock.tsx';
import { calendarDate, formatShortDay, formatTime } from '../../lib/instants.ts';
import { text } from '../../lib/messages.ts';

/** An instant before or after now, within a sentence: "10:14" today, "24 Nov, 10:14" on another day. */
export function formatMoment(instant: string, { timeZone, now }: Clock): string {
  const time = formatTime(instant, timeZone);
  return calendarDate(instant, timeZone) === calendarDate(now, timeZone)
    ? time
    : text('web.date.short-time', { date: formatShortDay(instant, timeZone, now), time });
}
