import { expect, inject, test } from 'vitest';
import { createDb, type Db } from '../../src/store/db.ts';
import { hourMs } from './calendar.ts';
import type { CrashPlan } from './crashing-pool.ts';
import { openPostgres } from './databases.ts';
import { happeningsOf, insertWorld } from './fill-database.ts';
import { createFlakyMailServer } from './flaky-mail-server.ts';
import { createRandom } from './random.ts';
import { startSimulatedServer, type SimulatedServer } from './simulated-server.ts';
import { createWorld } from './world.ts';

const size = { secrets: 120, organisationsPerZone: 1, start: '2027-03-20T00:00:00Z', days: 10 };
/** As few as there can be to go round all loops twice. */
const kept = ['Europe/Berlin', 'Pacific/Chatham'];

/** Crashes before the statement with this number, counted from 1. */
const crashAt = (number: number): CrashPlan => {
  let reached = 0;
  return { crashesBefore: () => (reached += 1) === number };
};

/** Who was told what, in how many mails, without what is drawn by lot. */
async function outcome(db: Db) {
  const told = await db
    .selectFrom('notification')
    .select(['kind', 'secret_id', 'days', 'recipient_key'])
    .execute();
  const mails = await db.selectFrom('mail').select(['recipient', 'kind', 'status']).execute();
  const listed = mails.map(({ recipient, kind, status }) => `${recipient} ${kind} ${status}`);
  return { told: told.map((one) => Object.values(one).join(' ')).toSorted(), mails: listed.toSorted() };
}

test('R4.3 a run and a delivery that crash before any one of their statements are made good, and nothing is told twice', async () => {
  const database = await openPostgres(inject('postgresUrl'));
  try {
    const whole = createWorld(size, 11);
    const world = {
      ...whole,
      organisations: whole.organisations.filter(({ zone }) => kept.includes(zone)),
      secrets: whole.secrets.filter(({ application }) => kept.includes(application.organisation.zone)),
    };
    let now = world.end;
    const mailServer = createFlakyMailServer(createRandom(1));
    const server = await startSimulatedServer({ database, clock: { now: () => new Date(now) }, mailServer });
    const { pool, close } = database.openPool();
    const db = createDb(pool);
    await insertWorld(db, world);
    for (const { at, happen } of happeningsOf(world)) if (at <= now) await happen(db);

    const forget = async (): Promise<void> => {
      await db.deleteFrom('mail').execute();
      await db.deleteFrom('organisation_reminder').execute();
      await db.deleteFrom('job').execute();
      mailServer.accepted.clear();
      // Some hours later than 08:00 wherever that has come, so that all is due at once.
      now = world.end + 20 * hourMs;
    };
    const finish = async (): Promise<void> => {
      await server.runJobs(null);
      for (let round = 0; (await isPending(db)) && round < 100; round += 1) {
        now += hourMs / 4;
        await server.deliver(null);
      }
    };
    await forget();
    await finish();
    const expected = await outcome(db);
    expect(expected.told.length).toBeGreaterThan(10);

    const crash = async (work: (plan: CrashPlan) => ReturnType<SimulatedServer['runJobs']>) => {
      let number = 1;
      for (; await work(crashAt(number)); number += 1) {
        await finish();
        expect(await outcome(db)).toEqual(expected);
        for (const { times, unnoted } of mailServer.accepted.values()) expect(times).toBe(1 + unnoted);
        await forget();
      }
      return number - 1;
    };
    await forget();
    const inRun = await crash((plan) => server.runJobs(plan));
    expect(inRun).toBeGreaterThan(50);
    // Of the delivery a few mails are as good as all: each is claimed, handed over and noted by itself.
    await forget();
    let inDelivery = 0;
    for (let number = 1; number <= 12; number += 1) {
      await server.runJobs(null);
      if (await server.deliver(crashAt(number))) inDelivery += 1;
      await finish();
      expect(await outcome(db)).toEqual(expected);
      for (const { times, unnoted } of mailServer.accepted.values()) expect(times).toBe(1 + unnoted);
      await forget();
    }
    expect(inDelivery).toBe(12);
    await server.close();
    await close();
  } finally {
    await database.drop();
  }
}, 120_000);

async function isPending(db: Db): Promise<boolean> {
  const queued = await db.selectFrom('mail').select('id').where('status', '=', 'queued').limit(1).execute();
  return queued.length > 0;
}
