import type { ImportFile } from '@keyturn/contract';

/** Two organisations with their applications, the APIs they use and the people who manage them; all fictional. */
export const ids = {
  organisations: {
    north: '0a000000-0000-4000-8000-000000000001',
    south: '0a000000-0000-4000-8000-000000000002',
  },
  apis: {
    search: '0b000000-0000-4000-8000-000000000001',
    searchSandbox: '0b000000-0000-4000-8000-000000000002',
    data: '0b000000-0000-4000-8000-000000000003',
  },
  applications: {
    /** North's, with two APIs; managed by Anna and Peter. */
    northSearch: '0c000000-0000-4000-8000-000000000001',
    /** North's, with one API; managed by Peter alone. */
    northData: '0c000000-0000-4000-8000-000000000002',
    /** South's, with one API; managed by Maria. */
    southData: '0c000000-0000-4000-8000-000000000003',
  },
  users: {
    anna: '0d000000-0000-4000-8000-000000000001',
    peter: '0d000000-0000-4000-8000-000000000002',
    /** A member of North without any role. */
    olga: '0d000000-0000-4000-8000-000000000003',
    maria: '0d000000-0000-4000-8000-000000000004',
    operator: '0d000000-0000-4000-8000-000000000005',
  },
} as const;

export const identifiers = {
  search: 'https://search.example.org',
  searchSandbox: 'https://sandbox.search.example.org',
  data: 'https://data.example.org',
} as const;

const api = (name: keyof typeof ids.apis, code: string, environment: 'production' | 'sandbox') => ({
  id: ids.apis[name],
  identifier: identifiers[name],
  name: code === 'DM' ? 'Data Manager' : 'Search and Match',
  code,
  environment,
  roles: [`${code}.Use`],
});

const user = (name: keyof typeof ids.users, organisation: keyof typeof ids.organisations) => ({
  id: ids.users[name],
  organisation: ids.organisations[organisation],
  email: `${name}@${organisation}.example.org`,
  name: `${name.charAt(0).toUpperCase()}${name.slice(1)} (sample)`,
});

const manager = (application: keyof typeof ids.applications, person: keyof typeof ids.users) => ({
  application: ids.applications[application],
  user: ids.users[person],
  confirmedBy: 'Head of IT (sample)',
  confirmedAt: '2027-01-04T09:00:00Z',
  reference: 'SAMPLE-1',
});

export const federation = {
  organisations: [
    { id: ids.organisations.north, name: 'North Registry', country: 'DE', timeZone: 'Europe/Berlin' },
    { id: ids.organisations.south, name: 'South Bank', country: 'BR', timeZone: 'America/Sao_Paulo' },
  ],
  apis: [
    api('search', 'SMC', 'production'),
    api('searchSandbox', 'SMC', 'sandbox'),
    api('data', 'DM', 'production'),
  ],
  applications: [
    {
      clientId: ids.applications.northSearch,
      organisation: ids.organisations.north,
      apis: [ids.apis.search, ids.apis.searchSandbox],
    },
    {
      clientId: ids.applications.northData,
      organisation: ids.organisations.north,
      apis: [ids.apis.data],
    },
    {
      clientId: ids.applications.southData,
      organisation: ids.organisations.south,
      apis: [ids.apis.data],
    },
  ],
  users: [
    user('anna', 'north'),
    user('peter', 'north'),
    user('olga', 'north'),
    user('maria', 'south'),
    {
      id: ids.users.operator,
      email: 'operator@example.org',
      name: 'Operator (sample)',
      role: 'operator' as const,
    },
  ],
  managers: [
    manager('northSearch', 'anna'),
    manager('northSearch', 'peter'),
    manager('northData', 'peter'),
    manager('southData', 'maria'),
  ],
} satisfies Record<Exclude<keyof ImportFile, 'terms'>, unknown[]>;
