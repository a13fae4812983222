import type { Checklist } from '@keyturn/contract';
import type { Act, State } from '../states.ts';

const as = 'operator-one';
const seen =
  (text: string): Act =>
  ({ page }) =>
    page.getByText(text).first().waitFor();

/** A federation that waits for its first client secret. */
const halfWay: Checklist = {
  isComplete: false,
  warnings: ['one-operator', 'mail-to-files'],
  steps: [
    { step: 'test-mail', isDone: false, acceptedAt: null },
    { step: 'terms', isDone: false, termsVersion: 1, privacyUrl: null },
    { step: 'second-operator', isDone: false, operators: 1, invited: 1 },
    { step: 'api', isDone: true, withoutCredential: null },
    { step: 'organisation', isDone: true },
    { step: 'application', isDone: true },
    { step: 'managers', isDone: true, application: null },
    {
      step: 'first-token',
      isDone: false,
      state: 'waiting',
      organisation: 'Voorbeeld Donorbank',
      application: { clientId: '00000000-0000-4000-8000-000000000000', name: 'Partner-NL-Voorbeeld-SMC' },
      created: null,
      firstTokenAt: null,
    },
  ],
};

const logo =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 80 40"><rect width="40" height="40" rx="8" fill="#7a1f5c"/><circle cx="60" cy="20" r="20" fill="#f6c244"/></svg>';

/** What the operator team sets up and sets. */
export const operatorSettingsStates: State[] = [
  {
    name: 'operator-set-up',
    shows: 'The set-up checklist of a federation that waits for its first client secret, and two warnings.',
    as,
    path: '/operator',
    before: ({ page }) => page.route('**/api/v1/checklist', (route) => route.fulfill({ json: halfWay })),
    show: seen('Waiting for Voorbeeld Donorbank to create a secret.'),
  },
  {
    name: 'operator-settings',
    shows: 'The settings, as the configuration has them.',
    as,
    path: '/operator/settings',
    show: seen('No logo is set'),
  },
  {
    name: 'operator-settings-typed',
    shows: 'Settings that are typed and not saved, a logo among them.',
    as,
    path: '/operator/settings',
    show: async ({ page }) => {
      await page.getByLabel('Name', { exact: true }).fill('Federation of Sample Registries');
      await page.getByLabel('Naming pattern of applications').fill('{country}-{organisation}-{api}');
      const buffer = Buffer.from(logo);
      await page
        .locator('input[type=file]')
        .setInputFiles({ name: 'logo.svg', mimeType: 'image/svg+xml', buffer });
      await page.getByText('“logo.svg” is not saved yet.').waitFor();
    },
  },
  {
    name: 'operator-terms',
    shows: 'The next version of the terms, beside what members will see.',
    as,
    path: '/operator/terms',
    show: async ({ page }) => {
      await page.getByRole('link', { name: 'Version 1' }).waitFor();
      await page.getByRole('region', { name: 'As members see it' }).getByRole('heading').first().waitFor();
    },
  },
  {
    name: 'operator-terms-publish',
    shows: 'Before a version of the terms is published.',
    as,
    path: '/operator/terms',
    show: async ({ page }) => {
      await page.getByLabel('Text in Markdown').fill('# Terms of use\n\nKeep client secrets to yourselves.');
      await page.getByRole('button', { name: 'Publish version 2' }).click();
      await page.getByRole('dialog').waitFor();
    },
  },
];
