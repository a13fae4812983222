/** How long answers took, in milliseconds. */
export type Latencies = { p50: number; p95: number; max: number };

/** The nearest-rank percentiles of durations. */
export function latenciesOf(durationsMs: number[]): Latencies {
  const sorted = durationsMs.toSorted((one, other) => one - other);
  const at = (part: number): number => sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)] ?? 0;
  return { p50: at(0.5), p95: at(0.95), max: sorted.at(-1) ?? 0 };
}
