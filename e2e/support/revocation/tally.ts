/** What must not happen. */
type Violation = {
  what: string;
  server: string;
  /** What was the matter with the server when the answer came. */
  trouble: string | null;
  secretId: string;
  /** How long after the promise the request was sent. */
  sentAfterMs: number;
  /** How long its answer took. */
  tookMs: number;
};

/** What happened, to show that the test exercised what it claims, and what must not have happened. */
export function createTally() {
  return {
    /** Deletions of secrets that worked until then, answered by 204. */
    deletions: 0,
    /** Answered by 200. */
    disablings: 0,
    enablings: 0,
    /** Requests to delete or disable without an answer: stopped, killed or cut off. */
    unanswered: 0,
    /** Those that were answered by an error, by status. */
    refusedChanges: {} as Record<number, number>,
    stops: 0,
    kills: 0,
    cuts: 0,
    steps: 0,
    /** Token requests by status; 0: no answer. */
    tokenRequests: {} as Record<number, number>,
    /** Token requests that were sent after a deletion or disabling was answered. */
    askedDead: 0,
    /** Answers of introspection, after the promise, to tokens issued before. */
    inactive: 0,
    /** The same, from servers that had something the matter with them. */
    inactiveInTrouble: 0,
    /** Introspections without a verdict, by status; 0: no answer. */
    notIntrospected: {} as Record<number, number>,
    /** Tokens that the verifier took before. */
    accepted: 0,
    /** Tokens that it refused after the promise because of it. */
    refused: 0,
    /** The longest that this took. */
    slowestRefusalMs: 0,
    /** Tokens whose five seconds had no reachable status list. */
    withoutStatusList: 0,
    violations: [] as Violation[],
  };
}

export type Tally = ReturnType<typeof createTally>;

export const count = (counts: Record<number, number>, key: number): void =>
  void (counts[key] = (counts[key] ?? 0) + 1);

/** The smallest of these durations that `share` of them do not exceed. */
export function percentile(durations: number[], share: number): number {
  const sorted = durations.toSorted((one, other) => one - other);
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
}
