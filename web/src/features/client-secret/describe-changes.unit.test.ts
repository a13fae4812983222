import { expect, it } from 'vitest';
import { clientSecret, now } from '../../../test/sample-data.ts';
import { describeChanges } from './describe-changes.ts';

const peter = { kind: 'user', name: 'Peter' } as const;
const berlin = { timeZone: 'Europe/Berlin', now };
const at = '2026-11-23T08:14:00Z';
const secret = clientSecret({ id: '1', name: 'One' });
const deleted = { ...secret, status: 'deleted' as const, deleted: { at, by: peter } };

it('says who deleted this secret, and when', () => {
  expect(describeChanges({ secrets: [secret] }, { secrets: [deleted] }, berlin, { subjectId: '1' })).toEqual([
    'Peter deleted this secret at 09:14.',
  ]);
});

it('says what happened to the others', () => {
  const before = { secrets: [secret, clientSecret({ id: '2', name: 'Two' })] };
  const after = {
    secrets: [
      deleted,
      clientSecret({ id: '2', name: 'Two', status: 'disabled', disabled: { at, by: peter, reason: null } }),
      clientSecret({ id: '3', name: 'Three', createdAt: at, createdBy: peter }),
    ],
  };
  expect(describeChanges(before, after, berlin)).toEqual([
    'Peter deleted “One” at 09:14.',
    'Peter disabled “Two” at 09:14.',
    'Peter created “Three” at 09:14.',
  ]);
  expect(describeChanges(before, after, berlin, { exceptBy: 'Peter' })).toEqual([]);
});

it('says nothing when nothing changed', () => {
  expect(describeChanges({ secrets: [deleted] }, { secrets: [deleted] }, berlin)).toEqual([]);
});
