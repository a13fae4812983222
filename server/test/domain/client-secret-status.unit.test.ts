import { describe, expect, test } from 'vitest';
import { clientSecretStatus, isUsable } from '../../src/domain/client-secret/client-secret-status.ts';

const now = new Date('2027-03-16T10:00:00.000Z');
const dayMs = 24 * 60 * 60 * 1000;
const later = (milliseconds: number): Date => new Date(now.getTime() + milliseconds);
const never = { disabled_at: null, deleted_at: null };

describe('the status of a client secret', () => {
  test.each([
    ['31 days left', 31 * dayMs, 'active'],
    ['a millisecond less than 31 days', 31 * dayMs - 1, 'expiring'],
    ['a year', 365 * dayMs, 'active'],
    ['a millisecond', 1, 'expiring'],
    ['nothing', 0, 'expired'],
    ['a millisecond too late', -1, 'expired'],
  ] as const)('R1.6 with %s', (_left, milliseconds, status) => {
    expect(clientSecretStatus({ expires_at: later(milliseconds), ...never }, now)).toBe(status);
  });

  test('deletion outweighs expiry, and expiry outweighs disabling', () => {
    const [disabled_at, deleted_at] = [later(-2), later(-1)];
    const valid = later(100 * dayMs);
    const statuses = [
      { expires_at: valid, disabled_at, deleted_at: null },
      { expires_at: later(dayMs), disabled_at, deleted_at: null },
      { expires_at: now, disabled_at, deleted_at: null },
      { expires_at: valid, disabled_at: null, deleted_at },
      { expires_at: now, disabled_at, deleted_at },
    ].map((secret) => clientSecretStatus(secret, now));
    expect(statuses).toEqual(['disabled', 'disabled', 'expired', 'deleted', 'deleted']);
  });

  test('R1.7 only an active and an expiring secret obtain tokens', () => {
    const statuses = ['active', 'expiring', 'expired', 'disabled', 'deleted'] as const;
    expect(statuses.filter(isUsable)).toEqual(['active', 'expiring']);
  });
});
