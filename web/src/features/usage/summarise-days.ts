import type { SecretUsage } from '@keyturn/contract';

type Day = SecretUsage['days'][number];

/** What a chart of requests per day shows, for those who read it. */
export type DaySummary = {
  total: number;
  /** Those with requests, the last one first. */
  used: Day[];
  most: Day | null;
};

export function summariseDays(days: Day[]): DaySummary {
  const used = days.filter(({ requests }) => requests > 0).toReversed();
  const most = used.reduce<Day | null>(
    (found, day) => (found === null || day.requests > found.requests ? day : found),
    null,
  );
  return { total: used.reduce((sum, { requests }) => sum + requests, 0), used, most };
}
