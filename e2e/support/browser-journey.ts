import { expect } from 'vitest';
import type { Page } from 'playwright-core';
import { buttonOf, dialogOf, expectFocused, expectGone, expectSeen, regionOf } from './browser.ts';
import { requestToken } from './http.ts';

/** The page asks for the applications every 10 s. */
const byItselfWithinMs = 25_000;

type Journey = {
  server: string;
  application: { clientId: string; name: string };
  /** The identifier of one of its APIs. */
  resource: string;
};

/**
 * What credential managers come for, on their page: create a client secret, copy it, see it used, delete it; and it is
 * refused from then on (R1.3, R1.4, R1.5).
 */
export async function expectJourneyOfSecret(
  page: Page,
  { server, application, resource }: Journey,
): Promise<void> {
  const region = regionOf(page, application.name);
  const name = 'Browser journey';
  await buttonOf(region, 'Create new secret').click();
  const create = dialogOf(page, 'Create client secret');
  await create.getByLabel('Client secret name').fill(name);
  await buttonOf(create, 'Create').click();

  const shown = dialogOf(page, 'Copy your client secret now');
  const field = shown.getByLabel('Client secret', { exact: true });
  const clientSecret = await field.inputValue();
  expect(clientSecret).toMatch(/^[A-Za-z0-9]{3}_kt_[A-Za-z0-9]{49}$/);
  await buttonOf(shown, 'Copy client secret').click();
  await expectSeen(buttonOf(shown, 'Copied'));
  expect(await page.evaluate<string>('navigator.clipboard.readText()')).toBe(clientSecret);
  await buttonOf(shown, 'Done').click();
  await expectGone(shown);
  await expectPlaintextNowhere(page, clientSecret);

  const row = region.getByRole('row').filter({ has: page.getByText(name, { exact: true }) });
  await expectSeen(row.getByText('Never', { exact: true }));
  const credentials = { clientId: application.clientId, clientSecret };
  const issued = await requestToken(server, credentials, resource);
  expect(issued.status).toBe(200);
  await expectSeen(row.getByText(/^Today \d\d:\d\d$/), byItselfWithinMs);

  await buttonOf(row, `Delete secret ${name}`).click();
  const deletion = dialogOf(page, 'Delete client secret');
  await expectFocused(buttonOf(deletion, 'Cancel'));
  await deletion.getByLabel('Type the first three characters to confirm').fill(clientSecret.slice(0, 3));
  await buttonOf(deletion, 'Delete').click();
  await expectSeen(region.getByText('Deleted. No token can be obtained with it.'));
  // As soon as the page says so, without any grace.
  const refused = await requestToken(server, credentials, resource);
  expect(refused.status).toBe(401);
  expect(refused.json()).toMatchObject({ error: 'invalid_client' });
  await expectFocused(region.getByRole('heading', { name: application.name }));
  expect(await row.count()).toBe(0);
  await region.getByText(/^Recently deleted/).click();
  await expectSeen(region.getByText(name));
}

/** The value is in nothing that the browser keeps for this page, nor anywhere on it, typed or hidden (R1.4). */
export async function expectPlaintextNowhere(page: Page, clientSecret: string): Promise<void> {
  const kept = await page.evaluate<string>(`JSON.stringify([
    document.documentElement.outerHTML,
    [...document.querySelectorAll('input, textarea')].map((field) => field.value),
    { ...localStorage },
    { ...sessionStorage },
    history.state,
    location.href,
    document.cookie,
    document.title,
  ])`);
  expect(kept).toContain('Keyturn');
  // Not `not.toContain`, whose report would show the value.
  expect(kept.includes(clientSecret.slice(7))).toBe(false);
}
