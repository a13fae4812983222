import { expect, test } from 'vitest';
import type { Use } from '../../src/domain/usage/caller.ts';
import { requestsByDay } from '../../src/domain/usage/requests-by-day.ts';

const use = (at: string, requests = 1): Use => ({
  network: '203.0.113.0/24',
  userAgent: 'system/1',
  requests,
  firstAt: new Date(at),
  lastAt: new Date(at),
  firstAddress: '',
  lastAddress: '',
});
const used = (uses: Use[], timeZone: string, now: string) =>
  requestsByDay(uses, timeZone, new Date(now)).filter(({ requests }) => requests > 0);

test('R1.2 days are those of the time zone, also where summer time begins and ends', () => {
  // 28 March has 23 hours in Berlin, 31 October 25.
  const spring = [
    '2027-03-27T22:59:00Z',
    '2027-03-27T23:00:00Z',
    '2027-03-28T21:59:00Z',
    '2027-03-28T22:00:00Z',
  ];
  expect(
    used(
      spring.map((at) => use(at)),
      'Europe/Berlin',
      '2027-04-20T10:00:00Z',
    ),
  ).toEqual([
    { date: '2027-03-27', requests: 1 },
    { date: '2027-03-28', requests: 2 },
    { date: '2027-03-29', requests: 1 },
  ]);
  const autumn = [
    '2027-10-30T21:59:00Z',
    '2027-10-30T22:00:00Z',
    '2027-10-31T22:59:00Z',
    '2027-10-31T23:00:00Z',
  ];
  expect(
    used(
      autumn.map((at) => use(at)),
      'Europe/Berlin',
      '2027-11-20T10:00:00Z',
    ),
  ).toEqual([
    { date: '2027-10-30', requests: 1 },
    { date: '2027-10-31', requests: 2 },
    { date: '2027-11-01', requests: 1 },
  ]);
  // A quarter of an hour off.
  const kathmandu = [use('2027-05-01T18:14:00Z', 3), use('2027-05-01T18:15:00Z', 4)];
  expect(used(kathmandu, 'Asia/Kathmandu', '2027-05-10T10:00:00Z')).toEqual([
    { date: '2027-05-01', requests: 3 },
    { date: '2027-05-02', requests: 4 },
  ]);
});

test('R1.2 ninety days are shown, today the last one, each once across a change of the clocks', () => {
  const days = requestsByDay([], 'Europe/Berlin', new Date('2027-04-20T22:30:00Z'));
  expect(days).toHaveLength(90);
  expect(new Set(days.map(({ date }) => date)).size).toBe(90);
  expect([days[0]?.date, days.at(-1)?.date]).toEqual(['2027-01-22', '2027-04-21']);
});
