import type { Page } from 'playwright-core';
import type { State } from '../states.ts';
import { text } from '../../../server/src/messages.ts';
import { button, dialog, region, seen } from './locate.ts';

const as = 'manager-one';

const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name });

/** As the demo shows one; it sends none by itself. */
const mail = (number: number): string => `<article>
<h2>Set up your Example Donor Federation portal account</h2>
<p>${text('demo.mail.line', { number, recipient: 'new-manager@de.example.org', at: '2026-11-23T09:14:00.000Z' })}</p>
<p>Hello New Manager,</p>
<p>Example Donor Federation has made an account for you at Süddeutsches Beispielregister. With it you manage the API
credentials of the applications that you are responsible for.</p>
<p>To choose a password and set up a second factor, open this address. It works once, until Mon 30 Nov 2026:</p>
<p><a href="/set-up">http://localhost:3000/set-up#3vQ0kT5mZ2wR8xL4nH9sJ3dF6pB0yG2qT8m</a></p>
<p>We never ask for a client secret, password or code by e-mail. Example Donor Federation, support@example.org</p>
</article>`;

/** Pages and dialogs that have few states. */
export const simpleStates: State[] = [
  {
    name: 'connection-details',
    shows: 'Connection details: client ID, token URL, APIs and a request to copy.',
    as,
    show: async ({ page }) => {
      await button(region(page, 'Partner-DE-SuddeutschesBeispielregister-SMC'), 'Connection details').click();
      await seen(dialog(page, 'Connection details'));
    },
  },
  {
    name: 'demo-mail-none',
    shows: 'The demo’s mails, none yet.',
    path: '/demo/mail',
    show: ({ page }) => seen(heading(page, 'Mails of the demo')),
  },
  {
    name: 'demo-mail',
    shows: 'The demo’s mails.',
    path: '/demo/mail',
    before: ({ page }) =>
      page.route('**/demo/mail', async (route) => {
        const answer = await route.fetch();
        const html = (await answer.text())
          .replace(text('demo.mail.none'), text('demo.mail.intro'))
          .replace('</main>', `${mail(2)}${mail(1)}</main>`);
        await route.fulfill({ response: answer, body: html });
      }),
    show: ({ page }) => seen(page.getByRole('article')),
  },
  {
    name: 'page-not-found',
    shows: 'There is no such page.',
    path: '/there-is-no-such-page',
    show: ({ page }) => seen(heading(page, 'There is no such page')),
  },
  {
    name: 'page-unavailable',
    shows: 'The page could not be loaded.',
    path: '/sign-in',
    before: ({ answers }) => answers.lose('GET', '**/api/v1/portal'),
    show: ({ page }) => seen(heading(page, 'This page could not be loaded')),
  },
];
