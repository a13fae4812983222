import { operatorMessages } from '@keyturn/contract';
import { describe, expect, it } from 'vitest';
import { addMessages } from '../../../lib/messages.ts';
import { differences, valueText } from './describe-values.ts';

addMessages(operatorMessages);
const zone = 'Europe/Berlin';
const lines = (before: Record<string, unknown> | null, after: Record<string, unknown> | null): string[] =>
  differences(before, after, zone).map((one) => `${one.label}: ${one.before ?? '-'} > ${one.after ?? '-'}`);

describe('the differences of two versions', () => {
  it('are the fields that differ, by their names', () => {
    const before = { name: 'North', nameFolded: 'north', sharedMailbox: null, country: 'DE' };
    const after = { name: 'South', nameFolded: 'south', sharedMailbox: 'a@b.example.org', country: 'DE' };
    expect(lines(before, after)).toEqual(['Name: North > South', 'Shared mailbox: none > a@b.example.org']);
  });

  it('are all that something new or deleted has, not what it has not', () => {
    const record = { name: 'North', sharedMailbox: null, roles: [], disabledReason: '' };
    expect(lines(null, record)).toEqual(['Name: - > North']);
    expect(lines(record, null)).toEqual(['Name: North > -']);
    expect(lines(null, null)).toEqual([]);
  });

  it('say a field that has no name yet by its words', () => {
    expect(lines(null, { loginHintShown: true })).toEqual(['Login hint shown: - > yes']);
  });
});

describe('a value', () => {
  it.each([
    ['2027-11-14T11:00:00.000Z', 'Sun 14 Nov 2027, 12:00 CET'],
    ['2027-11-14', '2027-11-14'],
    [['a', 'b'], 'a, b'],
    [false, 'no'],
    [0, '0'],
    [{ kind: 'user', id: null, name: 'Anna (sample)' }, 'Anna (sample)'],
    [{ a: 1 }, '{"a":1}'],
    [null, 'none'],
  ])('%j is read as %s', (value, words) => {
    expect(valueText(value, zone)).toBe(words);
  });
});
