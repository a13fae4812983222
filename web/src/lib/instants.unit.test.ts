import { describe, expect, it } from 'vitest';
import { formatDistance, formatInstant, formatPast, formatPastInline, formatShortDay } from './instants.ts';

const now = new Date('2026-11-23T09:00:00Z');
const zone = 'Europe/Berlin';

describe('instants', () => {
  it('carry weekday, time and zone', () => {
    expect(formatInstant('2027-11-12T11:00:00Z', zone)).toBe('Fri 12 Nov 2027, 12:00 CET');
    expect(formatInstant('2027-07-01T10:00:00Z', zone)).toBe('Thu 1 Jul 2027, 12:00 CEST');
  });

  it.each([
    ['2026-11-23T08:14:00Z', 'Today 09:14'],
    ['2026-11-22T23:30:00Z', 'Today 00:30'],
    ['2026-11-22T08:14:00Z', 'Yesterday 09:14'],
    ['2026-10-12T07:00:00Z', '12 Oct, 09:00'],
    ['2025-10-12T07:00:00Z', '12 Oct 2025, 09:00'],
  ])('%s was %s', (instant, expected) => {
    expect(formatPast(instant, zone, now)).toBe(expected);
  });

  it('are in small letters within a sentence', () => {
    expect(formatPastInline('2026-11-23T08:14:00Z', zone, now)).toBe('today 09:14');
  });

  it('name the year when it is another one', () => {
    expect(formatShortDay('2026-01-07T12:00:00Z', zone, now)).toBe('7 Jan');
    expect(formatShortDay('2025-12-13T12:00:00Z', zone, now)).toBe('13 Dec 2025');
  });

  it.each([
    ['2027-11-23T11:00:00Z', 'in 12 months'],
    ['2027-08-25T11:00:00Z', 'in 9 months'],
    ['2026-12-05T12:00:00Z', 'in 12 days'],
    ['2026-11-23T12:00:00Z', 'in 3 hours'],
    ['2026-11-17T09:00:00Z', '6 days ago'],
  ])('%s is %s', (instant, expected) => {
    expect(formatDistance(instant, now)).toBe(expected);
  });
});
