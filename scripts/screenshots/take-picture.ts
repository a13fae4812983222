import { writeFileSync } from 'node:fs';
import type { Locator, Page } from 'playwright-core';
import { indexedPng } from './indexed-png.ts';

export type Look = {
  width: 1280 | 360;
  dark: boolean;
  /** What one sees before scrolling; left out: all of it. */
  firstScreen?: boolean;
  /** Of an open dialog without the page behind it. */
  dialogAlone?: boolean;
  /** What is below is left out, in CSS pixels; not of dialogs. */
  tallest?: number;
  /** Left out: as many as there can be in a small picture. */
  colours?: number;
};

export const everyLook: Look[] = [
  { width: 1280, dark: false },
  { width: 1280, dark: true },
  { width: 360, dark: false },
  { width: 360, dark: true },
];

/** Where the documentation keeps the pictures of every state, and which it keeps. */
export const statesFolder = 'states';
export const documentedLooks: Look[] = [
  { width: 1280, dark: false, dialogAlone: true, tallest: 2000, colours: 32 },
  { width: 360, dark: true, dialogAlone: true, tallest: 2000, colours: 32 },
];

export const fileOf = (state: string, { width, dark }: Look): string =>
  `${state}-${width}-${dark ? 'dark' : 'light'}.png`;

const margin = 24;
const heights = { 1280: 800, 360: 740 };

/** A picture of what the page shows now: with a dialog open, of the screen, as high as all of the dialog needs. */
export async function takePicture(page: Page, look: Look, path: string): Promise<void> {
  const { width, dark, firstScreen = false, dialogAlone = false, tallest = Infinity } = look;
  await page.setViewportSize({ width, height: heights[width] });
  await page.emulateMedia({ colorScheme: dark ? 'dark' : 'light' });
  // Nothing is highlighted by the pointer, and typed-in dialogs are seen from their beginning.
  await page.mouse.move(0, 0);
  await settle(page);
  const dialogs = page.getByRole('dialog').filter({ visible: true });
  const hasDialog = (await dialogs.count()) > 0;
  if (hasDialog && !firstScreen) await showAllOfDialog(page, width);
  const isCut =
    !hasDialog && (await page.evaluate<number>('document.documentElement.scrollHeight')) > tallest;
  if (isCut) await page.setViewportSize({ width, height: tallest });
  const png = await page.screenshot({
    fullPage: !firstScreen && !hasDialog && !isCut,
    ...(hasDialog && dialogAlone ? { clip: await around(dialogs.last()) } : {}),
    caret: 'hide',
    animations: 'disabled',
  });
  writeFileSync(path, indexedPng(png, look.colours ?? 256));
}

/** Where it is, with some of what is behind it. */
async function around(dialog: Locator): Promise<{ x: number; y: number; width: number; height: number }> {
  const { x, y, width, height } = (await dialog.boundingBox()) ?? { x: 0, y: 0, width: 1, height: 1 };
  const [left, top] = [Math.max(0, x - margin), Math.max(0, y - margin)];
  return { x: left, y: top, width: x + width + margin - left, height: y + height + margin - top };
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
