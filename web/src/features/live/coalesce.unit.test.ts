import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { coalesce } from './coalesce.ts';

let delivered: string[][];
const start = () => coalesce<string>(1000, (items) => delivered.push([...items]));

beforeEach(() => {
  vi.useFakeTimers();
  delivered = [];
});
afterEach(() => vi.useRealTimers());

test('the first item is handed on at once, later ones together after the interval, each once', () => {
  const items = start();
  items.add('a');
  expect(delivered).toEqual([['a']]);
  for (const item of ['b', 'a', 'b']) items.add(item);
  vi.advanceTimersByTime(999);
  expect(delivered).toEqual([['a']]);
  vi.advanceTimersByTime(1);
  expect(delivered).toEqual([['a'], ['b', 'a']]);
  items.add('c');
  expect(delivered).toHaveLength(2);
  vi.advanceTimersByTime(1000);
  expect(delivered[2]).toEqual(['c']);
});

test('after a quiet interval the next item is handed on at once again', () => {
  const items = start();
  items.add('a');
  vi.advanceTimersByTime(5000);
  items.add('b');
  expect(delivered).toEqual([['a'], ['b']]);
});

test('nothing is handed on after the end', () => {
  const items = start();
  items.add('a');
  items.add('b');
  items.stop();
  vi.advanceTimersByTime(5000);
  expect(delivered).toEqual([['a']]);
});
