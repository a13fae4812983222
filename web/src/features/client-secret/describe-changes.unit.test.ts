import { expect, it } from 'vitest';
import { clientSecret, now } from '../../../test/sample-data.ts';
import { describeChanges, describeDeletionByAnother } from './describe-changes.ts';

const peter = { kind: 'user', name: 'Peter', userId: 'peter' } as const;
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
  expect(describeChanges(before, after, berlin, { exceptUserId: 'peter' })).toEqual([]);
});

it('tells two people of the same name apart', () => {
  const before = { secrets: [secret] };
  const after = { secrets: [deleted] };
  const told = 'Peter deleted “One” at 09:14.';
  expect(describeChanges(before, after, berlin, { exceptUserId: 'another Peter' })).toEqual([told]);
  expect(describeDeletionByAnother(secret, after, berlin, 'another Peter')).toBe(told);
  expect(describeDeletionByAnother(secret, after, berlin, 'peter')).toBeNull();
});

it('names an application that deleted the secret, whoever reads', () => {
  const by = { kind: 'application', name: 'Partner-DE-Register-SMC', userId: null } as const;
  const after = { secrets: [{ ...deleted, deleted: { at, by } }] };
  expect(describeDeletionByAnother(secret, after, berlin, 'peter')).toBe(
    'Partner-DE-Register-SMC deleted “One” at 09:14.',
  );
});

it('says nothing when nothing changed', () => {
  expect(describeChanges({ secrets: [deleted] }, { secrets: [deleted] }, berlin)).toEqual([]);
});
