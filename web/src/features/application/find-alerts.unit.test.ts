import { describe, expect, it } from 'vitest';
import { application, clientSecret, days, now } from '../../../test/sample-data.ts';
import { findAlerts } from './find-alerts.ts';

const soon = clientSecret({ id: 'soon', status: 'expiring', expiresAt: days(12) });
const refused = (daysAgo: number) => ({ at: days(-daysAgo), address: '203.0.113.7', userAgent: 'curl' });
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
      const secret = clientSecret({ id: 'old', status, lastRefused: refused(1) });
      expect(findAlerts([application({ secrets: [secret, valid] })], now)).toMatchObject([
        { kind: 'refused', secret, refused: refused(1) },
      ]);
    }
  });

  it('R1.9 tell of the last refusal of an application, and do not say "still" after a week', () => {
    const one = clientSecret({ id: 'one', status: 'expired', lastRefused: refused(20) });
    const two = clientSecret({ id: 'two', status: 'deleted', lastRefused: refused(10) });
    const secrets = [one, two, clientSecret({ id: 'valid' })];
    expect(findAlerts([application({ secrets })], now)).toMatchObject([
      { kind: 'refused-before', secret: { id: 'two' } },
    ]);
  });

  it('do not tell of a secret that was enabled again', () => {
    expect(kinds(application({ secrets: [clientSecret({ lastRefused: refused(1) })] }))).toEqual([]);
  });
});
