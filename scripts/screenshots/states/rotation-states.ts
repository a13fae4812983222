import type { Page } from 'playwright-core';
import type { State } from '../states.ts';
import { button, dialog, seen } from './locate.ts';

const as = 'manager-one';

const heading = (page: Page, name: string) =>
  dialog(page, 'Rotate client secret').getByRole('heading', { level: 3, name, exact: true });

async function showStep(page: Page, secret: string, step: string): Promise<void> {
  await button(page, `Rotate secret ${secret}`).click();
  const steps = dialog(page, 'Rotate client secret').getByRole('navigation', { name: 'Steps' });
  await steps.getByRole('button', { name: step }).click();
  await seen(heading(page, step));
}

export const rotationStates: State[] = [
  {
    name: 'rotation-create',
    as,
    show: ({ page }) => showStep(page, 'Data exchange', 'Create the replacement'),
  },
  {
    name: 'rotation-created',
    as,
    show: ({ page }) => showStep(page, 'Search system', 'Create the replacement'),
  },
  { name: 'rotation-update', as, show: ({ page }) => showStep(page, 'Search system', 'Update your system') },
  {
    name: 'rotation-update-code',
    as,
    show: async ({ page }) => {
      await showStep(page, 'Search system', 'Update your system');
      await page.getByRole('tab', { name: 'C#' }).click();
      await button(page, 'Download Postman collection').scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'rotation-confirm',
    as,
    show: ({ page }) => showStep(page, 'Search system', 'Confirm connectivity'),
  },
  { name: 'rotation-wait', as, show: ({ page }) => showStep(page, 'Search system', 'Delete the old secret') },
  {
    name: 'rotation-others',
    as: 'manager-two',
    show: ({ page }) => showStep(page, 'Search system', 'Update your system'),
  },
  {
    name: 'rotation-taken-over',
    as: 'manager-five',
    show: ({ page }) => showStep(page, 'Search', 'Confirm connectivity'),
  },
  {
    name: 'rotation-delete',
    as: 'manager-five',
    show: ({ page }) => showStep(page, 'Search', 'Delete the old secret'),
  },
];
