import { plainName } from '../../mail/plain-name.ts';
import { text } from '../../messages.ts';

const formats = new Map<string, Intl.DateTimeFormat>();

/** Making a format takes longer than using it a hundred times. */
function formatOf(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-GB', {
      weekday: 'short',
      day: 'numeric',
      month: 'short',
      year: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
      timeZoneName: 'short',
      timeZone,
    });
    formats.set(timeZone, format);
  }
  return format;
}

/** The words of an instant in a time zone. */
export function instantWords(instant: Date, timeZone: string) {
  const parts = Object.fromEntries(
    formatOf(timeZone)
      .formatToParts(instant)
      .map(({ type, value }) => [type, value]),
  );
  const { weekday = '', day = '', month = '', year = '', hour = '', minute = '', timeZoneName = '' } = parts;
  const [date, time] = [`${day} ${month} ${year}`, `${hour}:${minute}`];
  return {
    weekday,
    /** 14 Nov 2027 */
    date,
    /** 12:00 (CET) */
    time: `${time} (${timeZoneName})`,
    /** Fri 14 Nov 2027, 12:00 CET */
    full: `${weekday} ${date}, ${time} ${timeZoneName}`,
  };
}

/** A user agent as it is told: senders choose it, and some are long. */
export const userAgentWords = (userAgent: string | null): string =>
  userAgent === null || userAgent === ''
    ? text('mail.no-user-agent')
    : plainName(userAgent.length > 80 ? `${userAgent.slice(0, 80)}…` : userAgent);
