import { expect, test } from 'vitest';
import { presentUsage } from '../../src/http/portal/present-usage.ts';
import type { UseRow } from '../../src/store/usage.ts';

const now = new Date('2027-06-01T12:00:00Z');

test('R1.2 what 40,000 callers did is told within moments: nothing is asked of each for each', () => {
  const uses = Array.from({ length: 40_000 }, (_use, number): UseRow => {
    const at = new Date(now.getTime() - number * 60_000);
    return {
      secretId: '',
      hour: at,
      network: '203.0.113.0/24',
      userAgent: `agent ${number}`,
      resource: 'api',
      requests: 2,
      firstAt: at,
      lastAt: at,
      firstAddress: '203.0.113.7',
      lastAddress: '203.0.113.7',
    };
  });
  const refusals = uses.map(({ resource: _none, ...row }) => ({ ...row, reason: 'expired' as const }));
  const view = {
    application: { organisation_time_zone: 'Europe/Berlin' },
    secret: { first_used_at: now, last_used_at: now },
    uses,
    usesWithFirst: uses,
    refusals,
    unprovenThisWeek: 0,
    lastTokenEndsAt: null,
  } as unknown as Parameters<typeof presentUsage>[0];
  const begun = performance.now();
  const usage = presentUsage(view, now);
  // It took more than twenty seconds.
  expect(performance.now() - begun).toBeLessThan(3_000);
  expect(usage.callers.map(({ userAgent }) => userAgent)).toEqual(
    Array.from({ length: 50 }, (_caller, index) => `agent ${index}`),
  );
  expect(usage.callers[0]).toMatchObject({ requests: 2, requestsThisWeek: 2, resources: ['api'] });
  expect([usage.moreCallers, usage.refused.length, usage.moreRefused]).toEqual([39_950, 50, 39_950]);
  expect(usage.requestsThisWeek).toBe(2 * (7 * 24 * 60 + 1));
});
