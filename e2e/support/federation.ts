import { join } from 'node:path';

/** Two organisations with three applications; all fictional. The names below are those of its IDs. */
export const federationFile = join(import.meta.dirname, 'federation.json');

export const apis = {
  search: { id: '1b000000-0000-4000-8000-000000000001', identifier: 'https://search.example.org' },
  data: { id: '1b000000-0000-4000-8000-000000000002', identifier: 'https://data.example.org' },
} as const;

export const applications = {
  /** East's, for Search and Match. */
  eastSearch: '1c000000-0000-4000-8000-000000000001',
  /** East's, for Data Manager. */
  eastData: '1c000000-0000-4000-8000-000000000002',
  /** West's, for Data Manager. */
  westData: '1c000000-0000-4000-8000-000000000003',
} as const;

export const people = {
  eastManager: '1d000000-0000-4000-8000-000000000001',
  westManager: '1d000000-0000-4000-8000-000000000002',
  operator: '1d000000-0000-4000-8000-000000000003',
} as const;

export type Person = keyof typeof people;
