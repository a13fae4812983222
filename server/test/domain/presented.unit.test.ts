import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { presentedAlert } from '../../src/domain/notification/presented.ts';
import type { ReminderSecret } from '../../src/store/reminders.ts';
import type { RefusalRow } from '../../src/store/usage.ts';
import { dayMs, dayOf, hourMs, zones } from '../simulation/calendar.ts';

const endedAt = Date.parse('2027-04-01T10:00:00Z');
const alertDays = [0, 1, 3, 7, 14, 21, 28];

const secret: ReminderSecret = {
  id: 'secret',
  application_id: 'application',
  application_name: 'Application',
  application_kind: 'partner',
  organisation_id: 'organisation',
  organisation_name: 'Organisation',
  system: null,
  time_zone: 'Europe/Berlin',
  name: 'Secret',
  hint: 'aB3',
  created_at: new Date('2026-04-01T10:00:00Z'),
  created_by: { kind: 'user', id: null, name: 'Anna' },
  created_by_secret_id: null,
  expires_at: new Date(endedAt),
  replaces_secret_id: null,
  disabled_at: null,
  disabled_by: null,
  disabled_reason: null,
  deleted_at: null,
  deleted_by: null,
  first_used_at: null,
  last_used_at: null,
  last_address: null,
  last_user_agent: null,
};

/** A refused request. */
const refusedAt = (at: number, reason: RefusalRow['reason'] = 'expired'): RefusalRow => ({
  secretId: secret.id,
  hour: new Date(Math.floor(at / hourMs) * hourMs),
  network: '203.0.113.0/24',
  userAgent: 'python',
  requests: 2,
  firstAt: new Date(at),
  lastAt: new Date(at),
  firstAddress: '203.0.113.7',
  lastAddress: '203.0.113.7',
  reason,
});

describe('R1.9 a presented secret is told of', () => {
  test('on the last of days 0, 1, 3, 7, 14, 21, 28 that has come, counted by calendar dates from the first refusal', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: 0, max: 60 * 24 }),
        fc.array(fc.integer({ min: 0, max: 45 * 24 }), { minLength: 1, maxLength: 20 }),
        (time_zone, begin, hours) => {
          const instants = hours.map((hour) => endedAt + (begin + hour) * hourMs);
          const [first, last] = [Math.min(...instants), Math.max(...instants)];
          const passed = dayOf(last, time_zone) - dayOf(first, time_zone);
          const now = new Date(last + hourMs);
          const alert = presentedAlert(
            { ...secret, time_zone },
            instants.map((at) => refusedAt(at)),
            now,
          );
          const days = alertDays.findLast((day) => day <= passed);
          const expected = { days, requests: 2 * hours.length, lastAt: new Date(last) };
          const told = alert && { days: alert.days, requests: alert.requests, lastAt: alert.last.lastAt };
          expect(told).toEqual(passed > 30 ? null : expected);
        },
      ),
    );
  });

  test('no more once 30 days have passed since the first', () => {
    const alertAfter = (days: number) =>
      presentedAlert(
        secret,
        [refusedAt(endedAt), refusedAt(endedAt + days * dayMs)],
        new Date(endedAt + 99 * dayMs),
      );
    expect(alertAfter(28)).toMatchObject({ days: 28 });
    expect(alertAfter(30)).toMatchObject({ days: 28 });
    expect(alertAfter(31)).toBeNull();
  });

  test('for what ended it: a refusal from before, or for another reason, is not counted', () => {
    const now = new Date(endedAt + 20 * dayMs);
    expect(presentedAlert(secret, [refusedAt(endedAt + dayMs, 'disabled')], now)).toBeNull();
    const again = { ...secret, expires_at: new Date(endedAt + 90 * dayMs), disabled_at: new Date(endedAt) };
    const refusals = [refusedAt(endedAt - 9 * dayMs, 'disabled'), refusedAt(endedAt + dayMs, 'disabled')];
    expect(presentedAlert(again, refusals, now)).toMatchObject({ reason: 'disabled', days: 0, requests: 2 });
  });

  test('under another occasion when it is disabled once more', () => {
    const disabledAt = (at: number) => ({
      ...secret,
      expires_at: new Date(endedAt + 90 * dayMs),
      disabled_at: new Date(at),
    });
    const now = new Date(endedAt + 20 * dayMs);
    const refusals = [refusedAt(endedAt + 10 * dayMs, 'disabled')];
    const occasions = [endedAt, endedAt + 9 * dayMs].map(
      (at) => presentedAlert(disabledAt(at), refusals, now)?.occasion,
    );
    expect(new Set(occasions).size).toBe(2);
  });

  test('never while it works, nor when nobody presents it', () => {
    const now = new Date(endedAt + dayMs);
    expect(presentedAlert(secret, [], now)).toBeNull();
    const works = { ...secret, expires_at: new Date(endedAt + 90 * dayMs) };
    expect(presentedAlert(works, [refusedAt(endedAt)], now)).toBeNull();
  });
});
