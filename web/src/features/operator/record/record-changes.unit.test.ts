import { describe, expect, it } from 'vitest';
import { changedKeys, changesOf } from './record-changes.ts';

type Record = { name: string; zone: string; mailbox: string | null; apis: string[] };
const base: Record = { name: 'West', zone: 'UTC', mailbox: null, apis: ['a'] };

describe('R7 what a form changes of a record', () => {
  it('is what differs from what was seen, not what was set back to it', () => {
    expect(changesOf(base, { name: 'East', zone: 'UTC', apis: ['a'] })).toEqual({ name: 'East' });
    expect(changesOf<Record>(base, { mailbox: '' })).toEqual({});
    expect(changesOf<Record>({ ...base, mailbox: 'a@b.example.org' }, { mailbox: null })).toEqual({
      mailbox: null,
    });
  });

  it('leaves a colleague what only they changed, and drops what both changed alike', () => {
    const mine = changesOf(base, { name: 'East', zone: 'UTC', apis: ['a', 'b'] });
    const theirs = { ...base, zone: 'Asia/Tokyo', apis: ['a', 'b'] };
    expect(changesOf(theirs, mine)).toEqual({ name: 'East' });
    expect(changedKeys(base, theirs, { ...base, ...mine })).toEqual(['name', 'zone', 'apis']);
  });
});
