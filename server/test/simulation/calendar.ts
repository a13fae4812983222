/**
 * Calendars for the oracle of the simulation: made of nothing but Intl, so that it shares no code, and no mistake, with
 * the product's own.
 */

export const hourMs = 60 * 60 * 1000;
export const dayMs = 24 * hourMs;

/** A calendar date as the number of days since 1 January 1970. */
export type DayNumber = number;

const formats = new Map<string, Intl.DateTimeFormat>();

/** What a clock on the wall shows at an instant, as if it were UTC. */
function wallClock(instant: number, zone: string): number {
  let format = formats.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formats.set(zone, format);
  }
  const parts = format.formatToParts(instant);
  const part = (wanted: string): number => Number(parts.find(({ type }) => type === wanted)?.value);
  return Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
}

export const dayOf = (instant: number, zone: string): DayNumber =>
  Math.floor(wallClock(instant, zone) / dayMs);

const known = new Map<string, number>();

/** When a clock on the wall shows this hour on this date; the hour is never one that a change of the clocks skips. */
export function instantOf(day: DayNumber, hour: number, zone: string): number {
  const key = `${zone} ${day} ${hour}`;
  let instant = known.get(key);
  if (instant === undefined) {
    const wanted = day * dayMs + hour * hourMs;
    const candidates = [-dayMs, dayMs]
      .map((aside) => wanted - (wallClock(wanted + aside, zone) - (wanted + aside)))
      .filter((candidate) => wallClock(candidate, zone) === wanted);
    if (candidates.length === 0) throw new Error(`no ${hour} o’clock on day ${day} in ${zone}`);
    instant = Math.min(...candidates);
    known.set(key, instant);
  }
  return instant;
}

/** 12 zones: summer time in both hemispheres, by an hour and by half of one; offsets of 30 and 45 minutes; none. */
export const zones = [
  'Africa/Cairo',
  'America/Los_Angeles',
  'America/New_York',
  'America/Santiago',
  'America/St_Johns',
  'Asia/Kathmandu',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
  'Europe/Berlin',
  'Pacific/Chatham',
  'Pacific/Honolulu',
  'Pacific/Kiritimati',
] as const;
