import { describe, expect, it } from 'vitest';
import { api, application, clientSecret, days, now } from '../../../test/sample-data.ts';
import { apiNames, filterApplications, noFilter, type ApplicationFilter } from './filter-applications.ts';

const sandbox = api({ id: 's', name: 'Data Manager', environment: 'sandbox' });
const refused = { at: days(-1), address: '203.0.113.7', userAgent: 'curl', reason: 'expired' } as const;
const all = [
  application({ name: 'Fine', secrets: [clientSecret({ name: 'Search system' })] }),
  application({
    name: 'Ends',
    apis: [sandbox],
    secrets: [clientSecret({ status: 'expiring', hint: 'xY9' })],
  }),
  application({
    name: 'Ended',
    secrets: [clientSecret({ status: 'expired', expiresAt: days(-2), lastRefused: refused })],
  }),
  application({
    name: 'Both',
    apis: [api(), sandbox],
    secrets: [clientSecret(), clientSecret({ status: 'disabled' })],
  }),
];
const namesWith = (filter: Partial<ApplicationFilter>): string[] =>
  filterApplications(all, { ...noFilter, ...filter }, now).map(({ name }) => name);

describe('filters', () => {
  it('are by state', () => {
    expect(namesWith({ state: 'attention' })).toEqual(['Ends', 'Ended']);
    expect(namesWith({ state: 'fine' })).toEqual(['Fine', 'Both']);
    expect(namesWith({ state: 'no-valid' })).toEqual(['Ended']);
    expect(namesWith({ state: 'expiring' })).toEqual(['Ends']);
    expect(namesWith({ state: 'disabled' })).toEqual(['Both']);
    expect(namesWith({ state: 'refused' })).toEqual(['Ended']);
  });

  it('are by API and environment, of one and the same API', () => {
    expect(namesWith({ api: 'Data Manager' })).toEqual(['Ends', 'Both']);
    expect(namesWith({ environment: 'production' })).toEqual(['Fine', 'Ended', 'Both']);
    expect(namesWith({ api: 'Data Manager', environment: 'production' })).toEqual([]);
    expect(apiNames(all)).toEqual(['Data Manager', 'Match-Connect']);
  });

  it('find an application by what a mail or an error message names', () => {
    expect(namesWith({ search: ' end' })).toEqual(['Ends', 'Ended']);
    expect(namesWith({ search: 'search system' })).toEqual(['Fine', 'Ends', 'Ended', 'Both']);
    expect(namesWith({ search: 'xY9' })).toEqual(['Ends']);
  });
});
