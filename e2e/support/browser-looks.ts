import { AxeBuilder } from '@axe-core/playwright';
import { expect } from 'vitest';
import type { Page } from 'playwright-core';

/** The session cover is one of the browser's own. */
const anyDialog = ':is([role=dialog], dialog)';

/**
 * In every look, nothing that axe can tell is wrong, and nothing stands out at the side. With a dialog open, the page
 * behind it is looked at once.
 */
export async function expectGoodLooks(page: Page, state: string): Promise<void> {
  const hasDialog = (await page.getByRole('dialog').count()) > 0;
  for (const width of [360, 1280]) {
    await page.setViewportSize({ width, height: 900 });
    for (const colorScheme of ['dark', 'light'] as const) {
      await page.emulateMedia({ colorScheme });
      await page.locator(`html[data-mantine-color-scheme=${colorScheme}]`).waitFor({ state: 'attached' });
      // Two frames later everything has its new colours.
      await page.evaluate(`new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))
        ).then(() => Promise.allSettled(document.getAnimations().map(({ finished }) => finished))).then(() => true)`);
      // Half a second each time, and it stays until the page is left.
      const isLoaded = await page.evaluate<boolean>(`'axe' in globalThis`);
      const axe = new AxeBuilder({ page, ...(isLoaded ? { axeSource: 'void 0' } : {}) })
        // The pages have no frames, which the other mode would open a page of its own for.
        .setLegacyMode()
        .options({ resultTypes: ['violations'] });
      // Dark differs from light by its colours alone.
      if (colorScheme === 'dark') axe.withRules(['color-contrast', 'link-in-text-block']);
      if (hasDialog && !(width === 1280 && colorScheme === 'light')) axe.include(anyDialog);
      let found = await analyse(axe);
      // On a busy machine the new colours may be drawn later; what is wrong stays wrong.
      for (let again = 0; found.length > 0 && again < 3; again += 1) found = await analyse(axe);
      expect({ state, width, colorScheme, found }).toEqual({ state, width, colorScheme, found: [] });
    }
    await expectNoOverflow(page, `${state}, ${width} px`);
  }
}

async function analyse(axe: AxeBuilder): Promise<string[]> {
  const { violations } = await axe.analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join('\n')}`);
}

export async function expectNoOverflow(page: Page, state: string): Promise<void> {
  const tooWide = await page.evaluate<string[]>(`(() => {
    const width = document.documentElement.clientWidth;
    const wide = [document.documentElement, ...document.querySelectorAll('${anyDialog}')]
      .filter((element) => element.scrollWidth > element.clientWidth + 1);
    return wide.map((element) => element.tagName + ' ' + element.scrollWidth + ' > ' + element.clientWidth + ': ' +
      [...element.querySelectorAll('*')]
        .filter((inner) => inner.getBoundingClientRect().right > width + 1)
        .slice(0, 3).map((inner) => inner.outerHTML.slice(0, 120)).join(' | '));
  })()`);
  expect({ state, tooWide }).toEqual({ state, tooWide: [] });
}
