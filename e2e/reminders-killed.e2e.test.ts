import { expect, inject, test } from 'vitest';
import { killReminders } from '../server/test/simulation/kill-reminders.ts';

// `npm run bench:reminders` does the same with 200,000 client secrets.
test('R4.3 a run of the reminders that is killed and started again queues nothing twice and nothing too little', async () => {
  const report = await killReminders(inject('postgresUrl'), { secrets: 2_000, organisations: 200 });
  expect(report.planned).toBeGreaterThan(50);
  expect(report.killedAtMails).toBeGreaterThan(0);
  expect(report.afterKill.mails).toBeGreaterThan(0);
  expect(report).toMatchObject({ missing: 0, unexpected: 0, repeated: 0 });
});
