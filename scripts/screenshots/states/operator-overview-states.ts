import type { Overview } from '@keyturn/contract';
import type { State } from '../states.ts';
import { seen } from './locate.ts';

const as = 'operator-one';

/** The numbers of a federation of 20,000 organisations, and of one where nothing is to be seen to. */
const large: Overview['applications'] = {
  'expired-presented': 412,
  'expiring-7': 1_189,
  'no-manager': 655,
  'expiring-30': 5_102,
  'one-manager': 14_876,
  'expiring-60': 10_240,
  'never-used': 7_313,
  'unused-90': 2_648,
  rotating: 31_977,
};
const noAttention = Object.fromEntries(Object.keys(large).map((kind) => [kind, 0])) as typeof large;
const weekly = (_item: unknown, week: number): number => (week * 7919 + 1000) % 4_211;

/** The overview as it would be with other numbers. */
const withNumbers =
  (change: (overview: Overview) => Partial<Overview>): NonNullable<State['before']> =>
  ({ answers }) =>
    answers.changed<Overview>('**/api/v1/overview', (overview) => ({ ...overview, ...change(overview) }));

/** What the operator team sees first, and what was done. */
export const operatorOverviewStates: State[] = [
  {
    name: 'operator-overview',
    shows: 'What needs attention in the sample federation, and both charts.',
    as,
    path: '/operator',
    show: ({ page }) => seen(page.getByRole('heading', { name: 'Needs attention' })),
  },
  {
    name: 'operator-overview-large',
    shows: 'The same of a federation of 20,000 organisations.',
    as,
    path: '/operator',
    before: withNumbers(({ expirations, tokenRequests }) => ({
      applications: large,
      failedMails: 203,
      expirations: expirations.map((one, week) => ({ ...one, secrets: weekly(one, week) })),
      tokenRequests: tokenRequests.map((one, day) => ({ ...one, requests: 45_000 + 9 * weekly(one, day) })),
    })),
    show: ({ page }) => seen(page.getByText('14,876')),
  },
  {
    name: 'operator-overview-nothing',
    shows: 'The same where nothing needs attention, before the first token request.',
    as,
    path: '/operator',
    before: withNumbers(({ expirations, tokenRequests }) => ({
      applications: noAttention,
      failedMails: 0,
      expirations: expirations.map((one) => ({ ...one, secrets: 0 })),
      tokenRequests: tokenRequests.map((one) => ({ ...one, requests: 0 })),
    })),
    show: ({ page }) => seen(page.getByRole('heading', { name: 'Needs attention' })),
  },
  {
    name: 'operator-applications-attention',
    shows: 'The applications that one number of the overview counts, and the list as a file.',
    as,
    path: '/operator/applications?attention=rotating',
    show: ({ page }) => seen(page.getByRole('link', { name: 'Client secrets as CSV' })),
  },
  {
    name: 'operator-audit-log',
    shows: 'The audit log with its filters.',
    as,
    path: '/operator/audit-log',
    show: ({ page }) => seen(page.getByRole('link', { name: 'Export as JSON lines' })),
  },
];
