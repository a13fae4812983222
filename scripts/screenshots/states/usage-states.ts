import type { Caller, SecretUsage } from '@keyturn/contract';
import type { Page } from 'playwright-core';
import type { Act, Stage, State } from '../states.ts';
import { button, dialog, seen } from './locate.ts';
import { applicationNamed, caller, daysFromNow, secretNamed } from './samples.ts';

const as = 'manager-one';
const usageUrl = /\/usage$/;

const shown = (page: Page, secret: string) => dialog(page, `Usage of ${secret}`);

async function open({ page }: Stage, secret: string): Promise<void> {
  await button(page, `Usage of ${secret}`).click();
  await seen(shown(page, secret).getByText('API calls made with a token issued earlier are not counted.'));
}

const openUsage =
  (secret: string): Act =>
  (stage) =>
    open(stage, secret);

const refusedCallers =
  (reason: SecretUsage['refused'][number]['reason'], callers: Caller[]): Act =>
  ({ answers }) =>
    answers.changed<SecretUsage>(usageUrl, (usage) => ({
      ...usage,
      refused: callers.map((one) => ({ ...one, reason })),
    }));

/** Since a moment ago. */
const lately = [
  caller({ address: '203.0.113.9', userAgent: 'nightly-job/1.4', requests: 12, firstAt: daysFromNow(-1.5) }),
  caller({ address: '198.51.100.7', userAgent: 'curl/8.9.1', requests: 1, firstAt: daysFromNow(-0.1) }),
];

/** What a client secret was used for, and who was refused. */
export const usageStates: State[] = [
  {
    name: 'usage',
    shows: 'Usage of a client secret in use: first and last request, a chart of 90 days, and each caller.',
    as,
    show: openUsage('Search system'),
  },
  {
    name: 'usage-table',
    shows: 'The same chart read as a table.',
    as,
    show: async (stage) => {
      await open(stage, 'Search system');
      await stage.page.getByText('As a table').click();
      await seen(shown(stage.page, 'Search system').getByRole('table'));
    },
  },
  {
    name: 'usage-never',
    shows: 'Usage of a client secret that was never used.',
    as,
    show: openUsage('Search system (2)'),
  },
  {
    name: 'usage-expired',
    shows: 'Usage of an expired client secret, with who was refused since.',
    as: 'manager-five',
    show: openUsage('Search'),
  },
  {
    name: 'usage-disabled',
    shows:
      'Usage of a disabled client secret that nothing has asked for since; it can be enabled or deleted.',
    as: 'manager-three',
    show: openUsage('Old matching service'),
  },
  {
    name: 'usage-disabled-refused',
    shows: 'Usage of a disabled client secret that a system still presents.',
    as: 'manager-three',
    before: refusedCallers('disabled', lately),
    show: openUsage('Old matching service'),
  },
  {
    name: 'usage-deleted-refused',
    shows: 'Usage of a deleted client secret that a system still presents, opened from the alert.',
    as: 'manager-six',
    before: async (stage) => {
      const secret = secretNamed(
        applicationNamed(stage.applications, 'Partner-JP-ReiDonorRegistry-DM'),
        'Gateway before the move',
      );
      secret.lastRefused = {
        at: daysFromNow(-0.1),
        address: '203.0.113.9',
        userAgent: 'nightly-job/1.4',
        reason: 'deleted',
      };
      await refusedCallers('deleted', lately)(stage);
      await stage.answers.applications(stage.applications);
    },
    show: async ({ page }) => {
      await button(page, 'Show usage').click();
      await seen(shown(page, 'Gateway before the move').getByText('Refused because it was deleted'));
    },
  },
  {
    name: 'usage-unproven',
    shows: 'Usage with requests that proved no client secret, which anybody can send.',
    as,
    before: ({ answers }) =>
      answers.changed<SecretUsage>(usageUrl, (usage) => ({ ...usage, unprovenThisWeek: 17 })),
    show: openUsage('Search system'),
  },
  {
    name: 'usage-loading',
    shows: 'Usage while it is read.',
    as,
    before: ({ answers }) => answers.hold('GET', usageUrl),
    show: async ({ page }) => {
      await button(page, 'Usage of Search system').click();
      await seen(shown(page, 'Search system').getByText('Loading the usage…'));
    },
  },
  {
    name: 'usage-load-failed',
    shows: 'Usage that could not be read, with another try.',
    as,
    before: ({ answers }) => answers.refuse('GET', usageUrl, { status: 503, code: 'unavailable' }),
    show: async ({ page }) => {
      await button(page, 'Usage of Search system').click();
      await seen(button(shown(page, 'Search system'), 'Try again'));
    },
  },
];
