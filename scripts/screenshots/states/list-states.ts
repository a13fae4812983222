import type { Application, ClientSecret } from '@keyturn/contract';
import type { Page } from 'playwright-core';
import type { Stage, State } from '../states.ts';
import { button, keepCopied, region, seen } from './locate.ts';
import {
  afterDeletion,
  applicationNamed,
  daysFromNow,
  manager,
  noonFromNow,
  operator,
  secretNamed,
  withSecrets,
} from './samples.ts';

const as = 'manager-one';
const search = 'Partner-DE-SuddeutschesBeispielregister-SMC';
const exchange = 'Partner-DE-SuddeutschesBeispielregister-DM';

/** What Manager One sees, with some of it changed. */
const mine = ({ applications }: Stage): [Application, Application] => [
  applicationNamed(applications, exchange),
  applicationNamed(applications, search),
];

const table = (page: Page) => page.getByRole('table');

/** As when the window gets the focus: the list is read anew. */
const readAnew = (page: Page) => page.evaluate(`dispatchEvent(new Event('visibilitychange'))`);

export const listStates: State[] = [
  {
    name: 'list',
    shows:
      'Manage API Credentials: the applications with their client secrets, when each expires and was last used, and how far a rotation is.',
    as,
    show: ({ page }) => seen(table(page)),
  },
  {
    name: 'list-every-state',
    shows: 'Every state of a client secret and an application.',
    as,
    before: (stage) => stage.answers.applications(everyState(stage)),
    show: ({ page }) => seen(table(page)),
  },
  {
    name: 'list-keyboard-focus',
    shows: 'The list with the keyboard’s focus on a button.',
    as,
    show: async ({ page }) => {
      await seen(table(page));
      await button(page, 'Rotate secret Data exchange').focus();
      await page.keyboard.press('Tab');
    },
  },
  {
    name: 'list-one-manager',
    shows: 'An application with a single credential manager, who is told to ask for a second.',
    as: 'manager-eight',
    show: ({ page }) => seen(page.getByText(/^Managers/)),
  },
  {
    name: 'list-application-disabled',
    shows: 'An application that the operator has disabled.',
    as,
    before: async (stage) => {
      const [first, second] = mine(stage);
      await stage.answers.applications([first, { ...second, status: 'disabled' }]);
    },
    show: ({ page }) => seen(page.getByText('The operator has disabled this application')),
  },
  {
    name: 'list-no-secret',
    shows: 'Applications without a client secret.',
    as,
    before: async (stage) => {
      const [first, second] = mine(stage);
      await stage.answers.applications([withSecrets(first, []), withSecrets(second, [])]);
    },
    show: ({ page }) => seen(page.getByText('No client secret yet.')),
  },
  {
    name: 'list-loading',
    shows: 'The list while it is read.',
    as,
    before: ({ answers }) => answers.hold('GET', '**/api/v1/applications?**'),
    show: ({ page }) => seen(page.getByText('Loading your applications…')),
  },
  {
    name: 'list-load-failed',
    shows: 'The list could not be read; systems are not affected.',
    as,
    before: ({ answers }) => answers.refuse('GET', '**/api/v1/applications?**', unavailable),
    show: ({ page }) => seen(page.getByText('Could not load your applications.')),
  },
  {
    name: 'list-refresh-failed',
    shows: 'The list could not be refreshed; what was read before stays.',
    as,
    show: async ({ page, answers }) => {
      await seen(table(page));
      await answers.refuse('GET', '**/api/v1/applications?**', unavailable);
      await readAnew(page);
      await seen(page.getByText('This page could not be refreshed'));
    },
  },
  {
    name: 'list-changed-by-others',
    shows: 'Another manager deleted a client secret while the page was open.',
    as,
    before: (stage) => stage.answers.applications(mine(stage)),
    show: async (stage) => {
      const { page, answers } = stage;
      await seen(table(page));
      await answers.applications(afterDeletion(mine(stage), search, 'Search system'));
      await readAnew(page);
      await seen(page.getByText('deleted “Search system”'));
    },
  },
  {
    name: 'list-many',
    shows: 'Many applications, with search, filters and order.',
    as,
    before: (stage) => stage.answers.applications(many(stage)),
    show: ({ page }) => seen(page.getByRole('search')),
  },
  {
    name: 'list-search-hit',
    shows: 'Searching among many applications.',
    as,
    before: (stage) => stage.answers.applications(many(stage)),
    show: ({ page }) => page.getByRole('searchbox').fill('NL-Voorbeeld'),
  },
  {
    name: 'list-search-no-hit',
    shows: 'No application matches the search.',
    as,
    before: (stage) => stage.answers.applications(many(stage)),
    show: async ({ page }) => {
      await page.getByRole('searchbox').fill('nothing is called this');
      await seen(page.getByText('No application matches.'));
    },
  },
  {
    name: 'list-filter-no-hit',
    shows: 'No application matches the filters.',
    as,
    before: (stage) => stage.answers.applications(many(stage)),
    show: async ({ page }) => {
      await page.getByLabel('State', { exact: true }).selectOption({ label: 'With a disabled secret' });
      await page.getByLabel('API', { exact: true }).selectOption({ label: 'Data Manager' });
      await seen(page.getByText('No application matches.'));
    },
  },
  {
    name: 'list-recently-deleted',
    shows: 'Recently deleted client secrets.',
    as: 'manager-six',
    show: async ({ page }) => {
      await page.getByText(/^Recently deleted/).click();
      await seen(page.getByText('Gateway before the move'));
    },
  },
  {
    name: 'list-copied',
    shows: 'The client ID was copied.',
    as,
    show: async ({ page }) => {
      await keepCopied(page);
      await button(region(page, search), 'Copy client ID').click();
      await seen(page.getByText('Copied', { exact: true }));
    },
  },
  {
    name: 'user-menu',
    shows: 'The menu under one’s name.',
    as,
    show: async ({ page }) => {
      await seen(table(page));
      await page.getByRole('button', { name: /^Account of / }).click();
    },
  },
  {
    name: 'no-role',
    shows: 'Somebody who is not a credential manager: whom to ask, with a text to copy.',
    as: 'colleague-nine',
    show: ({ page }) => seen(button(page, 'Copy request text')),
  },
  {
    name: 'operator',
    shows: 'Manage API Credentials for an operator, who manages nothing there.',
    as: 'operator-one',
    show: ({ page }) => seen(page.getByText('Signed in as operator-one@example.org')),
  },
  {
    name: 'one-application',
    shows: 'The page of one application.',
    as,
    path: '/manage-api-credentials?application=08fc3ea0-53a5-4545-89cf-492e319b919c',
    show: ({ page }) => seen(page.getByText('This page shows one application.')),
  },
  {
    name: 'dead-link',
    shows: 'A link to an application that does not exist, or that one does not manage.',
    as,
    path: '/manage-api-credentials?application=11111111-1111-4111-8111-111111111111',
    show: ({ page }) => seen(page.getByText('This application does not exist or you do not manage it.')),
  },
];

const unavailable = { status: 503, code: 'unavailable' } as const;

/** Each state that a client secret and an application can be in, in one list. */
function everyState(stage: Stage): Application[] {
  const [first, second] = mine(stage);
  const from = (application: string, secret: string): ClientSecret => ({
    ...secretNamed(applicationNamed(stage.everyApplication, application), secret),
    createdBy: manager(second, 'manager-two'),
  });
  const disabled = from('Partner-NL-VoorbeeldDonorbank-SMC', 'Old matching service');
  const expired = {
    ...from('Partner-BR-RegistroExemplodeDoadores-SMC', 'Search'),
    expiresAt: noonFromNow(-6),
  };
  const named = (name: string, clientId: string, secrets: ClientSecret[]): Application => ({
    ...withSecrets(first, secrets),
    name,
    clientId,
    managers: first.managers.slice(0, 1),
  });
  return [
    withSecrets(second, [
      ...second.secrets,
      {
        ...disabled,
        disabled: {
          at: daysFromNow(-2),
          by: operator,
          reason:
            'Its value was found in a public repository; ask Manager Two, who has installed the replacement.',
        },
      },
      { ...disabled, id: 'disabled-by-us', name: 'Old search system' },
      expired,
      {
        ...secretNamed(second, 'Search system (2)'),
        id: 'self-managed',
        name: 'Successor of a very long name that somebody gave so that everybody knows which system it is for',
        createdBy: { ...operator, kind: 'application', name: search },
      },
    ]),
    { ...first, selfManaged: true },
    named(`${exchange}-2`, 'd2b9a1f8-7c64-4a0e-9a25-0f6f3b7e1c02', [expired]),
    named(`${exchange}-3`, 'd2b9a1f8-7c64-4a0e-9a25-0f6f3b7e1c03', [
      { ...secretNamed(second, 'Search system'), status: 'expiring', expiresAt: noonFromNow(1) },
      from('Partner-NL-VoorbeeldDonorbank-SMC', 'Matching service'),
    ]),
    named(`${exchange}-4`, 'd2b9a1f8-7c64-4a0e-9a25-0f6f3b7e1c04', [
      from('PartnerAlternative-NL-VoorbeeldDonorbank-SMC', 'Loopback test'),
    ]),
    named(`${exchange}-5`, 'd2b9a1f8-7c64-4a0e-9a25-0f6f3b7e1c05', []),
  ];
}

/** So many that search and filters are offered. */
const many = ({ everyApplication }: Stage): Application[] => [
  ...everyApplication,
  ...[2, 3, 4].map((number) => ({
    ...applicationNamed(everyApplication, search),
    name: `${search}-${number}`,
    clientId: `08fc3ea0-53a5-4545-89cf-492e319b920${number}`,
  })),
];
