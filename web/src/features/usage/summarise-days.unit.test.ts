import { expect, it } from 'vitest';
import { summariseDays } from './summarise-days.ts';

const day = (date: string, requests: number): { date: string; requests: number } => ({ date, requests });

it('leaves out days without requests, and names the last of the busiest', () => {
  const days = [day('2026-11-20', 4), day('2026-11-21', 0), day('2026-11-22', 4), day('2026-11-23', 1)];
  expect(summariseDays(days)).toEqual({
    total: 9,
    used: [day('2026-11-23', 1), day('2026-11-22', 4), day('2026-11-20', 4)],
    most: day('2026-11-22', 4),
  });
  expect(summariseDays([day('2026-11-23', 0)])).toEqual({ total: 0, used: [], most: null });
});
