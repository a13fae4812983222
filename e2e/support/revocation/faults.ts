import type { Random } from '../random.ts';
import type { TestedServer } from './tested-server.ts';
import { oneOf, pause, type World } from './world.ts';

type Fault = 'stop' | 'kill' | 'cut' | 'step';

const kinds: Fault[] = ['stop', 'kill', 'cut', 'step'];
const shortestStopMs = 1_000;
/** One out of two is longer than whoever changes something waits: then a lease must have run out. */
const shortestCutsMs = [500, 5_000];
const restMs = 4_000;
/** Below and above the second by which the clocks of a machine may disagree, up to a day. */
const stepsMs = [300, 900, 1_100, 2_500, 5_000, 60_000, 3_600_000, 86_400_000];
/** At least one server is well, or no deletion would ever be answered at once. */
const mostInTrouble = 3;

/** Has one thing after another befall each server until the test is over; all are well again at the end. */
export async function causeTrouble(world: World, longestMs: number, goesOn: () => boolean): Promise<void> {
  await Promise.all(
    world.servers.map(async (server, place) => {
      const random = world.random(100 + place);
      let due: Fault[] = [];
      while (goesOn()) {
        await pause(random.below(restMs));
        if (world.servers.filter(({ trouble }) => trouble !== null).length >= mostInTrouble) continue;
        // Each kind comes as often as the others, in an order that differs.
        if (due.length === 0) due = shuffle(random, kinds);
        const fault = due.pop() ?? 'stop';
        server.trouble = fault;
        await befall[fault](world, server, { random, longestMs });
        server.trouble = null;
      }
    }),
  );
}

type Chance = { random: Random; longestMs: number };

const befall: Record<Fault, (world: World, server: TestedServer, chance: Chance) => Promise<void>> = {
  /** Every other time its wall clock is set meanwhile: back, so that no time seems to have passed, or by anything. */
  async stop({ tally }, server, { random, longestMs }) {
    const forMs = between(random, shortestStopMs, longestMs);
    server.pause();
    await pause(forMs);
    if (random.below(2) === 0) {
      tally.steps += 1;
      server.setClockMeanwhile(server.aheadMs() + (random.below(2) === 0 ? -forMs : stepBy(random)));
    }
    server.goOn();
    tally.stops += 1;
  },

  async kill({ tally }, server, { random }) {
    await server.kill();
    tally.kills += 1;
    await pause(random.below(1_000));
    await server.start();
  },

  /** Connections break and are refused, or fall silent; then nothing comes any more of what was sent, or all comes late. */
  async cut({ tally }, server, { random, longestMs }) {
    const breaks = random.below(2) === 0;
    if (breaks) await server.database.stop();
    else server.database.hold();
    tally.cuts += 1;
    await pause(between(random, oneOf(random, shortestCutsMs), longestMs));
    if (breaks) await server.database.start();
    else server.database.letGo();
  },

  async step({ tally }, server, { random }) {
    await server.setClock(server.aheadMs() + stepBy(random));
    tally.steps += 1;
  },
};

const between = (random: Random, least: number, most: number): number => least + random.below(most - least);

const stepBy = (random: Random): number => oneOf(random, stepsMs) * (random.below(2) === 0 ? 1 : -1);

function shuffle<Item>(random: Random, items: Item[]): Item[] {
  const left = [...items];
  return items.map(() => left.splice(random.below(left.length), 1)).flat();
}
