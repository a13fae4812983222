/** Where a token request comes from. A *caller* is its user agent and its source network (R1.8). */
export type Caller = { address: string | null; userAgent: string | null };

/** Token requests of one caller, in a time that is not longer than an hour, or all that it did. */
export type Use = {
  network: string;
  userAgent: string;
  requests: number;
  firstAt: Date;
  lastAt: Date;
  firstAddress: string;
  lastAddress: string;
};

/** What a caller is (R1.8). */
type CallerName = Pick<Use, 'network' | 'userAgent'>;

/** Stands for every caller that is not told apart: many at once, so it is never a known one and proves nothing. */
export const otherCallers: CallerName = { network: '', userAgent: '(other)' };

export const isOtherCallers = ({ network, userAgent }: CallerName): boolean =>
  network === otherCallers.network && userAgent === otherCallers.userAgent;

export const callerKey = ({ network, userAgent }: CallerName): string => `${network}\n${userAgent}`;

/** What each caller did, the last one first. */
export function byCaller(uses: Use[]): Map<string, Use> {
  const callers = new Map<string, Use>();
  for (const use of uses) {
    const key = callerKey(use);
    const known = callers.get(key);
    callers.set(key, known === undefined ? use : joined(known, use));
  }
  return new Map(
    [...callers].toSorted(([, one], [, other]) => other.lastAt.getTime() - one.lastAt.getTime()),
  );
}

/** Two uses of the same caller as one. */
export function joined<Row extends Use>(one: Row, other: Row): Row {
  const first = other.firstAt < one.firstAt ? other : one;
  const last = other.lastAt < one.lastAt ? one : other;
  return {
    ...last,
    requests: one.requests + other.requests,
    firstAt: first.firstAt,
    firstAddress: first.firstAddress,
  };
}
