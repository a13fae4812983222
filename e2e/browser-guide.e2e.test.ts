import { beforeAll, describe, expect, test } from 'vitest';
import type { Locator, Page } from 'playwright-core';
import { expectPlaintextNowhere } from './support/browser-journey.ts';
import { expectGoodLooks, expectNoOverflow } from './support/browser-looks.ts';
import { startPortal, type Portal } from './support/browser-portal.ts';
import {
  buttonOf,
  devices,
  dialogOf,
  expectFocused,
  expectGone,
  expectSeen,
  regionOf,
} from './support/browser.ts';

const manager = 'manager-one';
const application = 'Partner-DE-SuddeutschesBeispielregister-SMC';

/** Each part of the page that opens a dialog: what opens it, the dialog, and its section of the guide. */
const dialogs = [
  ['Connection details', 'Connection details', 'Connection details'],
  ['Rotate secret Search system', 'Rotate client secret', 'Replace a secret'],
  ['Usage of Search system', 'Usage of Search system', 'Who uses a secret'],
  ['Disable secret Search system', 'Disable client secret', 'Disable a secret'],
  ['Delete secret Search system', 'Delete client secret', 'Delete a secret'],
  ['Create new secret', 'Create client secret', 'Create a client secret'],
] as const;

let portal: Portal;

beforeAll(async () => {
  portal = await startPortal([manager]);
});

const guideOf = (page: Page): Locator => page.getByRole('complementary', { name: 'Guide', exact: true });

/** Opens the guide at the part that the button stands at, and gives the panel. */
async function openGuide(button: Locator, section: string): Promise<Locator> {
  await button.click();
  const guide = guideOf(button.page());
  await expectSeen(guide.getByRole('heading', { level: 3, name: section, exact: true }));
  await expectFocused(guide.getByRole('heading', { level: 2, name: 'Guide' }));
  expect(await button.getAttribute('aria-expanded')).toBe('true');
  return guide;
}

async function closeByEscape(button: Locator): Promise<void> {
  await button.page().keyboard.press('Escape');
  await expectGone(guideOf(button.page()));
  await expectFocused(button);
}

/** On a desktop nothing of the part is behind the panel; on a phone the panel is all there is. */
async function expectPlace(guide: Locator, part: Locator, width: number): Promise<void> {
  const [panel, box] = [await guide.boundingBox(), await part.boundingBox()];
  if (panel === null || box === null) throw new Error('the panel or the part is not drawn');
  const isBeside = box.x + box.width <= panel.x + 1;
  const isAll = panel.width > width - 20;
  expect({ isBeside, isAll }).toEqual({ isBeside: width === 1280, isAll: width !== 1280 });
}

describe.each(devices)('R1.8 R1.9 on a %s the guide opens', (_device, width) => {
  test('beside each part of the page, and Escape gives the focus back', async () => {
    const page = await portal.open(manager, { width });
    const region = regionOf(page, application);
    const alerts = page.getByRole('region', { name: 'Needs attention' });
    for (const [button, section, part] of [
      [buttonOf(alerts, 'Guide: what needs attention'), 'What needs attention', alerts],
      [buttonOf(region, 'Guide: client ID and secrets'), 'An application and its client secrets', region],
      [buttonOf(region, 'Guide: states and what they mean'), 'What the states mean', region],
    ] as const) {
      const guide = await openGuide(button, section);
      await expectPlace(guide, part, width);
      await closeByEscape(button);
    }
  });

  test('beside each dialog, which stays when the guide is closed', async () => {
    const page = await portal.open(manager, { width });
    for (const [opener, name, section] of dialogs) {
      await buttonOf(regionOf(page, application), opener).click();
      const dialog = dialogOf(page, name);
      const button = buttonOf(dialog, 'Guide');
      const guide = await openGuide(button, section);
      await expectPlace(guide, dialog.getByRole('heading', { level: 2 }).first(), width);
      await closeByEscape(button);
      await expectSeen(dialog);
      await page.keyboard.press('Escape');
      await expectGone(dialog);
      await expectFocused(buttonOf(regionOf(page, application), opener));
    }
  });

  test('beside the date and the value of a new secret, which stays and is not shown by it', async () => {
    const page = await portal.open(manager, { width });
    await buttonOf(regionOf(page, application), 'Create new secret').click();
    const create = dialogOf(page, 'Create client secret');
    await create.getByLabel('Client secret name').fill('Read about');
    const date = buttonOf(create, 'Guide: which date to choose');
    const guide = await openGuide(date, 'Choose the expiration date');
    await expectSeen(guide.getByText(/^Please do not choose a short lifetime/));
    await closeByEscape(date);
    expect(await create.getByLabel('Client secret name').inputValue()).toBe('Read about');
    await buttonOf(create, 'Create').click();

    const shown = dialogOf(page, 'Copy your client secret now');
    const field = shown.getByLabel('Client secret', { exact: true });
    const value = await field.inputValue();
    const button = buttonOf(shown, 'Guide');
    await openGuide(button, 'Copy it, once');
    await closeByEscape(button);
    expect(await field.inputValue()).toBe(value);
    await buttonOf(shown, 'Hide').click();
    await openGuide(button, 'Copy it, once');
    await expectPlaintextNowhere(page, value);
    await buttonOf(guide, 'Close the guide').click();
    await expectFocused(button);
    await expectPlaintextNowhere(page, value);
    await buttonOf(shown, 'Show').click();
    expect(await field.inputValue()).toBe(value);
    await buttonOf(shown, 'Done').click();
    await buttonOf(shown, 'Delete this secret').click();
    await expectSeen(page.getByText('Deleted. No token can be obtained with it.'));
  });
});

test('R1.4 a guide that cannot be loaded says so, and takes nothing away from a value that is shown', async () => {
  const page = await portal.open(manager, { expected: [/ERR_FAILED/] });
  await page.route('**/assets/guide-text-*.js', (route) => route.abort());
  await buttonOf(regionOf(page, application), 'Create new secret').click();
  await buttonOf(dialogOf(page, 'Create client secret'), 'Create').click();
  const shown = dialogOf(page, 'Copy your client secret now');
  const value = await shown.getByLabel('Client secret', { exact: true }).inputValue();
  await buttonOf(shown, 'Guide').click();
  await expectSeen(guideOf(page).getByText(/^The guide could not be loaded\./));
  expect(await shown.getByLabel('Client secret', { exact: true }).inputValue()).toBe(value);
  await page.keyboard.press('Escape');
  await buttonOf(shown, 'Done').click();
  await buttonOf(shown, 'Delete this secret').click();
  await expectSeen(page.getByText('Deleted. No token can be obtained with it.'));
});

test('the guide is read whole by the keyboard alone: Tab leads into it, and to its other sections', async () => {
  const page = await portal.open(manager);
  const button = buttonOf(regionOf(page, application), 'Guide: states and what they mean');
  await button.focus();
  await page.keyboard.press('Enter');
  const guide = guideOf(page);
  await expectFocused(guide.getByRole('heading', { level: 2, name: 'Guide' }));
  await page.keyboard.press('Tab');
  await expectFocused(buttonOf(guide, 'Close the guide'));
  const sections = guide.getByRole('navigation', { name: 'In this guide' }).getByRole('button');
  await expectSeen(sections);
  const names = await sections.allTextContents();
  expect(names.length).toBeGreaterThan(12);
  for (const name of names) {
    await buttonOf(guide, name).focus();
    await page.keyboard.press('Enter');
    await expectSeen(guide.getByRole('heading', { level: 3, name, exact: true }));
  }
  await expectFocused(guide.getByRole('heading', { level: 3, name: names.at(-1) ?? '', exact: true }));
  await page.keyboard.press('Escape');
  await expectFocused(button);
});

test('the guide has no flaw that axe finds, and overflows nothing at 360 px', async () => {
  const page = await portal.open(manager);
  const button = buttonOf(regionOf(page, application), 'Guide: states and what they mean');
  await openGuide(button, 'What the states mean');
  await expectGoodLooks(page, 'guide beside the page');
  await closeByEscape(button);
  await buttonOf(regionOf(page, application), 'Delete secret Search system').click();
  const inDialog = buttonOf(dialogOf(page, 'Delete client secret'), 'Guide');
  await openGuide(inDialog, 'Delete a secret');
  await expectGoodLooks(page, 'guide in a dialog');
  await page.setViewportSize({ width: 360, height: 800 });
  for (const name of await guideOf(page).getByRole('navigation').getByRole('button').allTextContents()) {
    await buttonOf(guideOf(page), name).click();
    await expectNoOverflow(page, `guide: ${name}`);
  }
});
