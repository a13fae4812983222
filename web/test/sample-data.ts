import type { Application, Caller, ClientSecret, SecretUsage } from '@keyturn/contract';

export const now = new Date('2026-11-23T09:00:00Z');

export const days = (count: number): string => new Date(now.getTime() + count * 86_400_000).toISOString();

export const clientSecret = (values: Partial<ClientSecret> = {}): ClientSecret => ({
  id: values.name ?? 'secret',
  name: 'Search system',
  hint: 'aB3',
  status: 'active',
  createdAt: days(-100),
  createdBy: { kind: 'user', name: 'Anna', userId: 'anna' },
  createdBySecretId: null,
  expiresAt: days(200),
  firstUsedAt: null,
  lastUsedAt: null,
  lastUsedFrom: null,
  lastRefused: null,
  creatorLeft: false,
  replacesSecretId: null,
  disabled: null,
  deleted: null,
  ...values,
});

export const api = (values: Partial<Application['apis'][number]> = {}): Application['apis'][number] => ({
  id: 'api',
  identifier: 'https://api.example.org',
  name: 'Match-Connect',
  code: 'SMC',
  environment: 'production',
  baseUrl: null,
  documentationUrl: null,
  statusCheck: 'introspection',
  tokenTtlSeconds: 3599,
  ...values,
});

export const application = (values: Partial<Application> = {}): Application => ({
  clientId: values.name ?? '08fc3ea0-53a5-4545-89cf-492e319b919c',
  name: 'Partner-DE-Register-SMC',
  kind: 'partner',
  status: 'active',
  disabledReason: null,
  organisation: { id: 'organisation', name: 'Register', timeZone: 'Europe/Berlin' },
  apis: [api()],
  managers: [],
  selfManaged: false,
  maxSecretExpiresAt: '2027-11-23T11:00:00Z',
  etag: '"s1"',
  secrets: [],
  secretsElsewhere: [],
  mistake: null,
  ...values,
});

export const caller = (values: Partial<Caller> = {}): Caller => ({
  network: '203.0.113.0/24',
  address: '203.0.113.7',
  userAgent: 'python-requests/2.32.3',
  requests: 41,
  requestsThisWeek: 41,
  firstAt: days(-6),
  lastAt: days(-1),
  resources: ['https://api.example.org'],
  ...values,
});

export const secretUsage = (values: Partial<SecretUsage> = {}): SecretUsage => ({
  firstUsedAt: null,
  lastUsedAt: null,
  requestsThisWeek: 0,
  longestPauseSeconds: null,
  lastTokenEndsAt: null,
  callers: [],
  days: [],
  moreCallers: 0,
  refused: [],
  moreRefused: 0,
  unprovenThisWeek: 0,
  ...values,
});
