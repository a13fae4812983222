import type { Page } from 'playwright-core';
import type { State } from '../states.ts';
import { button, seen } from './locate.ts';

const link = '/reset-password#3vQ0kT5mZ2wR8xL4nH9sJ3dF6pB0yG2qT8m';
const resetUrl = '**/password-reset/**';

async function choose(page: Page, password: string): Promise<void> {
  await page.getByLabel('New password', { exact: true }).fill(password);
  await button(page, 'Change password').click();
}

/** From a forgotten password to a new one. */
export const passwordStates: State[] = [
  {
    name: 'forgot-password',
    shows: 'Forgot your password?',
    path: '/forgot-password',
    show: ({ page }) => seen(button(page, 'Send the link')),
  },
  {
    name: 'forgot-password-email-missing',
    shows: 'Forgot your password, without an e-mail address.',
    path: '/forgot-password',
    show: async ({ page }) => {
      await button(page, 'Send the link').click();
      await seen(page.getByText('Enter your e-mail address.'));
    },
  },
  {
    name: 'forgot-password-sent',
    shows: 'The same answer whether or not there is such an account.',
    path: '/forgot-password',
    show: async ({ page }) => {
      await page.getByLabel('Email', { exact: true }).fill('somebody@de.example.org');
      await button(page, 'Send the link').click();
      await seen(page.getByRole('status').filter({ hasText: 'a mail is on its way' }));
    },
  },
  {
    name: 'reset-password',
    shows: 'Choosing a new password, from the mailed link.',
    path: link,
    show: ({ page }) => seen(button(page, 'Change password')),
  },
  {
    name: 'reset-password-too-short',
    shows: 'The new password is too short.',
    path: link,
    before: ({ answers }) =>
      answers.refuse('POST', resetUrl, { status: 400, code: 'password-too-short', values: { min: 12 } }),
    show: async ({ page }) => {
      await choose(page, 'oboe');
      await seen(page.getByText('Choose a password of at least 12 characters.'));
    },
  },
  {
    name: 'reset-password-link-invalid',
    shows: 'The mailed link does not work any more.',
    path: link,
    before: ({ answers }) =>
      answers.refuse('POST', resetUrl, { status: 410, code: 'password-reset-link-invalid' }),
    show: async ({ page }) => {
      await choose(page, 'wicket marmalade oboe thursday');
      await seen(page.getByRole('link', { name: 'Get a new link' }));
    },
  },
  {
    name: 'reset-password-incomplete',
    shows: 'The address of the mailed link is incomplete.',
    path: '/reset-password',
    show: ({ page }) => seen(page.getByText('This address is incomplete.')),
  },
  {
    name: 'password-changed',
    shows: 'The password was changed; sign in with it.',
    path: link,
    before: ({ answers }) => answers.done('POST', resetUrl, () => null),
    show: async ({ page }) => {
      await choose(page, 'wicket marmalade oboe thursday');
      await seen(page.getByText('Your password was changed. Sign in.'));
    },
  },
];
