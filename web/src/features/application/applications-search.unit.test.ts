import { expect, it } from 'vitest';
import { filterOf, parseApplicationsSearch, searchOf } from './applications-search.ts';
import { noFilter } from './filter-applications.ts';

it('leaves out of the address what is as without it', () => {
  expect(searchOf(noFilter)).toEqual({});
  const filter = { ...noFilter, search: 'NL', state: 'expiring', sort: 'name' } as const;
  expect(searchOf(filter)).toEqual({ search: 'NL', state: 'expiring', sort: 'name' });
  expect(filterOf(searchOf(filter))).toEqual(filter);
});

it('ignores what it does not understand', () => {
  const raw = { search: { a: 1 }, state: 'broken', environment: 'test', sort: 7, api: '', application: null };
  expect(parseApplicationsSearch(raw)).toEqual({});
});

it('takes digits for text, and no more than somebody would type', () => {
  expect(parseApplicationsSearch({ search: 42, api: 'x'.repeat(300) })).toEqual({
    search: '42',
    api: 'x'.repeat(200),
  });
});
