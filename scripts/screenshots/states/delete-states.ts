import type { Locator, Page } from 'playwright-core';
import type { Act, Stage, State } from '../states.ts';
import { button, dialog, seen } from './locate.ts';
import { afterDeletion, daysFromNow, operator } from './samples.ts';

const as = 'manager-one';
const application = 'Partner-DE-SuddeutschesBeispielregister-SMC';
const secretUrl = /\/secrets\/[\w-]+$/;
const changedMeanwhile = { status: 412, code: 'secrets-changed' } as const;

const form = (page: Page): Locator => dialog(page, 'Delete client secret');

/** Deleting, disabling and enabling client secrets. */
export const deleteStates: State[] = [
  {
    name: 'delete-never-used',
    shows: 'Deleting a client secret that was never used.',
    as,
    show: openDeletion('Search system (2)'),
  },
  {
    name: 'delete-never-used-last',
    shows: 'Deleting the last valid client secret, never used.',
    as: 'manager-three',
    show: openDeletion('Loopback test'),
  },
  {
    name: 'delete-in-use',
    shows: 'Deleting a client secret in use: by whom, what happens at each API, and the hint to type.',
    as,
    show: openDeletion('Search system'),
  },
  {
    name: 'delete-in-use-last',
    shows: 'Deleting the last valid client secret, in use.',
    as: 'manager-three',
    show: openDeletion('Matching service'),
  },
  {
    name: 'delete-idle',
    shows: 'Deleting a client secret that has been idle.',
    as,
    before: async ({ answers, applications }) => {
      for (const { secrets } of applications)
        for (const secret of secrets)
          if (secret.name === 'Search system') secret.lastUsedAt = daysFromNow(-42);
      await answers.json('GET', /\/usage$/, { ...noUsage, lastUsedAt: daysFromNow(-42) });
      await answers.applications(applications);
    },
    show: openDeletion('Search system'),
  },
  {
    name: 'delete-disabled',
    shows: 'Deleting a disabled client secret.',
    as: 'manager-three',
    show: openDeletion('Old matching service'),
  },
  {
    name: 'delete-expired',
    shows: 'Deleting an expired client secret.',
    as: 'manager-five',
    show: openDeletion('Search'),
  },
  {
    name: 'delete-hint-wrong',
    shows: 'Deleting: the hint is wrong.',
    as,
    show: async (stage) => {
      await openDeletion('Search system')(stage);
      await form(stage.page).getByRole('textbox').fill('xyz');
      await button(form(stage.page), 'Delete').click();
      await seen(form(stage.page).getByText('These are not its first three characters.'));
    },
  },
  {
    name: 'delete-waiting',
    shows: 'Deleting on all servers.',
    as,
    before: ({ answers }) => answers.hold('DELETE', secretUrl),
    show: async (stage) => {
      await openDeletion('Search system (2)')(stage);
      await button(form(stage.page), 'Delete').click();
      await seen(form(stage.page).getByText('Deleting on all servers…'));
    },
  },
  {
    name: 'delete-changed-meanwhile',
    shows: 'Deleting: something changed meanwhile.',
    as,
    before: ({ answers, applications }) =>
      answers.refuse('DELETE', secretUrl, changedMeanwhile, () =>
        answers.applications(afterDeletion(applications, application, 'Search system')),
      ),
    show: async (stage) => {
      await openDeletion('Search system (2)')(stage);
      await button(form(stage.page), 'Delete').click();
      await seen(form(stage.page).getByText('Check again before you delete it:'));
    },
  },
  {
    name: 'delete-outcome-unknown',
    shows: 'Deleting: the answer did not arrive.',
    as,
    before: ({ answers }) => answers.lose('DELETE', secretUrl),
    show: async (stage) => {
      await openDeletion('Search system (2)')(stage);
      await button(form(stage.page), 'Delete').click();
      await seen(form(stage.page).getByRole('alert'));
    },
  },
  {
    name: 'delete-keyboard-focus',
    shows: 'Deleting, with the keyboard’s focus.',
    as,
    show: async (stage) => {
      await openDeletion('Search system')(stage);
      await stage.page.keyboard.press('Tab');
    },
  },
  {
    name: 'deleted',
    shows: 'A client secret was deleted.',
    as,
    before: ({ answers, applications }) => {
      const after = afterDeletion(applications, application, 'Search system (2)', as);
      return answers.done('DELETE', secretUrl, () => answers.applications(after));
    },
    show: async (stage) => {
      await openDeletion('Search system (2)')(stage);
      await button(form(stage.page), 'Delete').click();
      await seen(stage.page.getByText('Deleted. No token can be obtained with it.'));
    },
  },
  {
    name: 'disable',
    shows: 'Disabling a client secret.',
    as,
    show: ({ page }) => open(page, 'Disable secret Search system', 'Disable client secret'),
  },
  {
    name: 'disable-changed-meanwhile',
    shows: 'Disabling: something changed meanwhile.',
    as,
    before: ({ answers, applications }) =>
      answers.refuse('POST', '**/disable', changedMeanwhile, () =>
        answers.applications(afterDeletion(applications, application, 'Search system (2)')),
      ),
    show: async ({ page }) => {
      await open(page, 'Disable secret Search system', 'Disable client secret');
      await button(dialog(page, 'Disable client secret'), 'Disable').click();
      await seen(page.getByText('Check again before you disable it:'));
    },
  },
  {
    name: 'disable-deleted-meanwhile',
    shows: 'Disabling a client secret that was deleted meanwhile.',
    as,
    before: ({ answers, applications }) =>
      answers.refuse('POST', '**/disable', changedMeanwhile, () =>
        answers.applications(afterDeletion(applications, application, 'Search system')),
      ),
    show: async ({ page }) => {
      await open(page, 'Disable secret Search system', 'Disable client secret');
      await button(dialog(page, 'Disable client secret'), 'Disable').click();
      await seen(page.getByText('deleted this secret at'));
    },
  },
  {
    name: 'enable',
    shows: 'Enabling a client secret.',
    as: 'manager-three',
    show: ({ page }) => open(page, 'Enable secret Old matching service', 'Enable client secret'),
  },
  {
    name: 'enable-not-yours',
    shows: 'Enabling what the operator has disabled.',
    as: 'manager-three',
    before: ({ answers, applications }) => {
      for (const { secrets } of applications)
        for (const { disabled } of secrets) if (disabled !== null) disabled.by = operator;
      return answers.applications(applications);
    },
    show: ({ page }) => open(page, 'Enable secret Old matching service', 'Enable client secret'),
  },
];

/** Of a client secret with a longest pause of three days. */
const noUsage = {
  firstUsedAt: null,
  lastUsedAt: null,
  requestsThisWeek: 0,
  longestPauseSeconds: 3 * 86_400,
  lastTokenEndsAt: null,
  callers: [],
  days: [],
  refused: [],
  unprovenThisWeek: 0,
};

async function open(page: Page, opener: string, name: string): Promise<void> {
  await button(page, opener).click();
  await seen(dialog(page, name));
}

function openDeletion(secret: string): Act {
  return ({ page }: Stage) => open(page, `Delete secret ${secret}`, 'Delete client secret');
}
