import { expect, test } from 'vitest';
import { createPendingUsage } from '../../src/domain/usage/pending-usage.ts';

test('R1.2 what waits for a database that writes nothing stays bounded, and its counts exact', () => {
  const pending = createPendingUsage();
  const [hours, secrets, callers] = [24, 50, 100];
  for (let hour = 0; hour < hours; hour += 1)
    for (let secret = 0; secret < secrets; secret += 1)
      for (let caller = 0; caller < callers; caller += 1)
        pending.use(`secret ${secret}`, 'api', new Date(hour * 3_600_000), {
          address: '203.0.113.7',
          userAgent: `agent ${caller}`,
        });
  const uses = pending.take()?.uses ?? [];
  expect(uses.length).toBeLessThanOrEqual(50_000 + hours * secrets);
  expect(uses.reduce((sum, { requests }) => sum + requests, 0)).toBe(hours * secrets * callers);
  expect(pending.take()).toBeNull();
});
