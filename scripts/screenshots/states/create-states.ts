import type { Page } from 'playwright-core';
import type { Stage, State } from '../states.ts';
import { button, dialog, keepCopied, region, seen } from './locate.ts';
import { afterDeletion, applicationNamed, dateFromNow, secretNamed } from './samples.ts';

const as = 'manager-one';
const application = 'Partner-DE-SuddeutschesBeispielregister-SMC';

const form = (page: Page) => dialog(page, 'Create client secret');
const shown = (page: Page) => dialog(page, 'Copy your client secret now');

export const createStates: State[] = [
  { name: 'create', shows: 'Creating a client secret: name and expiration date.', as, show: openForm },
  {
    name: 'create-weekend',
    shows: 'The expiration date is on a weekend; Friday is safer.',
    as,
    show: (stage) => openForm(stage, dateFromNow(120, 'Saturday')),
  },
  {
    name: 'create-short-lifetime',
    shows: 'A short lifetime, which is for testing.',
    as,
    show: (stage) => openForm(stage, dateFromNow(20, 'Wednesday')),
  },
  {
    name: 'create-short-and-weekend',
    shows: 'A short lifetime that ends on a weekend.',
    as,
    show: (stage) => openForm(stage, dateFromNow(20, 'Saturday')),
  },
  {
    name: 'create-too-late',
    shows: 'The expiration date is too late.',
    as,
    show: (stage) => openForm(stage, dateFromNow(800, 'Wednesday')),
  },
  {
    name: 'create-name-missing',
    shows: 'Creating without a name.',
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
    shows: 'Another client secret is already named so.',
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
    shows: 'Creating the replacement of a client secret.',
    as,
    show: async ({ page }) => {
      await button(page, 'Rotate secret Data exchange').click();
      await button(page, 'Create the replacement…').click();
      await seen(form(page));
    },
  },
  {
    name: 'create-changed-meanwhile',
    shows: 'The client secrets changed while somebody was typing.',
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
    shows: 'The application has the most client secrets that are allowed.',
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
    shows: 'Creating, until the server answers.',
    as,
    before: ({ answers }) => answers.hold('POST', '**/secrets'),
    show: async (stage) => {
      await openForm(stage);
      await submit(stage);
      await seen(stage.page.locator('[data-loading]'));
    },
  },
  { name: 'copy', shows: 'The new client secret, shown once.', as, show: create },
  {
    name: 'copy-hidden',
    shows: 'The new client secret, hidden.',
    as,
    show: async (stage) => {
      await create(stage);
      await button(shown(stage.page), 'Hide').click();
      await seen(button(shown(stage.page), 'Show'));
    },
  },
  {
    name: 'copy-hidden-by-itself',
    shows: 'The new client secret hid itself when the tab was left.',
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
    shows: 'The new client secret was copied.',
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
    shows: 'The clipboard failed: the value is selected, with the keys to press.',
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
    shows: 'Connection details beside the new client secret.',
    as,
    show: async (stage) => {
      await create(stage);
      await button(shown(stage.page), 'Connection details').click();
      await seen(shown(stage.page).getByText('Token URL'));
    },
  },
  {
    name: 'copy-not-copied',
    shows: 'Closing without having copied the client secret.',
    as,
    show: async (stage) => {
      await create(stage);
      await button(shown(stage.page), 'Done').click();
      await seen(shown(stage.page).getByRole('alert'));
    },
  },
  {
    name: 'copy-leaving',
    shows: 'Leaving the page while a client secret is shown.',
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
    shows: 'The answer with the client secret did not arrive.',
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
    shows: 'The answer did not arrive, but the client secret was created; it can be deleted.',
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
