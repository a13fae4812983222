import { AxeBuilder } from '@axe-core/playwright';
import { expect } from 'vitest';
import type { Page } from 'playwright-core';

/** The session cover is one of the browser's own. */
const anyDialog = ':is([role=dialog], dialog)';

const plain = { colorScheme: 'light', forcedColors: 'none' } as const;
/** Light as people have it comes last, so that pages are left in it. */
const looks = [
  { colorScheme: 'dark', forcedColors: 'none' },
  // The system's colours: which of the page's own it would have does not matter.
  { colorScheme: 'dark', forcedColors: 'active' },
  plain,
] as const;

/**
 * Two frames later everything has its new colours. Animations are looked for again at each frame: `finished` of one
 * whose element went away while it ran may never settle, and those that go on for ever are not waited for.
 */
const settled = `(async () => {
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const isMoving = ({ playState, effect }) => playState === 'running' && effect.getComputedTiming().endTime !== Infinity;
  await frame();
  do await frame(); while (document.getAnimations().some(isMoving));
})()`;

/**
 * In every look, nothing that axe can tell is wrong, and nothing stands out at the side. With a dialog open, the page
 * behind it is looked at once.
 */
export async function expectGoodLooks(page: Page, state: string): Promise<void> {
  const hasDialog = (await page.getByRole('dialog').count()) > 0;
  const viewport = page.viewportSize();
  for (const width of [360, 1280]) {
    await page.setViewportSize({ width, height: 900 });
    // Colours are the same at every width.
    for (const look of width === 360 ? [plain] : looks) {
      const { colorScheme } = look;
      await page.emulateMedia(look);
      await page.locator(`html[data-mantine-color-scheme=${colorScheme}]`).waitFor({ state: 'attached' });
      await page.evaluate(settled);
      // Half a second each time, and it stays until the page is left.
      const isLoaded = await page.evaluate<boolean>(`'axe' in globalThis`);
      const axe = new AxeBuilder({ page, ...(isLoaded ? { axeSource: 'void 0' } : {}) })
        // The pages have no frames, which the other mode would open a page of its own for.
        .setLegacyMode()
        .options({ resultTypes: ['violations'] });
      const isPlain = look === plain;
      // The others differ by their colours alone.
      if (!isPlain) axe.withRules(['color-contrast', 'link-in-text-block']);
      if (hasDialog && !(width === 1280 && isPlain)) axe.include(anyDialog);
      let found = await analyse(axe);
      // On a busy machine the new colours may be drawn later; what is wrong stays wrong.
      for (let again = 0; found.length > 0 && again < 3; again += 1) found = await analyse(axe);
      expect({ state, width, look, found }).toEqual({ state, width, look, found: [] });
      if (look.forcedColors === 'active') await expectEdges(page, `${state}, ${width} px`);
    }
    await expectNoOverflow(page, `${state}, ${width} px`);
  }
  if (viewport !== null) await page.setViewportSize(viewport);
}

/**
 * Where the system sets the colours, backgrounds tell nothing apart: what can be pressed or filled in has an edge, an
 * underline or a drawing, and a bar of a chart has a colour that is not its background's.
 */
async function expectEdges(page: Page, state: string): Promise<void> {
  const without = await page.evaluate<string[]>(`(() => {
    const shown = (selector) => [...document.querySelectorAll(selector)].filter((one) => one.checkVisibility());
    const hasEdge = (one) => {
      const style = getComputedStyle(one);
      return style.textDecorationLine !== 'none' || ['Top', 'Right', 'Bottom', 'Left'].some(
        (side) => style['border' + side + 'Style'] !== 'none' && style['border' + side + 'Width'] !== '0px',
      );
    };
    // A field may lie within what draws its edge, as one for passwords does.
    const isEdged = (one) => hasEdge(one) || (one.tagName === 'INPUT' && hasEdge(one.parentElement));
    // Boxes to tick are drawn by the browser itself.
    const bare = shown('button, input:not([type=checkbox], [type=radio]), select, textarea, [role=tab], a[href]').filter(
      (one) => !isEdged(one) && ![...one.querySelectorAll('*')].some((inner) => inner.tagName === 'svg' || hasEdge(inner)),
    );
    const unseen = shown('svg rect').filter(
      (one) => getComputedStyle(one).fill === getComputedStyle(document.body).backgroundColor,
    );
    return [...bare, ...unseen].map((one) => one.outerHTML.slice(0, 160));
  })()`);
  expect({ state, without }).toEqual({ state, without: [] });
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
