import type { Page } from 'playwright-core';
import type { Stage, State } from '../states.ts';
import { button, dialog, keepCopied, region, seen } from './locate.ts';
import { afterDeletion, applicationNamed, dateFromNow, secretNamed } from './samples.ts';

const as = 'manager-one';
const application = 'Partner-DE-SuddeutschesBeispielregister-SMC';

const form = (page: Page) => dialog(page, 'Create client secret');
const shown = (page: Page) => dialog(page, 'Copy your client secret now');

export const createStates: State[] = [
  { name: 'create', as, show: openForm },
  { name: 'create-weekend', as, show: (stage) => openForm(stage, dateFromNow(120, 'Saturday')) },
  { name: 'create-short-lifetime', as, show: (stage) => openForm(stage, dateFromNow(20, 'Wednesday')) },
  { name: 'create-short-and-weekend', as, show: (stage) => openForm(stage, dateFromNow(20, 'Saturday')) },
  { name: 'create-too-late', as, show: (stage) => openForm(stage, dateFromNow(800, 'Wednesday')) },
  {
    name: 'create-name-missing',
    as,
    show: async (stage) => {
      await openForm(stage);
      await form(stage.page).getByLabel('Client secret name').fill('');
      await submit(stage);
      await seen(form(stage.page).getByText('Enter a name'));
    },
  },
  {
    name: 'create-name-taken',
    as,
    before: ({ answers }) => answers.refuse('POST', '**/secrets', { status: 409, code: 'name-taken' }),
    show: async (stage) => {
      await openForm(stage);
      await form(stage.page).getByLabel('Client secret name').fill('Search system');
      await submit(stage);
      await seen(form(stage.page).getByText('is already named so'));
    },
  },
  {
    name: 'create-replaces',
    as,
    show: async ({ page }) => {
      await button(page, 'Rotate secret Data exchange').click();
      await button(page, 'Create the replacement…').click();
      await seen(form(page));
    },
  },
  {
    name: 'create-changed-meanwhile',
    as,
    before: ({ answers, applications }) =>
      answers.refuse('POST', '**/secrets', { status: 412, code: 'secrets-changed' }, () =>
        answers.applications(afterDeletion(applications, application, 'Search system')),
      ),
    show: async (stage) => {
      await openForm(stage);
      await submit(stage);
      await seen(form(stage.page).getByText('changed meanwhile'));
    },
  },
  {
    name: 'create-too-many',
    as,
    before: ({ answers }) =>
      answers.refuse('POST', '**/secrets', { status: 409, code: 'too-many-secrets', values: { max: 10 } }),
    show: async (stage) => {
      await openForm(stage);
      await submit(stage);
      await seen(form(stage.page).getByRole('alert'));
    },
  },
  {
    name: 'create-waiting',
    as,
    before: ({ answers }) => answers.hold('POST', '**/secrets'),
    show: async (stage) => {
      await openForm(stage);
      await submit(stage);
      await seen(stage.page.locator('[data-loading]'));
    },
  },
  { name: 'copy', as, show: create },
  {
    name: 'copy-hidden',
    as,
    show: async (stage) => {
      await create(stage);
      await button(shown(stage.page), 'Hide').click();
      await seen(button(shown(stage.page), 'Show'));
    },
  },
  {
    name: 'copy-hidden-by-itself',
    as,
    show: async (stage) => {
      await create(stage);
      await stage.page.evaluate(`
        Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true });
        document.dispatchEvent(new Event('visibilitychange'));
        delete document.visibilityState;
      `);
      await seen(button(shown(stage.page), 'Show'));
    },
  },
  {
    name: 'copy-copied',
    as,
    show: async (stage) => {
      await create(stage);
      await keepCopied(stage.page);
      await button(shown(stage.page), 'Copy client secret').click();
      await seen(button(shown(stage.page), 'Copied'));
    },
  },
  {
    name: 'copy-clipboard-failed',
    as,
    show: async (stage) => {
      await create(stage);
      await stage.page.evaluate(`Object.defineProperty(navigator, 'clipboard', {
        value: { writeText: () => Promise.reject(new Error('refused')) },
      })`);
      await button(shown(stage.page), 'Copy client secret').click();
      await seen(shown(stage.page).getByText('Press Ctrl+C'));
    },
  },
  {
    name: 'copy-connection-details',
    as,
    show: async (stage) => {
      await create(stage);
      await button(shown(stage.page), 'Connection details').click();
      await seen(shown(stage.page).getByText('Token URL'));
    },
  },
  {
    name: 'copy-not-copied',
    as,
    show: async (stage) => {
      await create(stage);
      await button(shown(stage.page), 'Done').click();
      await seen(shown(stage.page).getByRole('alert'));
    },
  },
  {
    name: 'copy-leaving',
    as,
    path: '/manage-api-credentials?application=08fc3ea0-53a5-4545-89cf-492e319b919c',
    show: async (stage) => {
      await stage.page.getByRole('link', { name: 'Show my applications' }).click();
      await create(stage);
      await keepCopied(stage.page);
      await button(shown(stage.page), 'Copy client secret').click();
      await seen(button(shown(stage.page), 'Copied'));
      await stage.page.evaluate('history.back()');
      await seen(button(shown(stage.page), 'Leave anyway'));
    },
  },
  {
    name: 'lost-answer',
    as,
    before: ({ answers }) => answers.lose('POST', '**/secrets'),
    show: async (stage) => {
      await openForm(stage);
      await submit(stage);
      await seen(dialog(stage.page, 'The answer did not arrive'));
    },
  },
  {
    name: 'lost-answer-found',
    as,
    before: ({ answers, applications }) =>
      answers.lose('POST', '**/secrets', () => answers.applications(applications)),
    show: async (stage) => {
      const { page } = stage;
      await openForm(stage);
      // There already; the name counts, and the answer that would refuse it does not arrive.
      await form(page).getByLabel('Client secret name').fill('Search system (2)');
      await submit(stage);
      await seen(button(dialog(page, 'The answer did not arrive'), 'Delete this secret'));
    },
  },
];

async function openForm({ page }: Stage, date?: string): Promise<void> {
  await button(region(page, application), 'Create new secret').click();
  await seen(form(page));
  if (date !== undefined) await form(page).getByLabel('Expiration date').fill(date);
}

const submit = ({ page }: Stage): Promise<void> => button(form(page), 'Create').click();

async function create(stage: Stage): Promise<void> {
  const { answers, applications } = stage;
  await answers.created(secretNamed(applicationNamed(applications, application), 'Search system (2)'));
  await openForm(stage);
  await submit(stage);
  await seen(shown(stage.page));
}
