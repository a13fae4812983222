import { describe, expect, it } from 'vitest';
import { application, clientSecret, days, now } from '../../../test/sample-data.ts';
import { compareSecrets, secretState } from './secret-state.ts';

describe('R1.6 the state of a client secret', () => {
  it.each([
    [31.1, 'plan-renewal'],
    [60.5, 'plan-renewal'],
    [61.1, 'active'],
    [300, 'active'],
  ])('with %s days left and the status active is %s', (left, state) => {
    expect(secretState(clientSecret({ expiresAt: days(left) }), now)).toBe(state);
  });

  it.each(['expiring', 'expired', 'disabled', 'deleted'] as const)(
    'is %s when the server says so',
    (status) => {
      expect(secretState(clientSecret({ status, expiresAt: days(45) }), now)).toBe(status);
    },
  );

  it('orders the soonest to expire on top and the ended ones last', () => {
    const secrets = [
      clientSecret({ name: 'ended', status: 'expired', expiresAt: days(-3) }),
      clientSecret({ name: 'fine', expiresAt: days(200) }),
      clientSecret({ name: 'off', status: 'disabled', expiresAt: days(20) }),
      clientSecret({ name: 'soon', status: 'expiring', expiresAt: days(9) }),
    ];
    const names = application({ secrets })
      .secrets.toSorted(compareSecrets(now))
      .map(({ name }) => name);
    expect(names).toEqual(['soon', 'fine', 'off', 'ended']);
  });
});
