import { expect, it } from 'vitest';
import { caller, days, now, secretUsage } from '../../../test/sample-data.ts';
import { describeRefusedSince } from './describe-refused-since.ts';
import { refusedSince } from './refused-since.ts';

const by = { kind: 'user', name: 'Anna', userId: 'anna' } as const;
const disabled = { at: '2026-11-03T08:00:00Z', by, reason: null };
const moment = { timeZone: 'Europe/Berlin', now };

const sentence = (refused: ReturnType<typeof secretUsage>['refused']): string | null => {
  const since = refusedSince({ disabled }, secretUsage({ refused }));
  return since === null ? null : describeRefusedSince(since, moment);
};

it('counts who was refused since the secret was disabled', () => {
  const first = caller({
    requests: 12,
    firstAt: days(-10),
    lastAt: '2026-11-23T08:14:00Z',
    address: '203.0.113.9',
  });
  expect(sentence([{ ...first, reason: 'disabled' }])).toBe(
    'Refused since it was disabled: 12 requests from 203.0.113.9, last today 09:14.',
  );
});

it('does not count what was refused before, or for another reason', () => {
  const earlier = caller({ firstAt: days(-60), lastAt: days(-50) });
  const expired = caller({ firstAt: days(-2), lastAt: days(-1) });
  const refused = [
    { ...earlier, reason: 'disabled' as const },
    { ...expired, reason: 'expired' as const },
  ];
  expect(sentence(refused)).toBe('Nothing asked for it since 3 Nov, 09:00.');
});

it('gives no number that counts an earlier time too', () => {
  const both = caller({ firstAt: days(-60), lastAt: '2026-11-23T08:14:00Z', requests: 40 });
  expect(sentence([{ ...both, reason: 'disabled' }])).toBe(
    'Refused since it was disabled: requests from 203.0.113.7, last today 09:14.',
  );
});

it('is about disabled secrets only', () => {
  expect(refusedSince({ disabled: null }, secretUsage())).toBeNull();
});
