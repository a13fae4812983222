/**
 * `npm run test:revocation [-- --deletions 2000 --seed 1]`: four servers on one PostgreSQL are stopped, killed, cut off and
 * have their clocks set while client secrets are deleted; not one token may come of a request that was sent after the
 * answer.
 */
import { parseArgs } from 'node:util';
import { startVitest } from 'vitest/node';

const { values } = parseArgs({
  options: { deletions: { type: 'string', default: '2000' }, seed: { type: 'string' } },
});
process.env['KEYTURN_TEST_REVOCATIONS'] = values.deletions;
if (values.seed !== undefined) process.env['KEYTURN_TEST_REVOCATION_SEED'] = values.seed;
const vitest = await startVitest(['e2e/revocation.e2e.test.ts'], {
  run: true,
  watch: false,
  project: ['e2e'],
});
await vitest.close();
