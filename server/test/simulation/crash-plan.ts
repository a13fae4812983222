import type { CrashPlan } from './crashing-pool.ts';
import type { Random } from './random.ts';

export type RandomCrashes = {
  plan: CrashPlan;
  /** How often each boundary was reached, and how often a server crashed there. */
  boundaries: Map<string, { reached: number; crashed: number }>;
};

/** At each boundary so often, before any server crashes by chance. */
const atLeast = 2;

/** Crashes by chance, about once in `every` statements, and for certain at each boundary that there is. */
export function createRandomCrashes(random: Random, every: number): RandomCrashes {
  const boundaries: RandomCrashes['boundaries'] = new Map();
  return {
    boundaries,
    plan: {
      crashesBefore(statement) {
        const known = boundaries.get(statement) ?? { reached: 0, crashed: 0 };
        boundaries.set(statement, known);
        known.reached += 1;
        if (!random.chance(known.crashed < atLeast ? 0.5 : 1 / every)) return false;
        known.crashed += 1;
        return true;
      },
    },
  };
}
