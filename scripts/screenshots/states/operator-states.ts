import type { Organisation } from '@keyturn/contract';
import type { Page } from 'playwright-core';
import type { Act, State } from '../states.ts';

const as = 'operator-one';
const link = (page: Page, name: string | RegExp) => page.getByRole('link', { name }).first();
const seen =
  (text: string): Act =>
  ({ page }) =>
    page.getByText(text).first().waitFor();

/** Leads from a list to its first record that is not the operator's own. */
const openMember: Act = async ({ page }) => {
  await link(page, 'Voorbeeld Donorbank').click();
  await page.getByRole('heading', { name: 'Details' }).waitFor();
};

/** The pages of the operator team. */
export const operatorStates: State[] = [
  {
    name: 'operator-organisations',
    shows: 'The organisations of the federation.',
    as,
    path: '/operator/organisations',
    show: ({ page }) => page.getByRole('row').nth(2).waitFor(),
  },
  {
    name: 'operator-organisations-no-hit',
    shows: 'A search that finds no organisation.',
    as,
    path: '/operator/organisations?search=Atlantis',
    show: seen('Nothing matches.'),
  },
  {
    name: 'operator-organisation-new',
    shows: 'Adding an organisation, with two fields that do not fit.',
    as,
    path: '/operator/organisations/new',
    show: async ({ page }) => {
      await page.getByLabel('Name', { exact: true }).fill('Island Registry');
      await page.getByLabel('Shared mailbox (optional)').fill('donors@');
      await page.getByRole('button', { name: 'Add organisation' }).click();
      await page.getByRole('alert').waitFor();
    },
  },
  {
    name: 'operator-organisation',
    shows: 'One organisation.',
    as,
    path: '/operator/organisations',
    show: openMember,
  },
  {
    name: 'operator-organisation-conflict',
    shows: 'An organisation that two operators changed at a time.',
    as,
    path: '/operator/organisations',
    show: async (stage) => {
      await openMember(stage);
      const { page } = stage;
      const id = new URL(page.url()).pathname.split('/').at(-1) ?? '';
      await page.getByLabel('Name', { exact: true }).fill('Voorbeeld Donor- en Navelstrengbank');
      await page.route(`**/api/v1/organisations/${id}`, async (route) => {
        if (route.request().method() === 'PATCH')
          return route.fulfill({
            status: 412,
            contentType: 'application/problem+json',
            json: {
              type: 'urn:keyturn:problem:record-changed',
              title: 'Somebody changed this meanwhile',
              status: 412,
              detail: 'It is not as you saw it any more.',
              code: 'record-changed',
              requestId: '00000000',
            },
          });
        const response = await route.fetch();
        const body = (await response.json()) as Organisation;
        return route.fulfill({
          response,
          json: { ...body, name: 'Voorbeeld Bank', timeZone: 'Europe/Brussels' },
          headers: { ...response.headers(), etag: '"other"' },
        });
      });
      await page.getByRole('button', { name: 'Save changes' }).click();
      await page.getByRole('heading', { name: 'Somebody changed this meanwhile' }).waitFor();
    },
  },
  {
    name: 'operator-organisation-disable',
    shows: 'Before an organisation is disabled at once.',
    as,
    path: '/operator/organisations',
    show: async (stage) => {
      await openMember(stage);
      await stage.page.getByRole('button', { name: 'Disable organisation' }).click();
      await stage.page.getByRole('dialog').waitFor();
    },
  },
];
