/** How long answers took, in milliseconds. */
export type Latencies = { p50: number; p95: number; max: number };

/** The nearest-rank percentiles of durations. */
export function latenciesOf(durationsMs: number[]): Latencies {
  const sorted = durationsMs.toSorted((one, other) => one - other);
  const at = (part: number): number => sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)] ?? 0;
  return { p50: at(0.5), p95: at(0.95), max: sorted.at(-1) ?? 0 };
}

/** The middle one; of two in the middle their mean. */
export function medianOf(values: number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const upper = Math.floor(sorted.length / 2);
  const lower = Math.ceil(sorted.length / 2) - 1;
  return ((sorted[upper] ?? Number.NaN) + (sorted[lower] ?? Number.NaN)) / 2;
}
