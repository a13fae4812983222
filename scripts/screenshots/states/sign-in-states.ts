import type { SignInProgress } from '@keyturn/contract';
import type { Page } from 'playwright-core';
import { wrongCode } from '../../../e2e/support/browser-authenticator.ts';
import type { Stage, State } from '../states.ts';
import { button, seen } from './locate.ts';
import { totpSeed } from './samples.ts';

const somebody = 'manager-two';

export const signInStates: State[] = [
  {
    name: 'sign-in',
    shows: 'Signing in: e-mail address and password, and the demo’s sample accounts.',
    path: '/sign-in',
    show: ({ page }) => seen(sample(page)),
  },
  {
    name: 'sign-in-chosen',
    shows: 'Signing in, with a sample account filled in.',
    path: '/sign-in',
    show: ({ page }) => sample(page).click(),
  },
  {
    name: 'sign-in-password-missing',
    shows: 'Signing in without a password.',
    path: '/sign-in',
    show: async ({ page }) => {
      await sample(page).waitFor();
      await page.getByLabel('Email', { exact: true }).fill('somebody@de.example.org');
      await button(page, 'Sign in').click();
      await seen(page.getByText('Enter your password.'));
    },
  },
  {
    name: 'sign-in-failed',
    shows: 'The e-mail address or the password is wrong.',
    path: '/sign-in',
    show: async ({ page }) => {
      await sample(page).click();
      await page.getByLabel('Password', { exact: true }).fill('wrong');
      await button(page, 'Sign in').click();
      await seen(page.getByRole('alert'));
    },
  },
  {
    name: 'sign-in-too-many-attempts',
    shows: 'Too many attempts: how long to wait.',
    path: '/sign-in',
    before: ({ answers }) =>
      answers.refuse('POST', '**/api/v1/session', {
        status: 429,
        code: 'too-many-attempts',
        values: { seconds: 42 },
      }),
    show: async ({ page }) => {
      await sample(page).click();
      await button(page, 'Sign in').click();
      await seen(page.getByRole('alert'));
    },
  },
  {
    name: 'verification-code',
    shows: 'The second factor: the code that the authenticator shows.',
    path: '/sign-in',
    show: enterPassword,
  },
  {
    name: 'verification-code-wrong',
    shows: 'The code is wrong, with a hint at the clock.',
    path: '/sign-in',
    show: async (stage) => {
      await enterPassword(stage);
      await enterCode(stage.page, wrongCode(stage.demo.account(somebody).totpSecret));
      await seen(stage.page.getByText('Check that your device’s clock is right.'));
    },
  },
  {
    name: 'verification-code-used',
    shows: 'The code was used already.',
    path: '/sign-in',
    before: async ({ answers, demo }) => {
      await answers.refuse('POST', '**/session/verification', { status: 400, code: 'code-used' });
      const { email, password } = demo.account(somebody);
      await answers.json('GET', '**/demo/accounts', [
        {
          email,
          password,
          name: 'Manager Two (sample DE)',
          role: 'member',
          organisation: 'Süddeutsches Beispielregister',
          code: '494287',
          codeUsed: true,
          secondsLeft: 17,
        },
      ]);
    },
    show: async (stage) => {
      await enterPassword(stage);
      await enterCode(stage.page, '494 287');
      await seen(stage.page.getByText('Every code works once.'));
    },
  },
  {
    name: 'sign-in-again',
    shows: 'The sign-in took too long: the password is asked for again.',
    path: '/sign-in',
    before: ({ answers }) =>
      answers.refuse('POST', '**/session/verification', { status: 401, code: 'sign-in-failed' }),
    show: async (stage) => {
      await enterPassword(stage);
      await enterCode(stage.page, '123456');
      await seen(stage.page.getByText('Enter your password again.'));
    },
  },
  {
    name: 'recovery-code',
    shows: 'A recovery code in place of the second factor.',
    path: '/sign-in',
    show: async (stage) => {
      await enterPassword(stage);
      await button(stage.page, 'Use a recovery code instead').click();
      await seen(stage.page.getByLabel('Recovery code', { exact: true }));
    },
  },
  {
    name: 'recovery-code-wrong',
    shows: 'The recovery code is wrong.',
    path: '/sign-in',
    before: ({ answers }) =>
      answers.refuse('POST', '**/session/verification', { status: 400, code: 'code-wrong' }),
    show: async (stage) => {
      await enterPassword(stage);
      await button(stage.page, 'Use a recovery code instead').click();
      await stage.page.getByLabel('Recovery code', { exact: true }).fill('abcd-efgh-jkmn');
      await button(stage.page, 'Verify').click();
      await seen(stage.page.getByText('This is none of your recovery codes'));
    },
  },
  {
    name: 'passkey',
    shows: 'A passkey as the second factor.',
    path: '/sign-in',
    before: at('second-factor', ['passkey']),
    show: ({ page }) => seen(button(page, 'Use a passkey')),
  },
  {
    name: 'passkey-or-code',
    shows: 'A second factor of an account with an authenticator and a passkey.',
    path: '/sign-in',
    before: at('second-factor', ['totp', 'passkey']),
    show: ({ page }) => seen(button(page, 'Use a passkey')),
  },
  {
    name: 'enrolment-code',
    shows: 'No second factor after a reset: a code comes by mail.',
    path: '/sign-in',
    before: at('enrolment-code'),
    show: ({ page }) => seen(page.getByLabel('Code from the mail', { exact: true })),
  },
  {
    name: 'enrolment-code-wrong',
    shows: 'The code from the mail is wrong.',
    path: '/sign-in',
    before: async (stage) => {
      await at('enrolment-code')(stage);
      await stage.answers.refuse('POST', '**/session/enrolment-code', { status: 400, code: 'code-wrong' });
    },
    show: async ({ page }) => {
      await page.getByLabel('Code from the mail', { exact: true }).fill('12345678');
      await button(page, 'Verify').click();
      await seen(page.getByText('This is not the code of the last mail.'));
    },
  },
  {
    name: 'enrolment',
    shows: 'Adding a second factor while signing in.',
    path: '/sign-in',
    before: async (stage) => {
      await at('enrolment')(stage);
      await stage.answers.json('POST', '**/account/factors/totp', totpSeed);
    },
    show: ({ page }) => seen(page.getByRole('main').locator('svg').first()),
  },
];

/** A sign-in that is under way, at the step that is next. */
function at(
  next: SignInProgress['next'],
  factors: SignInProgress['factors'] = [],
): (stage: Stage) => Promise<void> {
  return ({ answers }) =>
    answers.json('GET', '**/session/progress', {
      next,
      setUp: false,
      user: { name: 'Manager Two (sample DE)', email: 'manager-two@de.example.org' },
      organisation: { name: 'Süddeutsches Beispielregister' },
      factors,
      termsVersion: null,
    });
}

const sample = (page: Page) => page.getByRole('button', { name: /^Manager Two / });

async function enterPassword({ page }: Stage): Promise<void> {
  await sample(page).click();
  await button(page, 'Sign in').click();
  await seen(page.getByLabel('Verification code', { exact: true }));
  await seen(page.getByText(/^(Current code|The current code was used:)/));
}

async function enterCode(page: Page, code: string): Promise<void> {
  await page.getByLabel('Verification code', { exact: true }).fill(code);
  await button(page, 'Verify').click();
}
