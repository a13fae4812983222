/** So many microseconds go into one count: less than a percentile's own uncertainty. */
const stepMicroseconds = 10;
const longestMs = 10_000;

/** Latencies as counts by their length, so that a million of them cost no more than one. */
export type LatencyCounts = {
  add(milliseconds: number): void;
  /** The nearest-rank percentile in milliseconds; 0 when there is none. */
  percentile(part: number): number;
};

/** Counts latencies up to ten seconds to a hundredth of a millisecond; longer ones count as ten seconds. */
export function createLatencyCounts(): LatencyCounts {
  const counts = new Uint32Array((longestMs * 1000) / stepMicroseconds + 1);
  let total = 0;
  return {
    add(milliseconds) {
      const place = Math.min(Math.floor((milliseconds * 1000) / stepMicroseconds), counts.length - 1);
      counts[place] = (counts[place] ?? 0) + 1;
      total += 1;
    },
    percentile(part) {
      let left = Math.ceil(part * total);
      for (const [place, count] of counts.entries()) {
        left -= count;
        if (left <= 0 && total > 0) return ((place + 1) * stepMicroseconds) / 1000;
      }
      return 0;
    },
  };
}
