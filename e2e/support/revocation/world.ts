import type { Person } from '../federation.ts';
import type { Session } from '../database.ts';
import type { Random } from '../random.ts';
import type { Credentials } from '../http.ts';
import type { Secret } from './secret.ts';
import type { Tally } from './tally.ts';
import type { TestedServer } from './tested-server.ts';

/** What everybody in the test works on. */
export type World = {
  servers: TestedServer[];
  /** The address by which tokens name their issuer. */
  issuer: string;
  sessions: Record<Person, Session>;
  /** By the ID of the API. */
  introspection: Map<string, Credentials>;
  /** Those that are asked for all the time: they work, or are about to be revoked. */
  secrets: Set<Secret>;
  tally: Tally;
  /** Numbers of its own for each purpose: what one does with them does not change the others'. */
  random: (purpose: number) => Random;
  /** For what happens in no order of its own. */
  chance: Random;
  /** Set when no more is begun. */
  isOver: boolean;
};

export const oneOf = <Item>(random: Random, items: readonly Item[]): Item => {
  const item = items[random.below(items.length)];
  if (item === undefined) throw new Error('there is nothing to choose from');
  return item;
};

export const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => void setTimeout(resolve, milliseconds));
