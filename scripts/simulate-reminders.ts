/**
 * `npm run simulate:reminders [-- --days 730 --secrets 2000 --seed 6]`: two years of reminders in organisations of 12
 * time zones: three servers on one PostgreSQL, then one on the embedded database. Servers crash at every statement
 * boundary, and mails fail a third of the time. Prints what was queued and delivered, and fails on any difference from
 * the oracle. A short form of it is among the tests.
 */
import { parseArgs } from 'node:util';
import { createDb } from '../server/src/store/db.ts';
import { compare, flaws, noFlaws, type Comparison } from '../server/test/simulation/compare.ts';
import { openEmbedded, openPostgres } from '../server/test/simulation/databases.ts';
import { simulate } from '../server/test/simulation/simulate.ts';
import { createWorld } from '../server/test/simulation/world.ts';
import { startPostgres } from '../server/test/support/postgres-setup.ts';

const { values } = parseArgs({
  options: {
    days: { type: 'string', default: '730' },
    secrets: { type: 'string', default: '2000' },
    'organisations-per-zone': { type: 'string', default: '10' },
    seed: { type: 'string', default: '6' },
    'crash-every': { type: 'string', default: '1000' },
    database: { type: 'string', default: 'both' },
  },
});
const size = {
  secrets: Number(values.secrets),
  days: Number(values.days),
  organisationsPerZone: Number(values['organisations-per-zone']),
  start: '2026-11-23T00:00:00Z',
};
const seed = Number(values.seed);

if (values.database !== 'embedded') {
  const postgres = await startPostgres();
  try {
    await live('3 servers on one PostgreSQL', 3, await openPostgres(postgres.url));
  } finally {
    await postgres.stop();
  }
}
if (values.database !== 'postgres') await live('1 server on the embedded database', 1, await openEmbedded());

async function live(
  name: string,
  servers: number,
  database: Awaited<ReturnType<typeof openEmbedded>>,
): Promise<void> {
  const startedAt = performance.now();
  try {
    const world = createWorld(size, seed);
    const crashEvery = Number(values['crash-every']);
    const simulated = await simulate({ world, database, servers, seed: seed + 1, crashEvery });
    const { pool, close } = database.openPool();
    const result = await compare(createDb(pool), world, simulated);
    await close();
    print(name, result, (performance.now() - startedAt) / 1000);
  } finally {
    await database.drop();
  }
}

function print(name: string, result: Comparison, seconds: number): void {
  const found = flaws(result);
  const isFlawless = JSON.stringify(found) === JSON.stringify(noFlaws);
  if (!isFlawless) process.exitCode = 1;
  const counts = Object.entries(result).map(([key, value]) => {
    const list = Array.isArray(value) ? value : [];
    const shown = Array.isArray(value) ? value.length : value;
    return [`  ${key}: ${shown}`, ...list.slice(0, 10).map((line) => `    ${line}`)].join('\n');
  });
  process.stdout.write(
    [
      `${name}: ${isFlawless ? 'exactly what was expected' : 'DIFFERENT from what was expected'}`,
      `  ${size.secrets} secrets, ${size.days} days, seed ${seed}, ${seconds.toFixed(0)} s`,
      ...counts,
      '',
    ].join('\n'),
  );
}
