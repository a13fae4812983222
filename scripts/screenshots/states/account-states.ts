import type { Account, Session, SessionItem } from '@keyturn/contract';
import type { Locator, Page } from 'playwright-core';
import type { Act, Stage, State } from '../states.ts';
import { button, dialog, region, seen } from './locate.ts';
import { daysFromNow, recoveryCodes, totpSeed } from './samples.ts';

const as = 'manager-one';
const path = '/account';

const accountUrl = '**/api/v1/account';
const mfa = (page: Page): Locator => region(page, 'Manage MFA');
const ready = ({ page }: Stage): Promise<void> =>
  seen(mfa(page).getByText(/recovery codes? left|no recovery codes/));

/** Somebody who has used the portal for a while. */
const settled: Account = {
  factors: [
    {
      id: '6f0b2c1e-64f6-4a8e-8d0b-3a4f7f1f9f01',
      kind: 'totp',
      name: 'Authenticator app',
      createdAt: daysFromNow(-240),
      lastUsedAt: daysFromNow(-0.02),
    },
    {
      id: '6f0b2c1e-64f6-4a8e-8d0b-3a4f7f1f9f02',
      kind: 'passkey',
      name: 'Passkey on Firefox, Windows',
      createdAt: daysFromNow(-40),
      lastUsedAt: null,
    },
  ],
  recoveryCodesLeft: 8,
  passwordChangedAt: daysFromNow(-240),
  freshUntil: daysFromNow(1),
};

const sessions: SessionItem[] = [
  {
    id: 'this',
    current: true,
    device: 'Chrome on Linux',
    address: '203.0.113.20',
    startedAt: daysFromNow(-0.1),
    lastInputAt: daysFromNow(0),
  },
  {
    id: 'other',
    current: false,
    device: 'Safari on iPhone',
    address: '198.51.100.44',
    startedAt: daysFromNow(-0.3),
    lastInputAt: daysFromNow(-0.06),
  },
];

const withAccount =
  (change: Partial<Account> = {}): Act =>
  async ({ answers }) => {
    await answers.json('GET', accountUrl, { ...settled, ...change });
    await answers.json('GET', '**/api/v1/sessions', { items: sessions });
  };

/** From the account page to a dialog that one of its buttons opens. */
const opened =
  (opener: string | RegExp, name: string, then?: (place: Locator, stage: Stage) => Promise<unknown>): Act =>
  async (stage) => {
    await ready(stage);
    await mfa(stage.page).getByRole('button', { name: opener }).first().click();
    const place = dialog(stage.page, name);
    await seen(place);
    await then?.(place, stage);
  };

const before = withAccount();

export const accountStates: State[] = [
  {
    name: 'account',
    shows: 'Account: details, password, second factors, recovery codes and sessions.',
    as,
    path,
    before,
    show: ready,
  },
  {
    name: 'account-operator',
    shows: 'Account of a member of the operator team.',
    as: 'operator-one',
    path,
    before,
    show: ready,
  },
  {
    name: 'account-no-factor',
    shows: 'Account without a second factor and without recovery codes.',
    as,
    path,
    before: withAccount({ factors: [], recoveryCodesLeft: 0 }),
    show: ready,
  },
  {
    name: 'account-load-failed',
    shows: 'Account of which the second factors could not be read.',
    as,
    path,
    before: ({ answers }) => answers.refuse('GET', accountUrl, { status: 503, code: 'unavailable' }),
    show: ({ page }) => seen(button(mfa(page), 'Try again')),
  },
  {
    name: 'account-password-wrong',
    shows: 'Changing the password: the current one is wrong.',
    as,
    path,
    before: async (stage) => {
      await before(stage);
      await stage.answers.refuse('PUT', '**/account/password', { status: 400, code: 'password-wrong' });
    },
    show: async (stage) => {
      await changePassword(stage);
      await seen(stage.page.getByText('Enter the password with which you sign in now.'));
    },
  },
  {
    name: 'account-password-changed',
    shows: 'The password is changed.',
    as,
    path,
    before: async (stage) => {
      await before(stage);
      await stage.answers.done('PUT', '**/account/password', () => null);
    },
    show: async (stage) => {
      await changePassword(stage);
      await seen(region(stage.page, 'Password').getByText('Your password is changed.'));
    },
  },
  {
    name: 'account-prove',
    shows: 'A change that needs the second factor again.',
    as,
    path,
    before: async (stage) => {
      await before(stage);
      await stage.answers.refuse('PUT', '**/account/password', {
        status: 403,
        code: 'fresh-factor-required',
        values: { minutes: 5 },
      });
    },
    show: async (stage) => {
      await changePassword(stage);
      await seen(dialog(stage.page, 'Confirm that it is you').getByLabel('Verification code'));
    },
  },
  {
    name: 'account-add-authenticator',
    shows: 'Adding an authenticator: QR code, key and the first code.',
    as,
    path,
    before: withSeed,
    show: opened('Add authenticator', 'Add authenticator', (place) => seen(place.locator('svg').first())),
  },
  {
    name: 'account-add-hardware-token',
    shows: 'Adding a hardware token: its seed and settings.',
    as,
    path,
    before: withSeed,
    show: opened('Add authenticator', 'Add authenticator', async (place) => {
      await place.getByText('I use a hardware token').click();
      await seen(place.getByText('Seed, hexadecimal'));
    }),
  },
  {
    name: 'account-add-passkey',
    shows: 'Adding a passkey.',
    as,
    path,
    before,
    show: opened('Add passkey', 'Add passkey'),
  },
  {
    name: 'account-rename-factor',
    shows: 'Renaming a second factor.',
    as,
    path,
    before,
    show: opened(/^Rename /, 'Rename second factor'),
  },
  {
    name: 'account-remove-factor',
    shows: 'Removing one of two second factors.',
    as,
    path,
    before,
    show: opened(/^Remove /, 'Remove second factor'),
  },
  {
    name: 'account-remove-last-factor',
    shows: 'Removing the last second factor, with what follows from it.',
    as,
    path,
    before: withAccount({ factors: settled.factors.slice(0, 1) }),
    show: opened(/^Remove /, 'Remove second factor'),
  },
  {
    name: 'account-factor-removed',
    shows: 'A second factor was removed.',
    as,
    path,
    before: async (stage) => {
      await before(stage);
      await stage.answers.done('DELETE', '**/account/factors/*', () => null);
    },
    show: opened(/^Remove /, 'Remove second factor', async (place, { page }) => {
      await button(place, 'Remove').click();
      await seen(mfa(page).getByText('is removed.'));
    }),
  },
  {
    name: 'account-new-recovery-codes',
    shows: 'Making new recovery codes, which end those made before.',
    as,
    path,
    before,
    show: opened('New recovery codes', 'New recovery codes'),
  },
  {
    name: 'account-recovery-codes',
    shows: 'New recovery codes, shown once.',
    as,
    path,
    before: async (stage) => {
      await before(stage);
      await stage.answers.changed<Session>('**/api/v1/session', (session) => ({
        ...session,
        recoveryCodesLeft: settled.recoveryCodesLeft,
      }));
      await stage.answers.json('POST', '**/account/recovery-codes', { codes: recoveryCodes });
    },
    show: opened('New recovery codes', 'New recovery codes', async (place) => {
      await button(place, 'Make new codes').click();
      await seen(place.getByRole('list', { name: 'Recovery codes' }));
    }),
  },
];

async function withSeed(stage: Stage): Promise<void> {
  await before(stage);
  await stage.answers.json('POST', '**/account/factors/totp', totpSeed);
}

async function changePassword(stage: Stage): Promise<void> {
  await ready(stage);
  const place = region(stage.page, 'Password');
  await place.getByLabel('Current password', { exact: true }).fill('what it was before');
  await place.getByLabel('New password', { exact: true }).fill('wicket marmalade oboe thursday');
  await button(place, 'Change password').click();
}
