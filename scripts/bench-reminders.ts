/**
 * `npm run bench:reminders [-- --secrets 200000 --organisations 20000]`: how long a run of the reminders takes, and
 * that one killed half-way queues nothing twice and nothing too little when it is started again.
 */
import { parseArgs } from 'node:util';
import { killReminders } from '../server/test/simulation/kill-reminders.ts';
import { startPostgres } from '../server/test/support/postgres-setup.ts';

const { values } = parseArgs({
  options: {
    secrets: { type: 'string', default: '200000' },
    organisations: { type: 'string', default: '20000' },
  },
});
const size = { secrets: Number(values.secrets), organisations: Number(values.organisations) };
const postgres = await startPostgres();
try {
  const report = await killReminders(postgres.url, size);
  process.stdout.write(`${JSON.stringify({ ...size, ...report }, null, 2)}\n`);
  if (report.missing + report.unexpected + report.repeated > 0 || report.ordinary.seconds > 60)
    process.exitCode = 1;
} finally {
  await postgres.stop();
}
