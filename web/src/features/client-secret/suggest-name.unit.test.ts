import { expect, it } from 'vitest';
import { clientSecret } from '../../../test/sample-data.ts';
import { suggestName } from './suggest-name.ts';

it('R1.3 suggests the user’s name', () => {
  expect(suggestName('Anna Example', [])).toBe('Secret by Anna Example');
});

it('R1.3 adds the first free number when the name is taken, whatever its letter case', () => {
  const taken = ['secret by ANNA ', 'Secret by Anna (2)'].map((name) => clientSecret({ name }));
  expect(suggestName('Anna', taken)).toBe('Secret by Anna (3)');
});

it('R1.3 takes the name of a deleted secret again', () => {
  expect(suggestName('Anna', [clientSecret({ name: 'Secret by Anna', status: 'deleted' })])).toBe(
    'Secret by Anna',
  );
});

it('R1.3 stays within 100 characters', () => {
  const name = 'N'.repeat(100);
  const first = suggestName(name, []);
  expect(suggestName(name, [clientSecret({ name: first })]).length).toBeLessThanOrEqual(100);
});
