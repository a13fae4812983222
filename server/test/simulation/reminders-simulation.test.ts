import { expect, inject, test } from 'vitest';
import { createDb } from '../../src/store/db.ts';
import { compare, flaws, noFlaws } from './compare.ts';
import { openPostgres } from './databases.ts';
import { simulate } from './simulate.ts';
import { createWorld } from './world.ts';

// Weeks in which clocks are changed in both directions; `npm run simulate:reminders` lives two years.
const size = { secrets: 60, organisationsPerZone: 1, start: '2027-03-12T00:00:00Z', days: 25 };

test('R4.3 each reminder is queued exactly once for each recipient at its time, however often servers crash and mails fail', async () => {
  const database = await openPostgres(inject('postgresUrl'));
  try {
    const world = createWorld(size, 6);
    const simulated = await simulate({ world, database, servers: 3, seed: 7, crashEvery: 400 });
    const { pool, close } = database.openPool();
    const result = await compare(createDb(pool), world, simulated);
    await close();
    expect(flaws(result)).toEqual(noFlaws);
    expect(result.expected).toBeGreaterThan(200);
    expect(result.crashes).toBeGreaterThan(50);
    expect(result.deliveries).toBe(result.mails + result.repeatedAfterCrash);
  } finally {
    await database.drop();
  }
}, 120_000);
