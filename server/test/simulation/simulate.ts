import { createDb, type Db } from '../../src/store/db.ts';
import { createRandomCrashes } from './crash-plan.ts';
import { insertWorld, happeningsOf } from './fill-database.ts';
import { createFlakyMailServer, type FlakyMailServer } from './flaky-mail-server.ts';
import { morningRuns, whenUp } from './oracle.ts';
import { createRandom } from './random.ts';
import { startSimulatedServer, type SimulatedDatabase, type SimulatedServer } from './simulated-server.ts';
import type { World } from './world.ts';

export type Simulated = {
  mailServer: FlakyMailServer;
  boundaries: Map<string, { reached: number; crashed: number }>;
  steps: number;
};

type Options = {
  world: World;
  database: SimulatedDatabase;
  servers: number;
  seed: number;
  /** A server crashes about once in so many statements. */
  crashEvery: number;
};

/** Lives the world through: every server runs its jobs whenever there may be something to do, and crashes a lot. */
export async function simulate({
  world,
  database,
  servers: count,
  seed,
  crashEvery,
}: Options): Promise<Simulated> {
  const random = createRandom(seed);
  const mailServer = createFlakyMailServer(random);
  const { plan, boundaries } = createRandomCrashes(random, crashEvery);
  let now = world.start;
  const clock = { now: () => new Date(now) };
  const servers: SimulatedServer[] = [];
  // One after the other: the first one makes the tables.
  for (let index = 0; index < count; index += 1)
    servers.push(await startSimulatedServer({ database, clock, mailServer }));
  const onlooker = database.openPool();
  const db = createDb(onlooker.pool);
  await insertWorld(db, world);

  const onAll = (work: (server: SimulatedServer) => Promise<boolean>) =>
    Promise.all(
      servers.map(async (server) => {
        // A server that crashed starts again and goes on.
        while (await work(server));
      }),
    );
  const happenings = happeningsOf(world);
  const steps = stepsOf(world);
  for (const [index, step] of steps.entries()) {
    while (happenings[0] !== undefined && happenings[0].at <= step) await happenings.shift()?.happen(db);
    now = step;
    await onAll((server) => server.runJobs(plan));
    const next = steps[index + 1] ?? Number.POSITIVE_INFINITY;
    for (let due = await nextAttempt(db); due !== null && due < next; due = await nextAttempt(db)) {
      now = Math.max(now, due);
      await onAll((server) => server.deliver(plan));
    }
  }
  for (const server of servers) await server.close();
  await onlooker.close();
  return { mailServer, boundaries, steps: steps.length };
}

/** Whenever something may fall due, as far as a server is up then. */
function stepsOf(world: World): number[] {
  const zones = new Set(['UTC', ...world.organisations.map(({ zone }) => zone)]);
  const expiries = world.secrets.flatMap(({ expiresAt, replacement }) => [
    expiresAt,
    ...(replacement === null ? [] : [replacement.expiresAt]),
  ]);
  const instants = [...[...zones].flatMap((zone) => morningRuns(world, zone)), ...expiries, world.start];
  const up = instants.map((instant) => whenUp(world, instant));
  return [...new Set(up)]
    .filter((instant) => instant >= world.start && instant < world.end)
    .toSorted((one, other) => one - other);
}

async function nextAttempt(db: Db): Promise<number | null> {
  const { next } = await db
    .selectFrom('mail')
    .select((select) => select.fn.min('next_attempt_at').as('next'))
    .where('status', '=', 'queued')
    .executeTakeFirstOrThrow();
  return next === null ? null : next.getTime();
}
