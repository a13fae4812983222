import { beforeAll, describe, expect, test } from 'vitest';
import type { Locator, Page } from 'playwright-core';
import { expectPlaintextNowhere } from './support/browser-journey.ts';
import { expectGoodLooks } from './support/browser-looks.ts';
import { startPortal, type Portal } from './support/browser-portal.ts';
import {
  buttonOf,
  devices,
  dialogOf,
  expectFocused,
  expectGone,
  expectSeen,
  openApplications,
  openPage,
  regionOf,
} from './support/browser.ts';

const manager = 'manager-six';
const application = 'Partner-JP-ReiDonorRegistry-DM';
const secretValue = /^[A-Za-z0-9]{3}_kt_[A-Za-z0-9]{49}$/;

let portal: Portal;

beforeAll(async () => {
  portal = await startPortal([manager]);
});

/** The names of the secrets that the application has now, in the server's words. */
const secretNames = async (): Promise<string[]> =>
  (await portal.secrets(manager, application)).map(({ name }) => name);

/** Fills in and sends the form; the dialog that shows the value is next. */
async function create(page: Page, name: string): Promise<Locator> {
  await buttonOf(regionOf(page, application), 'Create new secret').click();
  const dialog = dialogOf(page, 'Create client secret');
  await dialog.getByLabel('Client secret name').fill(name);
  await buttonOf(dialog, 'Create').click();
  return dialogOf(page, 'Copy your client secret now');
}

const fieldOf = (shown: Locator): Locator => shown.getByLabel('Client secret', { exact: true });

describe.each(devices)('Copy your client secret now, on a %s', (_device, width) => {
  test('R1.3 R1.4 a double click creates one secret, and nothing but Done closes its dialog', async () => {
    const page = await openPage(portal.demo.publicUrl, { width, session: portal.session(manager) });
    await openApplications(page, `?application=${portal.application(application).clientId}`);
    await page.getByRole('link', { name: 'Show my applications' }).click();
    await buttonOf(regionOf(page, application), 'Create new secret').click();
    const dialog = dialogOf(page, 'Create client secret');
    await dialog.getByLabel('Client secret name').fill('Clicked twice');
    await buttonOf(dialog, 'Create').dblclick();
    const shown = dialogOf(page, 'Copy your client secret now');
    const value = await fieldOf(shown).inputValue();
    expect(value).toMatch(secretValue);
    const created = (await secretNames()).filter((name) => name.startsWith('Clicked twice'));
    expect(created).toEqual(['Clicked twice']);

    // Escape, the backdrop, a close icon.
    await page.keyboard.press('Escape');
    await page.mouse.click(5, 5);
    expect(await shown.isVisible()).toBe(true);
    expect(await shown.getByRole('button').allTextContents()).toEqual([
      '?Guide',
      'Copy client secret',
      'Hide',
      'Connection details',
      'Done',
    ]);

    // Done without copying.
    await buttonOf(shown, 'Done').click();
    await expectSeen(shown.getByText('You have not copied the secret. Without it this secret is useless.'));
    await expectFocused(buttonOf(shown, 'Back'));
    await buttonOf(shown, 'Back').click();
    expect(await fieldOf(shown).inputValue()).toBe(value);

    // The browser’s own Back, and a reload.
    const before = page.url();
    await page.evaluate('history.back()');
    await expectSeen(buttonOf(shown, 'Leave anyway'));
    await buttonOf(shown, 'Back').click();
    await expect.poll(() => page.url()).toBe(before);
    expect(await fieldOf(shown).inputValue()).toBe(value);
    const asked: string[] = [];
    page.on('dialog', (question) => {
      asked.push(question.type());
      void question.dismiss();
    });
    await page.evaluate('location.reload()');
    await expect.poll(() => asked).toEqual(['beforeunload']);
    expect(await fieldOf(shown).inputValue()).toBe(value);

    await buttonOf(shown, 'Done').click();
    await buttonOf(shown, 'Close anyway').click();
    await expectGone(shown);
    await expectFocused(buttonOf(regionOf(page, application), 'Create new secret'));
    await expectPlaintextNowhere(page, value);
    await page.reload();
    const row = page.getByRole('row').filter({ hasText: 'Clicked twice' });
    await expectSeen(row.getByText(`${value.slice(0, 3)}…`));
    await expectPlaintextNowhere(page, value);
    await portal.remove(manager, application, 'Clicked twice');
  });

  test('R1.4 the value hides with the tab and at a click', async () => {
    const page = await portal.open(manager, { width });
    const shown = await create(page, 'Hidden');
    const field = fieldOf(shown);
    const value = await field.inputValue();
    await field.focus();
    expect(await page.evaluate('getSelection().toString()')).toBe(value);
    await page.evaluate(`
      Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
      delete document.visibilityState;
    `);
    await expectSeen(shown.getByText(/^Hidden after a while/));
    await expectPlaintextNowhere(page, value);
    expect(await field.inputValue()).toBe('•'.repeat(value.length));
    await buttonOf(shown, 'Show').click();
    expect(await field.inputValue()).toBe(value);
    await buttonOf(shown, 'Hide').click();
    expect(await field.inputValue()).toBe('•'.repeat(value.length));
    await buttonOf(shown, 'Show').click();

    await buttonOf(shown, 'Done').click();
    await buttonOf(shown, 'Close anyway').click();
    await expectGone(shown);
    await expectPlaintextNowhere(page, value);
    await portal.remove(manager, application, 'Hidden');
  });

  test('R1.4 a clipboard that refuses leaves the value selected, and copying by hand counts', async () => {
    const page = await portal.open(manager, { width });
    await page.evaluate(
      `Object.defineProperty(navigator, 'clipboard', { value: { writeText: () => Promise.reject(new Error('refused')) } })`,
    );
    const shown = await create(page, 'Copied by hand');
    const field = fieldOf(shown);
    const value = await field.inputValue();
    await buttonOf(shown, 'Copy client secret').click();
    await expectSeen(shown.getByText('Press Ctrl+C (⌘C) to copy.'));
    await expectFocused(field);
    expect(await page.evaluate(`getSelection().toString()`)).toBe(value);
    await page.keyboard.press('ControlOrMeta+c');
    await buttonOf(shown, 'Done').click();
    await expectGone(shown);
    await portal.remove(manager, application, 'Copied by hand');
  });

  test('R1.4 a secret that nobody copied is deleted from the question', async () => {
    const page = await portal.open(manager, { width });
    const shown = await create(page, 'Not copied');
    await buttonOf(shown, 'Done').click();
    await buttonOf(shown, 'Delete this secret').click();
    await expectSeen(page.getByText('Deleted. No token can be obtained with it.'));
    expect(await secretNames()).not.toContain('Not copied');
  });

  test('R1.4 when the answer to Create is lost, the page says that a secret exists and offers to delete it', async () => {
    const page = await portal.open(manager, { width, expected: [/ERR_FAILED/] });
    await page.route('**/secrets', async (route) => {
      await route.fetch();
      await route.abort();
    });
    await create(page, 'Lost');
    const lost = dialogOf(page, 'The answer did not arrive');
    await expectSeen(
      lost.getByText(
        'The secret “Lost” exists, but it could not be shown. Nobody can recover it: delete it and create another.',
      ),
    );
    await buttonOf(lost, 'Delete this secret').click();
    const deletion = dialogOf(page, 'Delete client secret');
    await expectSeen(deletion.getByText('It was never used. Deleting it affects nothing.'));
    await buttonOf(deletion, 'Delete').click();
    await expectSeen(page.getByText('Deleted. No token can be obtained with it.'));
    expect(await secretNames()).not.toContain('Lost');
  });
});

describe('R1.4 a page that the browser keeps for Back and Forward', () => {
  /**
   * Shows a value, leaves for another page though it asks, and comes back by the browser's own Back: to the very page
   * that was left. A browser that is short of memory loads it anew instead; then it is tried again.
   */
  async function leaveAndReturn(name: string): Promise<{ page: Page; value: string }> {
    const reasons: string[] = [];
    while (reasons.length < 3) {
      const page = await portal.open(manager, { keepsPages: true });
      const value = await showAndLeave(page, name);
      await page.evaluate('void setTimeout(() => history.back())');
      await expect.poll(() => new URL(page.url()).pathname).toBe('/manage-api-credentials');
      await page.waitForFunction('globalThis.cameBack !== undefined');
      if ((await page.evaluate('globalThis.cameBack')) === true) return { page, value };
      reasons.push(
        await page.evaluate<string>(
          `JSON.stringify(performance.getEntriesByType('navigation')[0].notRestoredReasons)`,
        ),
      );
      await portal.remove(manager, application, name);
    }
    throw new Error(`the browser kept no page: ${reasons.join(', ')}`);
  }

  async function showAndLeave(page: Page, name: string): Promise<string> {
    const shown = await create(page, name);
    const value = await fieldOf(shown).inputValue();
    await buttonOf(shown, 'Copy client secret').click();
    expect(await heapHolds(page, value)).toBe(true);
    page.on('dialog', (question) => void question.accept());
    const tellOfReturn = `addEventListener('pageshow', ({ persisted }) => { globalThis.cameBack = persisted })`;
    await page.evaluate(tellOfReturn);
    await page.addInitScript(tellOfReturn);
    await page.goto('/terms');
    // What another tab of the portal says meanwhile must not cost the page that is kept.
    await page.evaluate(`new BroadcastChannel('keyturn-session').postMessage({})`);
    return value;
  }

  test('holds the value neither on it nor in its memory, and says what to do after the return', async () => {
    const { page, value } = await leaveAndReturn('Left behind');
    const told = dialogOf(page, 'The client secret is not shown any more');
    await expectSeen(
      told.getByText(
        'You left this page, so the value of “Left behind” was removed from it. If you have stored the value, all is well. If not, nobody can recover it: delete this secret and create another.',
      ),
    );
    await expectPlaintextNowhere(page, value);
    expect(await heapHolds(page, value)).toBe(false);
    expect(await page.getByRole('dialog').count()).toBe(1);
    await expectGoodLooks(page, 'back on a page with a value that is gone');
    await page.keyboard.press('Escape');
    await expectGone(told);
    await expectSeen(
      page
        .getByRole('row')
        .filter({ hasText: 'Left behind' })
        .getByText(`${value.slice(0, 3)}…`),
    );
    await portal.remove(manager, application, 'Left behind');
  });

  test('offers to delete the secret that nobody may have', async () => {
    const { page } = await leaveAndReturn('Left for good');
    await buttonOf(dialogOf(page, 'The client secret is not shown any more'), 'Delete this secret').click();
    const deletion = dialogOf(page, 'Delete client secret');
    await expectSeen(deletion.getByText('It was never used. Deleting it affects nothing.'));
    await buttonOf(deletion, 'Delete').click();
    await expectSeen(page.getByText('Deleted. No token can be obtained with it.'));
    expect(await secretNames()).not.toContain('Left for good');
  });
});

/** Whether the value is anywhere in what the page's scripts keep, garbage not counted. */
async function heapHolds(page: Page, clientSecret: string): Promise<boolean> {
  const devTools = await page.context().newCDPSession(page);
  const chunks: string[] = [];
  devTools.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => chunks.push(chunk));
  await devTools.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
  await devTools.detach();
  return chunks.join('').includes(clientSecret.slice(7));
}
