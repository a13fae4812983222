import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { longestPauseMs, takeOver } from '../../src/domain/rotation/take-over.ts';
import { otherCallers, type Use } from '../../src/domain/usage/caller.ts';

const hourMs = 60 * 60 * 1000;
const now = new Date('2027-06-01T12:00:00Z');

/** A use of one caller this many hours ago. */
const use = (hoursAgo: number, network = '203.0.113.0/24', requests = 1): Use => ({
  network,
  userAgent: 'system/1',
  requests,
  firstAt: new Date(now.getTime() - hoursAgo * hourMs),
  lastAt: new Date(now.getTime() - hoursAgo * hourMs),
  firstAddress: '203.0.113.7',
  lastAddress: '203.0.113.7',
});

/** Once a day, the last time this many hours ago. */
const daily = (lastHoursAgo: number, days = 30): Use[] =>
  Array.from({ length: days }, (_day, index) => use(lastHoursAgo + index * 24));

describe('R1.8 a replacement', () => {
  test('that was never used has not taken over', () => {
    expect(takeOver(daily(1), [], now)).toMatchObject({ waitingFor: 'first-use', firstUse: null });
    expect(takeOver([], [], now)).toMatchObject({ waitingFor: 'first-use' });
  });

  test('has taken over when a caller of the old one uses it and the old one is idle for longer than ever', () => {
    expect(takeOver(daily(25), [use(24)], now)).toMatchObject({ waitingFor: null, remaining: [] });
    // A day has not passed.
    expect(takeOver(daily(23), [use(22)], now)).toMatchObject({
      waitingFor: 'idle',
      idleAt: new Date(now.getTime() + hourMs),
    });
  });

  test('waits for the longest pause of the old one in 90 days', () => {
    const weekly = [use(7 * 24 + 50), use(50)];
    expect(takeOver(weekly, [use(40)], now)).toMatchObject({
      waitingFor: 'idle',
      idleAt: new Date(now.getTime() + (7 * 24 - 50) * hourMs),
    });
    // A pause before that time does not count,
    expect(takeOver([use(150 * 24), ...daily(50, 95)], [use(40)], now)).toMatchObject({ waitingFor: null });
    // and of one that reaches into it what lies within.
    expect(takeOver([use(150 * 24), ...daily(50, 60)], [use(40)], now)).toMatchObject({
      waitingFor: 'idle',
      idleAt: new Date(now.getTime() + (90 * 24 - (50 + 59 * 24) - 50) * hourMs),
    });
  });

  test('is proven by a caller of the old one alone; others are tests', () => {
    const tested = takeOver(daily(48), [use(1, '198.51.100.0/24')], now);
    expect(tested).toMatchObject({ waitingFor: 'known-caller', moved: [] });
    expect(tested.others.map(({ network }) => network)).toEqual(['198.51.100.0/24']);
    expect(tested.remaining.map(({ network }) => network)).toEqual(['203.0.113.0/24']);
  });

  test('of an old one without a request in 35 days needs its first use only, by whomever', () => {
    const old = [use(36 * 24)];
    expect(takeOver(old, [use(1, '198.51.100.0/24')], now)).toMatchObject({ waitingFor: null, idleAt: null });
    expect(takeOver([use(34 * 24)], [use(1, '198.51.100.0/24')], now)).toMatchObject({
      waitingFor: 'known-caller',
    });
  });

  test('has not taken over any more when the old one is used again', () => {
    expect(takeOver(daily(48), [use(40)], now)).toMatchObject({ waitingFor: null });
    expect(takeOver([...daily(48), use(1)], [use(40)], now)).toMatchObject({ waitingFor: 'idle' });
  });

  test('is proven by nothing that is not told apart, neither of the old one nor of its own', () => {
    const other = (hoursAgo: number): Use => ({ ...use(hoursAgo), ...otherCallers });
    const found = takeOver([...daily(48), other(48)], [other(40)], now);
    expect(found).toMatchObject({ waitingFor: 'known-caller', moved: [] });
    expect(found.remaining).toHaveLength(2);
    expect(found.others).toHaveLength(1);
    expect(takeOver([...daily(48), other(48)], [other(40), use(40)], now)).toMatchObject({
      waitingFor: null,
    });
  });

  test('waits no longer because of a server whose clock runs ahead', () => {
    const ahead = use(-5);
    expect(takeOver([ahead], [use(-3)], now)).toMatchObject({
      waitingFor: 'idle',
      idleAt: new Date(now.getTime() + 24 * hourMs),
      firstUse: { firstAt: now, lastAt: now },
    });
  });

  test('another user agent from the same network is another caller', () => {
    const other = { ...use(1), userAgent: 'curl/8' };
    expect(takeOver(daily(48), [other], now)).toMatchObject({ waitingFor: 'known-caller' });
  });
});

const uses = fc.array(
  fc.record({
    hoursAgo: fc.integer({ min: 0, max: 120 * 24 }),
    network: fc.constantFrom('a', 'b', 'c'),
    requests: fc.integer({ min: 1, max: 50 }),
  }),
  { maxLength: 40 },
);
const toUses = (given: { hoursAgo: number; network: string; requests: number }[]): Use[] =>
  given.map(({ hoursAgo, network, requests }) => use(hoursAgo, network, requests));

describe('R1.8 by property', () => {
  test('agrees with the definition, word for word', () => {
    fc.assert(
      fc.property(uses, uses, (oldGiven, newGiven) => {
        const [old, replacement] = [toUses(oldGiven), toUses(newGiven)];
        expect(takeOver(old, replacement, now).waitingFor === null).toBe(definition(oldGiven, newGiven));
      }),
    );
  });

  test('does not depend on the order of what it is given', () => {
    fc.assert(
      fc.property(
        uses,
        uses,
        fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
        (one, two, random) => {
          const shuffle = <Item>(items: Item[]): Item[] =>
            items
              .map((item) => [Number(random.next().value), item] as const)
              .toSorted(([left], [right]) => left - right)
              .map(([, item]) => item);
          const straight = takeOver(toUses(one), toUses(two), now);
          const shuffled = takeOver(shuffle(toUses(one)), shuffle(toUses(two)), now);
          expect([shuffled.waitingFor, shuffled.idleAt]).toEqual([straight.waitingFor, straight.idleAt]);
        },
      ),
    );
  });

  test('every caller of the last 35 days is either moved or remaining, and of the new one moved or a test', () => {
    fc.assert(
      fc.property(uses, uses, (oldGiven, newGiven) => {
        const { moved, remaining, others } = takeOver(toUses(oldGiven), toUses(newGiven), now);
        const names = (list: Use[]) => list.map(({ network }) => network);
        const depending = oldGiven
          .filter(({ hoursAgo }) => hoursAgo <= 35 * 24)
          .map(({ network }) => network);
        expect([...names(moved), ...names(remaining)].toSorted()).toEqual([...new Set(depending)].toSorted());
        expect([...names(moved), ...names(others)].toSorted()).toEqual(
          [...new Set(newGiven.map(({ network }) => network))].toSorted(),
        );
      }),
    );
  });
});

type Given = { hoursAgo: number; network: string }[];

/** The requirement, written down anew: hours are counted back from now. */
function definition(old: Given, replacement: Given): boolean {
  if (replacement.length === 0) return false;
  const recent = old.filter(({ hoursAgo }) => hoursAgo <= 35 * 24);
  if (recent.length === 0) return true;
  const knownCaller = recent.some(({ network }) => replacement.some((other) => other.network === network));
  const sorted = old.map(({ hoursAgo }) => hoursAgo).toSorted((one, other) => one - other);
  const pauses = sorted
    .slice(1)
    .map((hoursAgo, index) => Math.min(hoursAgo, 90 * 24) - Math.min(sorted[index] ?? 0, 90 * 24));
  return knownCaller && (sorted[0] ?? 0) >= Math.max(24, ...pauses);
}

describe('the longest pause', () => {
  test('is that between the end of one use and the beginning of the next, also when uses overlap', () => {
    const long = { ...use(10), firstAt: new Date(now.getTime() - 10.9 * hourMs) };
    expect(longestPauseMs([use(3), long, use(10.5)], now)).toBe(7 * hourMs);
    expect(longestPauseMs([use(1)], now)).toBeNull();
    expect(longestPauseMs([use(1, 'a', 2)], now)).toBe(0);
    expect(longestPauseMs([], now)).toBeNull();
    expect(longestPauseMs([use(100 * 24)], now)).toBeNull();
    expect(longestPauseMs([use(100 * 24), use(1)], now)).toBe((90 * 24 - 1) * hourMs);
  });
});
