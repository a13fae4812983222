import { describe, expect, it } from 'vitest';
import { deleteFacts } from './credential-use.ts';

const now = new Date('2026-11-23T09:00:00Z');
const used = (minutesAgo: number | null) => ({
  id: 'a',
  lastUsedAt: minutesAgo === null ? null : new Date(now.getTime() - minutesAgo * 60_000).toISOString(),
});
const both = [{ id: 'a' }, { id: 'b' }];

describe('deleting introspection credentials', () => {
  it.each([
    ['never used, beside others', null, both, { use: 'never', isLast: false, needsHint: false }],
    ['never used, but the last', null, [{ id: 'a' }], { use: 'never', isLast: true, needsHint: true }],
    ['used a minute ago', 1, both, { use: 'in-use', isLast: false, needsHint: true }],
    ['used an hour ago', 60, both, { use: 'idle', isLast: false, needsHint: true }],
    ['used 36 days ago', 36 * 24 * 60, both, { use: 'idle', isLast: false, needsHint: false }],
  ] as const)('that were %s', (_what, minutesAgo, all, facts) => {
    expect(deleteFacts(used(minutesAgo), [...all], now)).toEqual(facts);
  });
});
