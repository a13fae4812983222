import type { Session } from '@keyturn/contract';
import type { State } from '../states.ts';
import { button, dialog, region, seen } from './locate.ts';

const as = 'manager-one';
const search = 'Partner-DE-SuddeutschesBeispielregister-SMC';
const overAnHour = 60.5 * 60_000;

/** What comes over a page as time passes. */
export const sessionStates: State[] = [
  {
    name: 'session-cover',
    shows: 'After an hour without input the page is covered.',
    as,
    before: ({ page }) => page.clock.install(),
    show: async ({ page }) => {
      await seen(region(page, search));
      await page.clock.fastForward(overAnHour);
      await seen(button(dialog(page, 'Still there?'), 'Continue'));
    },
  },
  {
    name: 'session-cover-failed',
    shows: 'The cover when the server cannot be reached.',
    as,
    before: async ({ page, answers }) => {
      await answers.lose('POST', '**/api/v1/session/*');
      await page.clock.install();
    },
    show: async ({ page }) => {
      await seen(region(page, search));
      await page.clock.fastForward(overAnHour);
      await button(dialog(page, 'Still there?'), 'Continue').click();
      await seen(dialog(page, 'Still there?').getByRole('alert'));
    },
  },
  {
    name: 'session-ending',
    shows: 'Two minutes before the twelve hours of a session are over.',
    as,
    before: ({ answers }) =>
      answers.changed<Session>('**/api/v1/session', (session) => ({
        ...session,
        endsAt: new Date(Date.now() + 110_000).toISOString(),
      })),
    show: ({ page }) => seen(page.getByText(/^You will be signed out at/)),
  },
];
