import type { Rotation } from '@keyturn/contract';
import { describe, expect, it, test } from 'vitest';
import { days, now } from '../../../test/sample-data.ts';
import { describeMissing } from './describe-missing.ts';
import { describeRotation } from './describe-rotation.ts';
import { furthestRotation, isDone, nextStep } from './rotation-progress.ts';

const clock = { timeZone: 'Europe/Berlin', now };

const secret = (id: string, createdAt = days(-20)): Rotation['replaced'] => ({
  id,
  name: id,
  hint: 'aB3',
  createdAt,
  createdBy: 'Peter',
  expiresAt: days(300),
  lastUsedAt: null,
});

const caller = (address: string, requestsThisWeek: number): Rotation['remaining'][number] => ({
  network: `${address}/24`,
  address,
  userAgent: 'nightly-job/1.4',
  requests: 90,
  requestsThisWeek,
  firstAt: days(-80),
  lastAt: days(-1),
  resources: [],
});

const rotation = (values: Partial<Rotation> = {}): Rotation => ({
  replacement: secret('new'),
  replaced: secret('old', days(-300)),
  step: 'update-system',
  firstUse: null,
  takenOver: false,
  waitingFor: 'first-use',
  idleAt: null,
  lastTokenEndsAt: null,
  deletable: false,
  moved: [],
  remaining: [],
  others: [],
  more: { moved: 0, remaining: 0, others: 0 },
  ...values,
});

const used = rotation({
  step: 'confirm',
  firstUse: { at: days(-19), address: '203.0.113.7', userAgent: 'x', resource: 'y' },
  waitingFor: 'idle',
  idleAt: days(1),
});

describe('in a few words', () => {
  it('a replacement that nobody has used waits for that', () => {
    expect(describeRotation(rotation({ remaining: [caller('203.0.113.9', 41)] }), clock)).toEqual({
      create: 'Created by Peter, 3 Nov',
      update: 'Not used yet',
      confirm: 'Taken over: waiting',
      delete: 'Delete old',
    });
  });

  it('who still uses the old secret is named, with how often', () => {
    const one = { ...used, remaining: [caller('203.0.113.9', 41), caller('198.51.100.20', 0)] };
    expect(describeRotation(one, clock)).toMatchObject({
      update: 'First used 4 Nov, 10:00',
      confirm: 'Taken over: waiting; 203.0.113.9 still uses the old secret (41 requests this week)',
    });
    const two = { ...used, remaining: [caller('203.0.113.9', 41), caller('198.51.100.20', 1)] };
    expect(describeRotation(two, clock).confirm).toBe(
      'Taken over: waiting; 2 systems still use the old secret (42 requests this week)',
    );
  });

  it('what is missing names who still has the old secret before the time, which begins anew with each request', () => {
    const waiting = { ...used, waitingFor: 'idle' as const };
    const [one, other] = [caller('203.0.113.9', 41), caller('198.51.100.20', 0)];
    expect(describeMissing({ ...waiting, remaining: [one] }, clock)).toMatch(
      /^The new secret in the system at 203\.0\.113\.9, which has used the old one only\. Time: the old secret/,
    );
    expect(describeMissing({ ...waiting, remaining: [one, other] }, clock)).toMatch(
      /^The new secret in 2 systems, such as the one at 203\.0\.113\.9, which have used the old one only\. Time:/,
    );
    expect(describeMissing({ ...waiting, remaining: [] }, clock)).toMatch(/^Time: the old secret/);
  });

  it('without anybody on the old secret it says until when to wait', () => {
    expect(describeRotation(used, clock).confirm).toBe('Taken over: waiting until 24 Nov, 10:00');
  });

  it('R1.8 a replacement that works no longer has not taken over, and what is missing is one that does', () => {
    const notValid = { ...used, waitingFor: 'replacement-not-valid' as const };
    expect(describeRotation(notValid, clock)).toMatchObject({
      confirm: 'Taken over: no, the replacement does not work',
      delete: 'Delete old',
    });
    expect(describeMissing(notValid, clock)).toBe(
      'A replacement that works: “new” has expired or is disabled. Create another, or enable it again.',
    );
  });

  it('taken over, the old secret is deleted once its last token has expired', () => {
    const over = { ...used, takenOver: true, waitingFor: null, lastTokenEndsAt: days(0.02) };
    expect(describeRotation(over, clock)).toMatchObject({
      confirm: 'Taken over',
      delete: 'Delete old from 10:28',
    });
    expect(describeRotation({ ...over, deletable: true, step: 'delete' }, clock).delete).toBe(
      'Delete old: nothing needs it any more',
    );
  });
});

test('the next step is the one that real use shows', () => {
  expect([null, rotation(), used].map((one) => nextStep(one))).toEqual(['create', 'update', 'confirm']);
  expect(isDone('create', null)).toBe(false);
  expect(isDone('create', rotation())).toBe(true);
  expect(isDone('update', rotation())).toBe(false);
});

test('of several replacements the furthest counts, then the newest', () => {
  const newest = rotation({ replacement: secret('newest', days(-1)) });
  expect(furthestRotation([rotation(), newest], 'old')).toBe(newest);
  expect(furthestRotation([used, newest], 'old')).toBe(used);
  const notValid = { ...used, waitingFor: 'replacement-not-valid' as const };
  expect(furthestRotation([notValid, newest], 'old')).toBe(newest);
  expect(furthestRotation([used, newest], 'another')).toBe(null);
});
