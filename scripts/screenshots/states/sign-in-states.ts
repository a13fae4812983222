import type { Page } from 'playwright-core';
import { wrongCode } from '../../../e2e/support/browser-authenticator.ts';
import type { Stage, State } from '../states.ts';
import { button, seen } from './locate.ts';

const somebody = 'manager-two';

export const signInStates: State[] = [
  { name: 'sign-in', path: '/sign-in', show: ({ page }) => seen(sample(page)) },
  {
    name: 'sign-in-chosen',
    path: '/sign-in',
    show: ({ page }) => sample(page).click(),
  },
  {
    name: 'sign-in-password-missing',
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
  { name: 'verification-code', path: '/sign-in', show: enterPassword },
  {
    name: 'verification-code-wrong',
    path: '/sign-in',
    show: async (stage) => {
      await enterPassword(stage);
      await enterCode(stage.page, wrongCode(stage.demo.account(somebody).totpSecret));
      await seen(stage.page.getByText('Check that your device’s clock is right.'));
    },
  },
  {
    name: 'verification-code-used',
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
    path: '/sign-in',
    before: ({ answers }) =>
      answers.refuse('POST', '**/session/verification', { status: 401, code: 'sign-in-failed' }),
    show: async (stage) => {
      await enterPassword(stage);
      await enterCode(stage.page, '123456');
      await seen(stage.page.getByText('Enter your password again.'));
    },
  },
];

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
