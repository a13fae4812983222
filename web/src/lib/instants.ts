import { formatLocale } from './locale.ts';
import { text } from './messages.ts';

const dayMs = 86_400_000;

/** "Fri 14 Nov 2027, 12:00 CET": date, time and zone. */
export function formatInstant(instant: string | Date, timeZone: string): string {
  const { hour, minute, timeZoneName } = parts(instant, {
    timeZone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'short',
  });
  return text('web.date.instant', {
    date: formatDay(instant, timeZone),
    time: `${hour}:${minute}`,
    zone: timeZoneName ?? timeZone,
  });
}

/** "Fri 14 Nov 2027" */
export function formatDay(instant: string | Date, timeZone: string): string {
  const { weekday, day, month, year } = parts(instant, {
    timeZone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
  });
  return text('web.date.day', {
    weekday: weekday ?? '',
    day: day ?? '',
    month: month ?? '',
    year: year ?? '',
  });
}

/** "12 Oct"; with the year when it is another than now. */
export function formatShortDay(instant: string | Date, timeZone: string, now: Date): string {
  const shape = { timeZone, day: 'numeric', month: 'short', year: 'numeric' } as const;
  const { day = '', month = '', year = '' } = parts(instant, shape);
  return year === parts(now, shape).year
    ? text('web.date.short', { day, month })
    : text('web.date.short-year', { day, month, year });
}

/** "09:14" */
export function formatTime(instant: string | Date, timeZone: string): string {
  const { hour, minute } = parts(instant, { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  return `${hour}:${minute}`;
}

/** "Today 09:14", "Yesterday 09:14", "12 Oct, 09:14" */
export const formatPast = (instant: string | Date, timeZone: string, now: Date): string =>
  formatPastAs('web.date.today', 'web.date.yesterday', instant, timeZone, now);

/** The same within a sentence: "today 09:14" */
export const formatPastInline = (instant: string | Date, timeZone: string, now: Date): string =>
  formatPastAs('web.date.today-inline', 'web.date.yesterday-inline', instant, timeZone, now);

function formatPastAs(
  today: 'web.date.today' | 'web.date.today-inline',
  yesterday: 'web.date.yesterday' | 'web.date.yesterday-inline',
  instant: string | Date,
  timeZone: string,
  now: Date,
): string {
  const time = formatTime(instant, timeZone);
  const day = calendarDate(instant, timeZone);
  if (day === calendarDate(now, timeZone)) return text(today, { time });
  if (day === calendarDate(new Date(now.getTime() - dayMs), timeZone)) return text(yesterday, { time });
  return text('web.date.short-time', { date: formatShortDay(instant, timeZone, now), time });
}

let relative: Intl.RelativeTimeFormat | undefined;

/** "in 9 months", "in 12 days", "6 days ago" */
export function formatDistance(instant: string | Date, now: Date): string {
  relative ??= new Intl.RelativeTimeFormat(formatLocale, { numeric: 'always' });
  const ms = new Date(instant).getTime() - now.getTime();
  const days = ms / dayMs;
  // A day of grace: twelve months to the day are not "11 months".
  if (Math.abs(days) >= 61) return relative.format(Math.trunc((days + Math.sign(days)) / 30.44), 'month');
  if (Math.abs(days) >= 1) return relative.format(Math.trunc(days), 'day');
  const hours = ms / 3_600_000;
  if (Math.abs(hours) >= 1) return relative.format(Math.trunc(hours), 'hour');
  return relative.format(Math.trunc(ms / 60_000), 'minute');
}

/** The calendar date in the zone, as `YYYY-MM-DD`. */
export function calendarDate(instant: string | Date, timeZone: string): string {
  const { year, month, day } = parts(instant, {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  return `${year?.padStart(4, '0')}-${month}-${day}`;
}

/** "CET" at `instant`. */
export const zoneName = (timeZone: string, instant: Date): string =>
  parts(instant, { timeZone, timeZoneName: 'short' }).timeZoneName ?? timeZone;

type Parts = Partial<Record<Intl.DateTimeFormatPartTypes, string>>;

function parts(instant: string | Date, options: Intl.DateTimeFormatOptions): Parts {
  const formatted = formatOf(options).formatToParts(new Date(instant));
  return Object.fromEntries(formatted.map(({ type, value }) => [type, value]));
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Making one takes longer than formatting a hundred instants with it. */
function formatOf(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = JSON.stringify(options);
  const format =
    formats.get(key) ?? new Intl.DateTimeFormat(formatLocale, { calendar: 'gregory', ...options });
  formats.set(key, format);
  return format;
}
