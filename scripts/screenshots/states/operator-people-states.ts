import type { Page } from 'playwright-core';
import type { Act, State } from '../states.ts';
import { button, seen } from './locate.ts';

const as = 'operator-one';
const follow = (page: Page, name: RegExp) => page.getByRole('link', { name }).first().click();

const openApplication: Act = async ({ page }) => {
  await follow(page, /^Partner-NL-.*-SMC$/);
  await page.getByRole('heading', { name: 'Credential managers' }).waitFor();
};

const openPerson: Act = async ({ page }) => {
  await follow(page, /^Manager One/);
  await page.getByRole('heading', { name: 'Access' }).waitFor();
};

/** Applications and people, as the operator team sees them. */
export const operatorPeopleStates: State[] = [
  {
    name: 'operator-applications',
    shows: 'The applications of the federation.',
    as,
    path: '/operator/applications',
    show: ({ page }) => seen(page.getByRole('row').nth(2)),
  },
  {
    name: 'operator-application-new',
    shows: 'Adding an application, with the name that the pattern proposes.',
    as,
    path: '/operator/applications/new',
    show: async ({ page }) => {
      await page.getByLabel('Organisation', { exact: true }).selectOption({ label: 'Rei Donor Registry' });
      await page.getByLabel('Match-Connect · production').check();
      await seen(page.getByText('Left empty: Partner-JP'));
    },
  },
  {
    name: 'operator-application',
    shows: 'One application with its managers and secrets.',
    as,
    path: '/operator/applications',
    show: openApplication,
  },
  {
    name: 'operator-application-assign',
    shows: 'Assigning a credential manager, as the organisation confirmed.',
    as,
    path: '/operator/applications',
    show: async (stage) => {
      await openApplication(stage);
      await button(stage.page, 'Assign a manager').click();
      await seen(stage.page.getByLabel('Confirmed by'));
    },
  },
  {
    name: 'operator-users',
    shows: 'Everybody with an account.',
    as,
    path: '/operator/users',
    show: ({ page }) => seen(page.getByRole('row').nth(2)),
  },
  {
    name: 'operator-user',
    shows: 'One person: what they manage, and how they get in.',
    as,
    path: '/operator/users',
    show: openPerson,
  },
  {
    name: 'operator-user-new',
    shows: 'Adding a person.',
    as,
    path: '/operator/users/new',
    show: ({ page }) => seen(page.getByLabel('Full name')),
  },
];
