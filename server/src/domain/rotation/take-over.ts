const hourMs = 60 * 60 * 1000;
const dayMs = 24 * hourMs;

/** A caller that used a secret within this time counts as one that depends on it. */
const dependsMs = 35 * dayMs;
/** The pauses of this time tell how long a secret may rest between two uses. */
const pausesMs = 90 * dayMs;
const shortestIdleMs = 24 * hourMs;

/** Token requests of one caller, in a time that is not longer than an hour. */
export type Use = {
  network: string;
  userAgent: string;
  requests: number;
  firstAt: Date;
  lastAt: Date;
  lastAddress: string;
};

/** All that a caller did with a secret. */
export type CallerUse = Use;

/** How far a replacement has taken over from the secret that it replaces (R1.8). */
export type TakeOver = {
  /** What is missing; null: it has taken over. */
  waitingFor: 'first-use' | 'known-caller' | 'idle' | null;
  firstUse: Use | null;
  /** Callers of the old secret in the last 35 days: those that use the new one, and those that do not yet. */
  moved: CallerUse[];
  remaining: CallerUse[];
  /** Callers of the new secret that have not used the old one in that time: tests, which prove nothing. */
  others: CallerUse[];
  /** When the old secret will have been idle for long enough, unless it is used again; null: it is not in use. */
  idleAt: Date | null;
};

/**
 * Whether a replacement has taken over: (a) a caller that used the old secret in the last 35 days has used the new one,
 * and (b) the old one has been idle for the longer of 24 hours and its own longest pause in the last 90 days. An old
 * secret without a request in 35 days needs only the new one's first use (R1.8).
 *
 * @param old uses of the old secret, in any order
 * @param replacement uses of the new secret, in any order
 */
export function takeOver(old: Use[], replacement: Use[], now: Date): TakeOver {
  const depending = old.filter(({ lastAt }) => now.getTime() - lastAt.getTime() <= dependsMs);
  const [oldCallers, newCallers] = [byCaller(depending), byCaller(replacement)];
  const idleAt = depending.length === 0 ? null : idleFrom(old, now);
  const known = {
    firstUse:
      replacement.toSorted((one, other) => one.firstAt.getTime() - other.firstAt.getTime())[0] ?? null,
    moved: [...newCallers].filter(([key]) => oldCallers.has(key)).map(([, use]) => use),
    remaining: [...oldCallers].filter(([key]) => !newCallers.has(key)).map(([, use]) => use),
    others: [...newCallers].filter(([key]) => !oldCallers.has(key)).map(([, use]) => use),
    idleAt,
  };
  return { ...known, waitingFor: missing(known, now) };
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
  const last = Math.max(...uses.map(({ lastAt }) => lastAt.getTime()));
  return new Date(last + Math.max(shortestIdleMs, longestPauseMs(uses, now) ?? 0));
}

/** The longest time between two uses of a secret within the last 90 days; null: it was used once at most. */
export function longestPauseMs(uses: Use[], now: Date): number | null {
  const recent = uses
    .filter(({ lastAt }) => now.getTime() - lastAt.getTime() <= pausesMs)
    .toSorted((one, other) => one.firstAt.getTime() - other.firstAt.getTime());
  let longest: number | null = null;
  let end: number | null = null;
  for (const { firstAt, lastAt, requests } of recent) {
    if (end !== null) longest = Math.max(longest ?? 0, firstAt.getTime() - end);
    else if (requests > 1) longest = 0;
    end = Math.max(end ?? 0, lastAt.getTime());
  }
  return longest;
}

/** What each caller did, the last one first. */
export function byCaller(uses: Use[]): Map<string, CallerUse> {
  const callers = new Map<string, CallerUse>();
  for (const use of uses.toSorted((one, other) => one.lastAt.getTime() - other.lastAt.getTime())) {
    const key = `${use.network}\n${use.userAgent}`;
    const known = callers.get(key);
    callers.delete(key);
    callers.set(
      key,
      known === undefined
        ? { ...use }
        : {
            ...use,
            requests: known.requests + use.requests,
            firstAt: known.firstAt < use.firstAt ? known.firstAt : use.firstAt,
          },
    );
  }
  return new Map([...callers].toReversed());
}
