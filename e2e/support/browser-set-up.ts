import { expect } from 'vitest';
import type { Locator, Page } from 'playwright-core';
import { freshCode } from './browser-authenticator.ts';
import { buttonOf, expectSeen } from './browser.ts';

export const newPassword = 'wicket marmalade oboe thursday';

/** The steps of a set-up, by their headings; `terms` where some are published. */
export const steps = {
  details: 'Check your details',
  password: 'Choose a password',
  terms: 'Accept the terms',
  authenticator: 'Set up your authenticator',
  recoveryCodes: 'Store recovery codes',
  done: 'Manage API Credentials',
} as const;

export const headingOf = (page: Page, name: string): Locator =>
  page.getByRole('heading', { level: 1, name, exact: true });

/** Waits for a step of several, and for it again after a reload, which is no dead end anywhere. */
export async function expectStep(page: Page, heading: string, place?: string): Promise<void> {
  for (const look of ['first', 'reloaded']) {
    if (look === 'reloaded') await page.reload();
    await expectSeen(headingOf(page, heading));
    if (place !== undefined) await expectSeen(page.getByText(place, { exact: true }));
  }
}

/** The TOTP key that the page shows for typing. */
export const readTotpKey = async (page: Page): Promise<string> =>
  ((await page.getByText(/^(?:[A-Z2-7]{4} ){7}[A-Z2-7]{4}$/).textContent()) ?? '').replaceAll(' ', '');

/** Puts something into a field by the clipboard, as people do with codes. */
export async function paste(page: Page, field: Locator, value: string): Promise<void> {
  await page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(value)})`);
  await field.focus();
  await page.keyboard.press('ControlOrMeta+v');
  await expect.poll(() => field.inputValue()).toBe(value);
}

/** Chooses the password on the page that asks for one. */
export async function choosePassword(page: Page, password: string, submit = 'Continue'): Promise<void> {
  await page.getByLabel('New password', { exact: true }).fill(password);
  await buttonOf(page, submit).click();
}

/** Adds the authenticator whose key the page shows, and answers the key. */
export async function enrolTotp(page: Page): Promise<string> {
  const totpSecret = await readTotpKey(page);
  await page.getByLabel('Verification code', { exact: true }).fill(await freshCode(totpSecret));
  await buttonOf(page, 'Verify').click();
  return totpSecret;
}

/** Adds a passkey of the browser's own. */
async function enrolPasskey(page: Page): Promise<void> {
  await buttonOf(page, 'Use a passkey instead').click();
  await buttonOf(page, 'Create a passkey').click();
}

/** The recovery codes that the page shows. */
export async function readRecoveryCodes(page: Page): Promise<string[]> {
  const codes = page.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem');
  await expectSeen(codes);
  const texts = await codes.allTextContents();
  expect(texts).toHaveLength(10);
  expect(new Set(texts).size).toBe(10);
  for (const code of texts) expect(code).toMatch(/^[2-9a-z]{4}-[2-9a-z]{4}-[2-9a-z]{4}$/);
  return texts;
}

/** Says that the recovery codes are stored, and goes on. */
export async function confirmStored(page: Page): Promise<void> {
  await page.getByLabel('I have stored these codes').check();
  await buttonOf(page, 'Continue').click();
}

type SetUp = { password?: string; factor?: 'totp' | 'passkey'; hasTerms?: boolean; end?: string };

/** Sets an account up from its link, for tests about what comes after; ends at the page with the heading `end`. */
export async function setUpOn(
  page: Page,
  link: string,
  { password = newPassword, factor = 'totp', hasTerms = false, end = steps.done }: SetUp = {},
): Promise<{ password: string; totpSecret: string; recoveryCodes: string[] }> {
  await page.goto(link);
  await buttonOf(page, 'Set up my account').click();
  await choosePassword(page, password);
  if (hasTerms) await buttonOf(page, 'I accept').click();
  await expectSeen(headingOf(page, steps.authenticator));
  const totpSecret = factor === 'totp' ? await enrolTotp(page) : '';
  if (factor === 'passkey') await enrolPasskey(page);
  const recoveryCodes = await readRecoveryCodes(page);
  await confirmStored(page);
  await expectSeen(headingOf(page, end));
  return { password, totpSecret, recoveryCodes };
}
