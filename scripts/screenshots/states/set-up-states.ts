import type { Session, SignInProgress } from '@keyturn/contract';
import type { Page } from 'playwright-core';
import type { Act, Stage, State } from '../states.ts';
import { button, seen } from './locate.ts';
import { daysFromNow, recoveryCodes, termsText, totpSeed } from './samples.ts';

const path = '/set-up';
const link = '/set-up#3vQ0kT5mZ2wR8xL4nH9sJ3dF6pB0yG2qT8m';
const somebody = {
  user: { name: 'New Manager (sample DE)', email: 'new-manager@de.example.org' },
  organisation: { name: 'Süddeutsches Beispielregister' },
  termsVersion: 1,
};

const step = (page: Page, name: string) => page.getByRole('heading', { level: 1, name, exact: true });

/** A set-up that is under way, at the step that is next. */
const at =
  (next: SignInProgress['next'], then?: Act): Act =>
  async (stage) => {
    await stage.answers.json('GET', '**/session/progress', { ...somebody, next, setUp: true, factors: [] });
    await stage.answers.json('POST', '**/account/factors/totp', totpSeed);
    await then?.(stage);
  };

const invited: Act = ({ answers }) => answers.json('POST', '**/set-up/invitation', somebody);

export const setUpStates: State[] = [
  {
    name: 'set-up-1-details',
    shows: 'Set-up, step 1: check your details. Nothing has happened yet.',
    path: link,
    before: invited,
    show: ({ page }) => seen(button(page, 'Set up my account')),
  },
  {
    name: 'set-up-2-password',
    shows: 'Set-up, step 2: choose a password.',
    path,
    before: at('password'),
    show: ({ page }) => seen(step(page, 'Choose a password')),
  },
  {
    name: 'set-up-2-password-weak',
    shows: 'Set-up, step 2: the password is easily guessed.',
    path,
    before: at('password', ({ answers }) =>
      answers.refuse('PUT', '**/set-up/password', { status: 400, code: 'password-weak' }),
    ),
    show: async ({ page }) => {
      await page.getByLabel('New password', { exact: true }).fill('password1234');
      await button(page, 'Continue').click();
      await seen(page.getByText(/^It is a common password/));
    },
  },
  {
    name: 'set-up-3-terms',
    shows: 'Set-up, step 3: accept the terms.',
    path,
    before: at('terms', ({ answers }) =>
      answers.json('GET', '**/api/v1/terms', { version: 1, publishedAt: daysFromNow(-90), text: termsText }),
    ),
    show: ({ page }) => seen(page.getByRole('heading', { name: 'What you may do' })),
  },
  {
    name: 'set-up-4-authenticator',
    shows:
      'Set-up, step 4: scan the code, or type the key, then enter the code that the authenticator shows.',
    path,
    before: at('enrolment'),
    show: ({ page }) => seen(page.getByRole('main').locator('svg').first()),
  },
  {
    name: 'set-up-4-hardware-token',
    shows: 'Set-up, step 4 with a hardware token: seed and settings to program it with.',
    path,
    before: at('enrolment'),
    show: async ({ page }) => {
      await page.getByText('I use a hardware token').click();
      await seen(page.getByText('Seed, hexadecimal'));
    },
  },
  {
    name: 'set-up-4-passkey',
    shows: 'Set-up, step 4 with a passkey.',
    path,
    before: at('enrolment'),
    show: async ({ page }) => {
      await button(page, 'Use a passkey instead').click();
      await seen(button(page, 'Create a passkey'));
    },
  },
  {
    name: 'set-up-4-code-wrong',
    shows: 'Set-up, step 4: the code is wrong, with a hint at the clock.',
    path,
    before: at('enrolment', ({ answers }) =>
      answers.refuse('POST', '**/totp/confirmation', { status: 400, code: 'code-wrong' }),
    ),
    show: async ({ page }) => {
      await page.getByLabel('Verification code', { exact: true }).fill('000000');
      await button(page, 'Verify').click();
      await seen(page.getByText('Check that your device’s clock is right.'));
    },
  },
  {
    name: 'set-up-5-recovery-codes',
    shows: 'Set-up, step 5: store the recovery codes.',
    as: 'manager-eight',
    path,
    before: storingCodes,
    show: ({ page }) => seen(page.getByRole('list', { name: 'Recovery codes' })),
  },
  {
    name: 'set-up-5-not-stored',
    shows: 'Set-up, step 5: going on without having stored them.',
    as: 'manager-eight',
    path,
    before: storingCodes,
    show: async ({ page }) => {
      await button(page, 'Continue').click();
      await seen(page.getByText('Store the codes first, then tick this.'));
    },
  },
  {
    name: 'set-up-link-expired',
    shows: 'A set-up link that has expired; a new one can be sent.',
    path: link,
    before: ({ answers }) =>
      answers.refuse('POST', '**/set-up/invitation', {
        status: 410,
        code: 'set-up-link-expired',
        values: { email: 'n…@de.example.org', support: 'support@example.org' },
        errors: [{ path: 'email', message: 'n…@de.example.org' }],
      }),
    show: ({ page }) => seen(button(page, 'Send a new link to n…@de.example.org')),
  },
  {
    name: 'set-up-link-sent',
    shows: 'A new set-up link was sent.',
    path: link,
    before: async ({ answers }) => {
      await answers.refuse('POST', '**/set-up/invitation', {
        status: 410,
        code: 'set-up-link-expired',
        values: { email: 'n…@de.example.org', support: 'support@example.org' },
        errors: [{ path: 'email', message: 'n…@de.example.org' }],
      });
      await answers.done('POST', '**/set-up/new-link', () => null);
    },
    show: async ({ page }) => {
      await button(page, 'Send a new link to n…@de.example.org').click();
      await seen(page.getByText('A new link is on its way.'));
    },
  },
  {
    name: 'set-up-link-invalid',
    shows: 'A set-up link that was used already, or is incomplete.',
    path: '/set-up#token',
    show: ({ page }) => seen(page.getByRole('alert')),
  },
  {
    name: 'set-up-without-token',
    shows: 'The set-up page without a link.',
    path,
    show: ({ page }) => seen(page.getByRole('main').getByText('ask support@example.org')),
  },
  {
    name: 'set-up-over',
    shows: 'A set-up that took too long.',
    path,
    before: at('password', ({ answers }) =>
      answers.refuse('PUT', '**/set-up/password', { status: 401, code: 'no-longer-authenticated' }),
    ),
    show: async ({ page }) => {
      await page.getByLabel('New password', { exact: true }).fill('wicket marmalade oboe thursday');
      await button(page, 'Continue').click();
      await seen(page.getByText('The set-up took too long, or it was begun anew elsewhere.'));
    },
  },
];

async function storingCodes({ answers }: Stage): Promise<void> {
  await answers.json('GET', '**/session/progress', {
    ...somebody,
    next: 'done',
    setUp: false,
    factors: ['totp'],
  });
  await answers.changed<Session>('**/api/v1/session', (session) => ({ ...session, recoveryCodesLeft: 0 }));
  await answers.json('POST', '**/account/recovery-codes', { codes: recoveryCodes });
}
