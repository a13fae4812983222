import { expect, test } from 'vitest';
import { clientSecret, days } from '../../../test/sample-data.ts';
import { hasRotation, possibleReplacements, replacementsOf } from './rotation-pairs.ts';

const by = { kind: 'user', name: 'Anna', userId: 'anna' } as const;
const first = clientSecret({ id: 'first' });
const second = clientSecret({ id: 'second', replacesSecretId: 'first' });
const third = clientSecret({ id: 'third', replacesSecretId: 'second' });
const other = clientSecret({ id: 'other' });
const disabled = clientSecret({ id: 'disabled', status: 'disabled' });
const gone = clientSecret({ id: 'gone', status: 'deleted', deleted: { at: days(-1), by } });
const ofGone = clientSecret({ id: 'of-gone', replacesSecretId: 'gone' });
const secrets = [first, second, third, other, disabled, gone, ofGone];

test('a rotation is under way while both client secrets exist', () => {
  expect(hasRotation({ secrets })).toBe(true);
  expect(hasRotation({ secrets: [other, gone, ofGone] })).toBe(false);
  expect(hasRotation({ secrets: [first, { ...gone, replacesSecretId: 'first' }] })).toBe(false);
});

test('replacements are those that name the secret and are not deleted', () => {
  expect(replacementsOf({ secrets }, first)).toEqual([second]);
  expect(replacementsOf({ secrets }, other)).toEqual([]);
});

test('only a valid secret that replaces none can be named, and never one that would close a circle', () => {
  const ids = (secret: typeof first) => possibleReplacements({ secrets }, secret).map(({ id }) => id);
  expect(ids(first)).toEqual(['other', 'of-gone']);
  // Not the first, which it replaces by way of the second.
  expect(ids(third)).toEqual(['other', 'of-gone']);
  expect(ids(other)).toEqual(['first', 'of-gone']);
});
