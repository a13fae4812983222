import { byCaller, isOtherCallers, type Use } from '../usage/caller.ts';

const hourMs = 60 * 60 * 1000;
const dayMs = 24 * hourMs;

/** A caller that used a secret within this time, or was refused with it, counts as one that depends on it. */
export const dependsMs = 35 * dayMs;
/** The pauses of this time tell how long a secret may rest between two uses. */
const pausesMs = 90 * dayMs;
const shortestIdleMs = 24 * hourMs;

/** How far a replacement has taken over from the secret that it replaces (R1.8). */
export type TakeOver = {
  /** What is missing; null: it has taken over. */
  waitingFor: 'replacement-not-valid' | 'first-use' | 'known-caller' | 'idle' | null;
  firstUse: Use | null;
  /** Callers of the old secret in the last 35 days: those that use the new one, and those that do not yet. */
  moved: Use[];
  remaining: Use[];
  /** Callers of the new secret that have not used the old one in that time: tests, which prove nothing. */
  others: Use[];
  /** When the old secret will have been idle for long enough, unless it is used again; null: it is not in use. */
  idleAt: Date | null;
};

/**
 * Whether a replacement has taken over: (a) a caller that used the old secret in the last 35 days has used the new one,
 * and (b) the old one has been idle for the longer of 24 hours and its own longest pause in the last 90 days. An old
 * secret without a request in 35 days needs only the new one's first use (R1.8).
 *
 * @param old uses of the old secret, in any order; refused ones too: whoever presents it depends on it
 * @param replacement uses of the new secret that obtained tokens, in any order
 */
export function takeOver(old: Use[], replacement: Use[], now: Date): TakeOver {
  const [seen, proof] = [notAfter(old, now), notAfter(replacement, now)];
  const depending = seen.filter(({ lastAt }) => now.getTime() - lastAt.getTime() <= dependsMs);
  const [oldCallers, newCallers] = [byCaller(depending), byCaller(proof)];
  const isKnown = (key: string, use: Use): boolean =>
    oldCallers.has(key) && newCallers.has(key) && !isOtherCallers(use);
  const callers = (of: Map<string, Use>, known: boolean): Use[] =>
    [...of].filter(([key, use]) => isKnown(key, use) === known).map(([, use]) => use);
  const found = {
    firstUse: proof.toSorted((one, other) => one.firstAt.getTime() - other.firstAt.getTime())[0] ?? null,
    moved: callers(newCallers, true),
    remaining: callers(oldCallers, false),
    others: callers(newCallers, false),
    idleAt: depending.length === 0 ? null : idleFrom(seen, now),
  };
  return { ...found, waitingFor: missing(found, now) };
}

function missing(
  { firstUse, moved, idleAt }: Omit<TakeOver, 'waitingFor'>,
  now: Date,
): TakeOver['waitingFor'] {
  if (firstUse === null) return 'first-use';
  if (idleAt === null) return null;
  if (moved.length === 0) return 'known-caller';
  return now < idleAt ? 'idle' : null;
}

/** The last use of a secret, and the longer of 24 hours and its longest pause after it. */
function idleFrom(uses: Use[], now: Date): Date {
  const last = uses.reduce((latest, { lastAt }) => Math.max(latest, lastAt.getTime()), 0);
  return new Date(last + Math.max(shortestIdleMs, longestPauseMs(uses, now) ?? 0));
}

/**
 * The longest time between two uses of a secret within the last 90 days, also of a pause that began before them; null:
 * it was used once at most.
 */
export function longestPauseMs(uses: Use[], now: Date): number | null {
  const since = now.getTime() - pausesMs;
  let longest: number | null = null;
  let end: number | null = null;
  for (const { firstAt, lastAt, requests } of uses.toSorted(
    (one, other) => one.firstAt.getTime() - other.firstAt.getTime(),
  )) {
    if (lastAt.getTime() >= since) {
      if (end !== null) longest = Math.max(longest ?? 0, firstAt.getTime() - Math.max(end, since));
      else if (requests > 1) longest = 0;
    }
    end = Math.max(end ?? 0, lastAt.getTime());
  }
  return longest;
}

/** A server whose clock runs ahead does not make anything wait: what it saw in the future happened now. */
const notAfter = (uses: Use[], now: Date): Use[] =>
  uses.map((use) =>
    use.lastAt <= now ? use : { ...use, firstAt: use.firstAt < now ? use.firstAt : now, lastAt: now },
  );
