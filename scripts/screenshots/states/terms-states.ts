import type { Session } from '@keyturn/contract';
import type { Stage, State } from '../states.ts';
import { button, seen } from './locate.ts';
import { daysFromNow, termsText } from './samples.ts';

const path = '/terms';
const termsUrl = '**/api/v1/terms';
const as = 'manager-one';

const published = ({ answers }: Stage): Promise<void> =>
  answers.json('GET', termsUrl, { version: 2, publishedAt: daysFromNow(-3), text: termsText });

const hasToAccept = ({ answers }: Stage): Promise<void> =>
  answers.changed<Session>('**/api/v1/session', (session) => ({ ...session, termsToAccept: 2 }));

const shown = ({ page }: Stage): Promise<void> =>
  seen(page.getByRole('heading', { name: 'What you may do' }));

export const termsStates: State[] = [
  { name: 'terms', shows: 'The terms of use, for everybody to read.', path, before: published, show: shown },
  {
    name: 'terms-signed-in',
    shows: 'The terms of use, read by somebody who is signed in.',
    as,
    path,
    before: published,
    show: shown,
  },
  {
    name: 'terms-changed',
    shows: 'New terms of use, to be accepted before anything else.',
    as,
    before: async (stage) => {
      await published(stage);
      await hasToAccept(stage);
    },
    show: shown,
  },
  {
    name: 'terms-outdated',
    shows: 'A newer version of the terms was published while somebody was reading.',
    as,
    before: async (stage) => {
      await published(stage);
      await hasToAccept(stage);
      await stage.answers.refuse('PUT', '**/account/terms', { status: 409, code: 'terms-outdated' });
    },
    show: async (stage) => {
      await shown(stage);
      await button(stage.page, 'Accept').click();
      await seen(stage.page.getByText('A newer version was published while you were reading.'));
    },
  },
  {
    name: 'terms-none',
    shows: 'No terms of use have been published.',
    path,
    before: ({ answers }) => answers.refuse('GET', termsUrl, { status: 404, code: 'not-found' }),
    show: ({ page }) => seen(page.getByText('No terms of use have been published.')),
  },
];
