import { expect, test } from 'vitest';
import { runKillTest } from './support/revocation/kill-test.ts';

/** Set by `npm run test:revocation`: how many deletions are to be answered. */
const wanted = process.env['KEYTURN_TEST_REVOCATIONS'];
const deletions = Number(wanted ?? 25);
const isFull = deletions >= 1_000;
const size = {
  calm: isFull ? 300 : 10,
  deletions,
  faults: isFull ? 20 : 1,
  longestStopMs: isFull ? 10_000 : 8_000,
};

test.runIf(wanted !== undefined)(
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
