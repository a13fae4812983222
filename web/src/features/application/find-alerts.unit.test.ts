import { describe, expect, it } from 'vitest';
import type { ClientSecret } from '@keyturn/contract';
import { application, clientSecret, days, now } from '../../../test/sample-data.ts';
import { findAlerts } from './find-alerts.ts';

const soon = clientSecret({ id: 'soon', status: 'expiring', expiresAt: days(12) });
const by = { kind: 'user', name: 'Anna', userId: 'anna' } as const;
type Reason = NonNullable<ClientSecret['lastRefused']>['reason'];
const refused = (daysAgo: number, reason: Reason = 'expired') => ({
  at: days(-daysAgo),
  address: '203.0.113.7',
  userAgent: 'curl',
  reason,
});
/** Client secrets that work no longer since 30 days. */
const ended = {
  expired: { status: 'expired', expiresAt: days(-30) },
  disabled: { status: 'disabled', disabled: { at: days(-30), by, reason: null } },
  deleted: { status: 'deleted', deleted: { at: days(-30), by } },
} as const;
const kinds = (...applications: Parameters<typeof findAlerts>[0]): string[][] =>
  findAlerts(applications, now).map(({ application: { name }, kind }) => [name, kind]);

describe('alerts', () => {
  it('are worst first', () => {
    expect(
      kinds(
        application({ name: 'Fine', secrets: [clientSecret()] }),
        application({ name: 'Disabled', status: 'disabled', secrets: [soon] }),
        application({ name: 'Replaced', secrets: [soon, clientSecret({ id: 'new' })] }),
        application({ name: 'Expiring', secrets: [soon] }),
        application({
          name: 'Mistaken',
          secrets: [clientSecret()],
          mistake: { kind: 'secret-form', at: days(0) },
        }),
        application({ name: 'Dead', secrets: [clientSecret({ status: 'expired' })] }),
      ),
    ).toEqual([
      ['Mistaken', 'mistake'],
      ['Dead', 'no-valid-secret'],
      ['Expiring', 'expires'],
      ['Replaced', 'expires-replaced'],
      ['Disabled', 'application-disabled'],
    ]);
  });

  it('R1.9 tell of an expired, disabled or deleted secret that is presented', () => {
    const valid = clientSecret({ id: 'valid' });
    for (const status of ['expired', 'disabled', 'deleted'] as const) {
      const secret = clientSecret({ id: 'old', ...ended[status], lastRefused: refused(1, status) });
      expect(findAlerts([application({ secrets: [secret, valid] })], now)).toMatchObject([
        { kind: 'refused', secret, refused: refused(1, status) },
      ]);
    }
  });

  it('R1.9 tell of the last refusal of an application, and do not say "still" after a week', () => {
    const one = clientSecret({ id: 'one', ...ended.expired, lastRefused: refused(20) });
    const two = clientSecret({ id: 'two', ...ended.deleted, lastRefused: refused(10, 'deleted') });
    const secrets = [one, two, clientSecret({ id: 'valid' })];
    expect(findAlerts([application({ secrets })], now)).toMatchObject([
      { kind: 'refused-before', secret: { id: 'two' } },
    ]);
  });

  it('do not tell of a secret that was enabled again', () => {
    const secret = clientSecret({ lastRefused: refused(1, 'disabled') });
    expect(kinds(application({ secrets: [secret] }))).toEqual([]);
  });

  it('R1.9 do not say that a secret is still presented because of what was refused before it ended, or for another reason', () => {
    const valid = clientSecret({ id: 'valid' });
    const kindsOf = (secret: ClientSecret) => kinds(application({ secrets: [secret, valid] }));
    // Deleted in consequence: nothing has presented it since.
    const reacted = { ...ended.deleted, deleted: { at: days(-1), by } };
    expect(kindsOf(clientSecret({ ...reacted, lastRefused: refused(2, 'disabled') }))).toEqual([]);
    expect(kindsOf(clientSecret({ ...reacted, lastRefused: refused(0.5, 'expired') }))).toEqual([]);
    // Disabled, enabled and disabled again.
    const again = { ...ended.disabled, disabled: { at: days(-1), by, reason: null } };
    expect(kindsOf(clientSecret({ ...again, lastRefused: refused(2, 'disabled') }))).toEqual([]);
    expect(kindsOf(clientSecret({ ...again, lastRefused: refused(0.5, 'disabled') }))).toHaveLength(1);
  });

  it('tell of a secret that somebody knows who no longer manages the application, after what is worse', () => {
    const left = clientSecret({ id: 'left', creatorLeft: true });
    expect(kinds(application({ name: 'Left', secrets: [left, soon] }))).toEqual([
      ['Left', 'expires-replaced'],
      ['Left', 'creator-left'],
    ]);
    expect(kinds(application({ name: 'Left', status: 'disabled', secrets: [left] }))).toEqual([
      ['Left', 'application-disabled'],
    ]);
  });
});
