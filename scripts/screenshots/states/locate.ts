import type { Locator, Page } from 'playwright-core';

export const button = (place: Page | Locator, name: string): Locator =>
  place.getByRole('button', { name, exact: true });

export const dialog = (page: Page, name: string): Locator => page.getByRole('dialog', { name, exact: true });

export const region = (page: Page, application: string): Locator =>
  page.getByRole('region', { name: application, exact: true });

export const seen = (locator: Locator): Promise<void> => locator.first().waitFor({ state: 'visible' });

/** "Copied" stays, for as long as the pictures take. */
export const keepCopied = (page: Page): Promise<unknown> =>
  page.evaluate(`(() => {
    const { setTimeout } = globalThis;
    globalThis.setTimeout = (work, ms, ...rest) => (ms === 4_000 ? 0 : setTimeout(work, ms, ...rest));
  })()`);
