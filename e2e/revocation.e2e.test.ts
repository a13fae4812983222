import { expect, test } from 'vitest';
import { runKillTest } from './support/revocation/kill-test.ts';

/** `npm run test:revocation` has 2,000 deletions answered; fewer are enough to notice that something broke. */
const deletions = Number(process.env['KEYTURN_TEST_REVOCATIONS'] ?? 25);
const isFull = deletions >= 1_000;
const size = {
  calm: isFull ? 300 : 10,
  deletions,
  faults: isFull ? 20 : 1,
  longestStopMs: isFull ? 10_000 : 8_000,
};

test(
  'R1.5 R2.5 a secret that is deleted or disabled gets no token from the answer on, on any of four servers, whatever befalls them',
  { timeout: 120_000 + deletions * 2_000 },
  async () => {
    const report = await runKillTest(size);
    console.info(JSON.stringify(report, null, 2));
    expect(report.violations, `seed ${report.seed}`).toEqual([]);
    // It did what it is for.
    expect(report.deletions).toBeGreaterThanOrEqual(deletions);
    expect(report.disablings).toBeGreaterThan(0);
    for (const fault of ['stops', 'kills', 'cuts', 'steps'] as const)
      expect([fault, report[fault] >= size.faults]).toEqual([fault, true]);
    expect(report.tokensPerSecond).toBeGreaterThan(20);
    expect(report.askedDead).toBeGreaterThan(deletions * 20);
    expect(report.inactive).toBeGreaterThan(deletions * 2);
    expect(report.accepted).toBeGreaterThan(deletions);
    expect(report.refused).toBeGreaterThan(deletions);
    expect(report.withoutStatusList).toBeLessThan(report.refused / 5);
  },
);
