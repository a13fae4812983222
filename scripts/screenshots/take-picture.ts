import type { Page } from 'playwright-core';

export type Look = {
  width: 1280 | 360;
  dark: boolean;
  /** What one sees before scrolling; left out: all of it. */
  firstScreen?: boolean;
};

export const everyLook: Look[] = [
  { width: 1280, dark: false },
  { width: 1280, dark: true },
  { width: 360, dark: false },
  { width: 360, dark: true },
];

const heights = { 1280: 800, 360: 740 };

/** A picture of what the page shows now: with a dialog open, of the screen, as high as all of the dialog needs. */
export async function takePicture(page: Page, { width, dark, firstScreen = false }: Look, path: string) {
  await page.setViewportSize({ width, height: heights[width] });
  await page.emulateMedia({ colorScheme: dark ? 'dark' : 'light' });
  // Nothing is highlighted by the pointer, and typed-in dialogs are seen from their beginning.
  await page.mouse.move(0, 0);
  await settle(page);
  const hasDialog = (await page.getByRole('dialog').count()) > 0;
  if (hasDialog && !firstScreen) await showAllOfDialog(page, width);
  await page.screenshot({
    path,
    fullPage: !firstScreen && !hasDialog,
    caret: 'hide',
    animations: 'disabled',
  });
}

async function showAllOfDialog(page: Page, width: Look['width']): Promise<void> {
  let height = heights[width];
  // Some of the height that is added goes to what is around the dialog, so every round comes closer.
  for (let round = 0; round < 5; round += 1) {
    const hidden = await page.evaluate<number>(hiddenHeightOfDialog);
    if (hidden === 0) return;
    height += hidden;
    await page.setViewportSize({ width, height });
    await settle(page);
  }
}

// As text: scripts are compiled without the browser's types. Two frames later everything has its new colours.
const settle = (page: Page): Promise<unknown> =>
  page.evaluate(`document.fonts.ready
    .then(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))))
    .then(() => true)`);

const hiddenHeightOfDialog = `Math.max(0, ...[...document.querySelectorAll('[role=dialog], [role=dialog] *')]
  .filter((element) => getComputedStyle(element).overflowY === 'auto')
  .map((element) => element.scrollHeight - element.clientHeight))`;
