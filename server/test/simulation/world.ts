import { dayMs, dayOf, hourMs, instantOf, zones } from './calendar.ts';
import { createRandom, type Random } from './random.ts';

/** Who manages what in the simulation, and what becomes of their client secrets. All instants are milliseconds. */
export type World = {
  start: number;
  end: number;
  organisations: Organisation[];
  secrets: Secret[];
  operators: Person[];
  /** When no server runs. */
  outages: { from: number; to: number }[];
};

export type Organisation = {
  id: string;
  zone: string;
  mailbox: string | null;
  people: Person[];
  applications: Application[];
};
export type Person = {
  id: string;
  email: string;
  /** When the account is disabled; null: never. */
  disabled: { from: number; to: number } | null;
};
type Application = {
  id: string;
  organisation: Organisation;
  managers: { person: Person; assignedAt: number }[];
};

export type Secret = {
  id: string;
  application: Application;
  createdAt: number;
  expiresAt: number;
  /** In use until it ends; used once, an hour after its creation; never used. */
  use: 'always' | 'once' | 'never';
  deletedAt: number | null;
  /** One that takes over from it: its first use is the old one's last but one hour. */
  replacement: { id: string; createdAt: number; expiresAt: number; lastUseOfOldAt: number } | null;
};

export type WorldSize = { secrets: number; organisationsPerZone: number; start: string; days: number };

/** The pause between two uses of a secret that is replaced: it is idle when as much time has passed after the last. */
export const pauseMs = 48 * hourMs;

/** The same world for the same seed. */
export function createWorld({ secrets, organisationsPerZone, start, days }: WorldSize, seed: number): World {
  const random = createRandom(seed);
  const from = Date.parse(start);
  const period = { start: from, end: from + days * dayMs };
  const organisations = zones.flatMap((zone) =>
    Array.from({ length: organisationsPerZone }, () => createOrganisation(random, zone, period)),
  );
  const applications = organisations.flatMap((organisation) => organisation.applications);
  const person = (): Person => createPerson(random, null);
  return {
    ...period,
    organisations,
    secrets: Array.from({ length: secrets }, () => createSecret(random, pick(random, applications), period)),
    operators: [person(), person()],
    outages: createOutages(random, period),
  };
}

type Period = { start: number; end: number };

const pick = <Item>(random: Random, items: Item[]): Item => {
  const item = items[random.integer(0, items.length - 1)];
  if (item === undefined) throw new Error('nothing to pick from');
  return item;
};

/** An instant of that time, not on a whole minute. */
const between = (random: Random, from: number, to: number): number =>
  Math.floor(from + random.next() * (to - from));

function createOrganisation(random: Random, zone: string, period: Period): Organisation {
  const absence = (): Person['disabled'] => {
    if (random.chance(0.7)) return null;
    const from = between(random, period.start, period.end);
    return { from, to: from + random.integer(1, 20 * 24) * hourMs };
  };
  // The second one manages all that the others do, so that no application ever is without an active manager.
  const [first, second, third] = [
    createPerson(random, absence()),
    createPerson(random, null),
    createPerson(random, absence()),
  ];
  const organisation: Organisation = {
    id: random.uuid(),
    zone,
    mailbox: random.chance(0.3) ? `it-${random.uuid().slice(0, 8)}@example.org` : null,
    people: [first, second, third],
    applications: [],
  };
  const always = { person: second, assignedAt: 0 };
  const later = random.chance(0.3) ? between(random, period.start, period.end) : 0;
  organisation.applications.push(
    { id: random.uuid(), organisation, managers: [{ person: first, assignedAt: 0 }, always] },
    { id: random.uuid(), organisation, managers: [always, { person: third, assignedAt: later }] },
  );
  return organisation;
}

function createPerson(random: Random, disabled: Person['disabled']): Person {
  const id = random.uuid();
  return { id, email: `${id.slice(0, 8)}@example.org`, disabled };
}

function createSecret(random: Random, application: Application, { start, end }: Period): Secret {
  const { zone } = application.organisation;
  const lifetime = random.chance(0.5)
    ? 365
    : random.chance(0.7)
      ? random.integer(60, 200)
      : random.integer(1, 25);
  // Some expire soon after the start, some long after the end.
  const expiry = between(random, start + dayMs, end + 40 * dayMs);
  const expiresAt = random.chance(0.7) ? instantOf(dayOf(expiry, zone), 12, zone) : expiry;
  const createdAt = expiresAt - lifetime * dayMs - random.integer(0, 20) * hourMs;
  const secret: Secret = {
    id: random.uuid(),
    application,
    createdAt,
    expiresAt,
    use: 'always',
    deletedAt: null,
    replacement: null,
  };
  const kind = random.next();
  if (kind < 0.1) return { ...secret, use: 'once' };
  if (kind < 0.2) return { ...secret, use: 'never' };
  if (kind < 0.35) return { ...secret, deletedAt: between(random, Math.max(start, createdAt), expiresAt) };
  const lastUseOfOldAt = between(random, expiresAt - 54 * dayMs, expiresAt - 2 * hourMs);
  if (kind < 0.55 && lifetime >= 60 && lastUseOfOldAt > start + 5 * dayMs)
    return {
      ...secret,
      replacement: {
        id: random.uuid(),
        createdAt: lastUseOfOldAt - 3 * dayMs,
        expiresAt: lastUseOfOldAt + 360 * dayMs,
        lastUseOfOldAt,
      },
    };
  return secret;
}

/** Some hours, two days and more than a week, whatever fits. */
function createOutages(random: Random, { start, end }: Period): World['outages'] {
  const days = (end - start) / dayMs;
  return [5 * hourMs, 2 * dayMs, 9 * dayMs]
    .filter((length) => length < (end - start) / 8)
    .map((length, index) => {
      const from = start + Math.floor((days * (index + 1)) / 4) * dayMs + random.integer(0, 24 * 60) * 60_000;
      return { from, to: from + length };
    });
}
