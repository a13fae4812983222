import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clientSecretExpiryRange } from '../../src/domain/client-secret/client-secret-expiry.ts';

const hourMs = 60 * 60 * 1000;

const range = (now: string, timeZone: string, lifetime = 'P1Y'): [string, string] => {
  const { min, max } = clientSecretExpiryRange(new Date(now), timeZone, lifetime);
  return [min.toISOString(), max.toISOString()];
};

describe('R1.3 a client secret expires from the beginning of tomorrow to 12:00 on the same date next year', () => {
  test.each([
    ['UTC', '2027-03-16T10:00:00Z', '2027-03-17T00:00:00.000Z', '2028-03-16T12:00:00.000Z'],
    ['Europe/Berlin', '2027-03-16T10:00:00Z', '2027-03-16T23:00:00.000Z', '2028-03-16T11:00:00.000Z'],
    ['America/Sao_Paulo', '2027-03-16T02:59:59Z', '2027-03-16T03:00:00.000Z', '2028-03-15T15:00:00.000Z'],
    ['Asia/Kathmandu', '2027-03-16T18:15:00Z', '2027-03-17T18:15:00.000Z', '2028-03-17T06:15:00.000Z'],
    ['Pacific/Kiritimati', '2027-12-31T10:00:00Z', '2028-01-01T10:00:00.000Z', '2028-12-31T22:00:00.000Z'],
    ['Pacific/Niue', '2027-01-01T10:59:59Z', '2027-01-01T11:00:00.000Z', '2027-12-31T23:00:00.000Z'],
  ])('of the organisation’s zone: %s', (timeZone, now, min, max) => {
    expect(range(now, timeZone)).toEqual([min, max]);
  });

  test('the last millisecond of a day and the first of the next are a day apart', () => {
    expect(range('2027-03-16T22:59:59.999Z', 'Europe/Berlin')).toEqual([
      '2027-03-16T23:00:00.000Z',
      '2028-03-16T11:00:00.000Z',
    ]);
    expect(range('2027-03-16T23:00:00.000Z', 'Europe/Berlin')).toEqual([
      '2027-03-17T23:00:00.000Z',
      '2028-03-17T11:00:00.000Z',
    ]);
  });

  test('across the change to and from summer time, tomorrow begins at midnight and noon is noon', () => {
    // The day is 23 hours long, then 25.
    expect(range('2027-03-27T23:00:00Z', 'Europe/Berlin')[0]).toBe('2027-03-28T22:00:00.000Z');
    expect(range('2027-10-30T22:00:00Z', 'Europe/Berlin')[0]).toBe('2027-10-31T23:00:00.000Z');
    // Summer time began on 28 March in 2027, and begins on 26 March in 2028.
    expect(range('2027-03-27T12:00:00Z', 'Europe/Berlin')[1]).toBe('2028-03-27T10:00:00.000Z');
    expect(range('2027-03-25T12:00:00Z', 'Europe/Berlin')[1]).toBe('2028-03-25T11:00:00.000Z');
    expect(range('2027-10-30T12:00:00Z', 'Europe/Berlin')[1]).toBe('2028-10-30T11:00:00.000Z');
    expect(range('2027-11-07T12:00:00Z', 'America/New_York')[0]).toBe('2027-11-08T05:00:00.000Z');
  });

  test('where summer time begins at midnight, tomorrow begins at the first instant that exists', () => {
    // Egypt skips from 00:00 to 01:00 on the last Friday of April; Brazil did on the first Sunday of November 2018.
    expect(range('2027-04-29T12:00:00Z', 'Africa/Cairo')[0]).toBe('2027-04-29T22:00:00.000Z');
    expect(range('2018-11-03T12:00:00Z', 'America/Sao_Paulo')[0]).toBe('2018-11-04T03:00:00.000Z');
  });

  test('a year from 29 February is 28 February', () => {
    expect(range('2028-02-29T08:00:00Z', 'UTC')[1]).toBe('2029-02-28T12:00:00.000Z');
    // In Auckland it is 29 February already.
    expect(range('2028-02-28T12:00:00Z', 'Pacific/Auckland')[1]).toBe('2029-02-27T23:00:00.000Z');
  });

  test('a shorter configured lifetime ends at 12:00 too', () => {
    expect(range('2027-03-16T10:00:00Z', 'Europe/Berlin', 'P180D')[1]).toBe('2027-09-12T10:00:00.000Z');
    expect(range('2027-08-31T10:00:00Z', 'UTC', 'P6M')[1]).toBe('2028-02-29T12:00:00.000Z');
    expect(range('2027-03-16T10:00:00Z', 'UTC', 'P2D')).toEqual([
      '2027-03-17T00:00:00.000Z',
      '2027-03-18T12:00:00.000Z',
    ]);
  });

  test('property: in any zone at any instant, tomorrow is at most 25 hours away and the end is at noon next year', () => {
    const zones = Intl.supportedValuesOf('timeZone');
    const instants = fc.date({
      min: new Date('2025-01-01T00:00:00Z'),
      max: new Date('2060-01-01T00:00:00Z'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(instants, fc.constantFrom(...zones), (now, timeZone) => {
        const { min, max } = clientSecretExpiryRange(now, timeZone, 'P1Y');
        const wait = min.getTime() - now.getTime();
        expect(wait).toBeGreaterThan(0);
        expect(wait).toBeLessThanOrEqual(25 * hourMs);
        const local = (at: Date) => {
          const parts = new Intl.DateTimeFormat('en', {
            timeZone,
            hourCycle: 'h23',
            year: 'numeric',
            month: 'numeric',
            day: 'numeric',
            hour: 'numeric',
            minute: 'numeric',
            second: 'numeric',
          }).formatToParts(at);
          const part = (type: string) => Number(parts.find((each) => each.type === type)?.value);
          return {
            date: [part('month'), part('day')],
            year: part('year'),
            time: [part('hour'), part('minute'), part('second')],
          };
        };
        const [today, end] = [local(now), local(max)];
        expect(end.time).toEqual([12, 0, 0]);
        expect(end.year).toBe(today.year + 1);
        const leapDay = today.date[0] === 2 && today.date[1] === 29;
        expect(end.date).toEqual(leapDay ? [2, 28] : today.date);
        expect(local(min).date).not.toEqual(today.date);
        // The instant before is today: tomorrow does not begin earlier.
        expect(local(new Date(min.getTime() - 1)).date).toEqual(today.date);
      }),
      { numRuns: 400 },
    );
  });
});
