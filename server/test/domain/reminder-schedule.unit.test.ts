import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  daysUntil,
  dueReminder,
  thresholdsWhenUnused,
} from '../../src/domain/notification/reminder-schedule.ts';
import { dayMs, dayOf, hourMs, instantOf, zones } from '../simulation/calendar.ts';

const thresholds = [60, 30, 14, 7, 3, 1];
const longAgo = new Date('2020-01-01T00:00:00Z');
const due = (expires_at: string, timeZone: string, now: string, created_at = longAgo) =>
  dueReminder({ created_at, expires_at: new Date(expires_at) }, { timeZone, thresholds }, new Date(now));

describe('R4.1 a reminder is due', () => {
  test.each([
    [
      'Europe/Berlin, after the clocks went forward',
      'Europe/Berlin',
      '2027-03-29T10:00:00Z',
      1,
      '2027-03-28T06:00:00Z',
    ],
    [
      'Europe/Berlin, before they went forward',
      'Europe/Berlin',
      '2027-03-29T10:00:00Z',
      3,
      '2027-03-26T07:00:00Z',
    ],
    [
      'Europe/Berlin, after they went back',
      'Europe/Berlin',
      '2027-11-01T11:00:00Z',
      1,
      '2027-10-31T07:00:00Z',
    ],
    [
      'Europe/Berlin, before they went back',
      'Europe/Berlin',
      '2027-11-01T11:00:00Z',
      3,
      '2027-10-29T06:00:00Z',
    ],
    [
      'Australia/Lord_Howe, by half an hour',
      'Australia/Lord_Howe',
      '2027-04-05T01:30:00Z',
      1,
      '2027-04-03T21:30:00Z',
    ],
    [
      'Australia/Lord_Howe, before that',
      'Australia/Lord_Howe',
      '2027-04-05T01:30:00Z',
      3,
      '2027-04-01T21:00:00Z',
    ],
    ['Asia/Kolkata', 'Asia/Kolkata', '2027-11-14T06:30:00Z', 7, '2027-11-07T02:30:00Z'],
    ['Asia/Kathmandu', 'Asia/Kathmandu', '2027-11-14T06:15:00Z', 7, '2027-11-07T02:15:00Z'],
    ['Pacific/Chatham', 'Pacific/Chatham', '2027-11-13T22:15:00Z', 7, '2027-11-06T18:15:00Z'],
    [
      'Pacific/Kiritimati, a day ahead',
      'Pacific/Kiritimati',
      '2027-11-13T22:00:00Z',
      7,
      '2027-11-06T18:00:00Z',
    ],
  ])('at 08:00 on the calendar date N days before: %s', (_name, timeZone, expiresAt, days, dueAt) => {
    const at = new Date(dueAt);
    expect(due(expiresAt, timeZone, dueAt)).toEqual({ days, dueAt: at });
    expect(due(expiresAt, timeZone, new Date(at.getTime() - 1).toISOString())?.days).not.toBe(days);
  });

  test('as the most urgent one that has passed, whatever the zone, the season and the hour of the expiry', () => {
    const from = Date.parse('2026-01-01T00:00:00Z');
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: 0, max: 3 * 365 * 24 * 60 }),
        fc.integer({ min: 1, max: 65 * 24 * 60 }),
        fc.uniqueArray(fc.integer({ min: 0, max: 64 }), { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 0, max: 70 * 24 }),
        (timeZone, minute, left, days, age) => {
          const expiresAt = from + minute * 60_000;
          const now = expiresAt - left * 60_000;
          const createdAt = now - age * hourMs;
          const expiryDay = dayOf(expiresAt, timeZone);
          const passed = days
            .filter((day) => day > 0)
            .map((day) => ({ days: day, at: instantOf(expiryDay - day, 8, timeZone) }))
            .filter(({ at }) => at <= now)
            .toSorted((one, other) => one.days - other.days)[0];
          const expected =
            passed === undefined || passed.at <= createdAt
              ? null
              : { days: passed.days, dueAt: new Date(passed.at) };
          const secret = { created_at: new Date(createdAt), expires_at: new Date(expiresAt) };
          expect(dueReminder(secret, { timeZone, thresholds: days }, new Date(now))).toEqual(expected);
        },
      ),
      { numRuns: 500 },
    );
  });

  test('not for a secret created after that: it starts at its next threshold', () => {
    const expiresAt = '2027-11-14T11:00:00Z';
    const created = new Date('2027-11-01T09:00:00Z');
    expect(due(expiresAt, 'Europe/Berlin', '2027-11-06T09:00:00Z', created)).toBeNull();
    expect(due(expiresAt, 'Europe/Berlin', '2027-11-07T09:00:00Z', created)).toMatchObject({ days: 7 });
    const tomorrow = { created_at: new Date('2027-11-13T09:00:00Z'), expires_at: new Date(expiresAt) };
    for (let hours = 0; hours < 30; hours += 1) {
      const now = new Date(tomorrow.created_at.getTime() + hours * hourMs);
      expect(dueReminder(tomorrow, { timeZone: 'Europe/Berlin', thresholds }, now)).toBeNull();
    }
  });

  test('not once the secret has expired', () => {
    expect(due('2027-11-14T11:00:00Z', 'Europe/Berlin', '2027-11-14T10:59:59Z')).toMatchObject({ days: 1 });
    expect(due('2027-11-14T11:00:00Z', 'Europe/Berlin', '2027-11-14T11:00:00Z')).toBeNull();
  });
});

test('R4.1 days left are calendar dates, not 24 hours', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...zones),
      fc.integer({ min: 0, max: 2 * 365 * 24 }),
      fc.integer({ min: 0, max: 100 * 24 }),
      (zone, start, hours) => {
        const now = Date.parse('2026-06-01T00:00:00Z') + start * hourMs;
        const instant = now + hours * hourMs;
        const left = dayOf(instant, zone) - dayOf(now, zone);
        expect(daysUntil(new Date(instant), zone, new Date(now))).toBe(left);
        expect(Math.abs(left - (hours * hourMs) / dayMs)).toBeLessThan(1.05);
      },
    ),
  );
});

test.each([
  [
    [60, 30, 14, 7, 3, 1, 0],
    [30, 7],
  ],
  [
    [45, 20, 5, 0],
    [20, 5],
  ],
  [[60, 1, 0], [1]],
  [[60, 0], []],
])('R4.1 of an unused secret with thresholds %j reminders are due at %j', (configured, expected) => {
  expect(thresholdsWhenUnused(configured)).toEqual(expected);
});
