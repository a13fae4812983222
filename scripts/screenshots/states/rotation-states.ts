import type { Rotation } from '@keyturn/contract';
import type { Page } from 'playwright-core';
import type { Act, State } from '../states.ts';
import { button, dialog, seen } from './locate.ts';
import { afterDeletion, caller, daysFromNow } from './samples.ts';

const as = 'manager-one';
const rotationsUrl = '**/rotations';
const application = 'Partner-DE-SuddeutschesBeispielregister-SMC';

const shown = (page: Page) => dialog(page, 'Rotate client secret');
const heading = (page: Page, name: string) =>
  shown(page).getByRole('heading', { level: 3, name, exact: true });

const toStep =
  (secret: string, step: string): Act =>
  async ({ page }) => {
    await button(page, `Rotate secret ${secret}`).click();
    const steps = shown(page).getByRole('navigation', { name: 'Steps' });
    await steps.getByRole('button', { name: step }).click();
    await seen(heading(page, step));
  };

const [create, update, confirm, remove] = [
  'Create the replacement',
  'Update your system',
  'Confirm connectivity',
  'Delete the old secret',
] as const;

/** The demo's rotation of "Search system", further than it is. */
const further =
  (values: Partial<Rotation>): Act =>
  ({ answers }) =>
    answers.changed<{ items: Rotation[] }>(rotationsUrl, ({ items }) => ({
      items: items.map((rotation) => ({ ...rotation, ...values })),
    }));

const search = caller({ address: '203.0.113.7', userAgent: 'python-requests/2.32.3', requests: 168 });
const nightly = caller({
  address: '198.51.100.20',
  userAgent: 'nightly-job/1.4',
  requests: 41,
  firstAt: daysFromNow(-60),
});
const laptop = caller({ address: '192.0.2.14', userAgent: 'curl/8.9.1', requests: 2 });

const used = {
  step: 'confirm',
  firstUse: {
    at: daysFromNow(-1.2),
    address: '203.0.113.7',
    userAgent: 'python-requests/2.32.3',
    resource: 'https://search-and-match.example.org',
  },
  waitingFor: 'idle',
  // A day after the nightly job's last request.
  idleAt: daysFromNow(1 - 1 / 24),
} satisfies Partial<Rotation>;
const partly = further({ ...used, moved: [search], remaining: [nightly] });
const allMoved = further({ ...used, idleAt: daysFromNow(0.8), moved: [search, nightly], remaining: [] });
const tested = further({
  ...used,
  waitingFor: 'known-caller',
  firstUse: { ...used.firstUse, address: laptop.address, userAgent: laptop.userAgent },
  remaining: [search, nightly],
  others: [laptop],
});
const lastTokenLives = further({
  ...used,
  takenOver: true,
  waitingFor: null,
  moved: [search, nightly],
  remaining: [],
  lastTokenEndsAt: daysFromNow(0.03),
});

export const rotationStates: State[] = [
  {
    name: 'rotation-1-create',
    shows: 'Rotation, step 1: create the replacement, or use an existing secret.',
    as,
    show: toStep('Data exchange', create),
  },
  {
    name: 'rotation-1-existing',
    shows: 'Rotation, step 1: another client secret that exists already can be named the replacement.',
    as,
    before: async ({ answers, applications }) => {
      for (const { secrets } of applications) for (const secret of secrets) secret.replacesSecretId = null;
      await answers.applications(applications);
      await answers.json('GET', rotationsUrl, { items: [] });
    },
    show: toStep('Search system', create),
  },
  {
    name: 'rotation-1-expired',
    shows: 'Rotation, step 1, of a client secret that has expired.',
    as: 'manager-five',
    before: async ({ answers, applications }) => {
      for (const { secrets } of applications)
        secrets.splice(0, secrets.length, ...secrets.filter(({ name }) => name === 'Search'));
      await answers.applications(applications);
      await answers.json('GET', rotationsUrl, { items: [] });
    },
    show: toStep('Search', create),
  },
  {
    name: 'rotation-1-created',
    shows: 'Rotation, step 1, done: which client secret is the replacement.',
    as,
    show: toStep('Search system', create),
  },
  {
    name: 'rotation-2-update',
    shows: 'Rotation, step 2: connection details for the new client secret, which nothing has used yet.',
    as,
    show: toStep('Search system', update),
  },
  {
    name: 'rotation-2-code',
    shows: 'Rotation, step 2: the code for C#, and the Postman collection.',
    as,
    show: async (stage) => {
      await toStep('Search system', update)(stage);
      await stage.page.getByRole('tab', { name: 'C#' }).click();
      await button(stage.page, 'Download Postman collection').scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'rotation-2-used',
    shows: 'Rotation, step 2, done: the first token request with the new client secret came.',
    as,
    before: partly,
    show: toStep('Search system', update),
  },
  {
    name: 'rotation-2-others',
    shows: 'Rotation that another manager started: only they saw the new client secret.',
    as: 'manager-two',
    show: toStep('Search system', update),
  },
  {
    name: 'rotation-3-waiting',
    shows: 'Rotation, step 3: nothing has used the new client secret yet.',
    as,
    show: toStep('Search system', confirm),
  },
  {
    name: 'rotation-3-tests',
    shows: 'Rotation, step 3: only a test has used the new client secret, which proves nothing.',
    as,
    before: tested,
    show: toStep('Search system', confirm),
  },
  {
    name: 'rotation-3-partly',
    shows: 'Rotation, step 3: one system uses the new client secret, another has used the old one only.',
    as,
    before: partly,
    show: toStep('Search system', confirm),
  },
  {
    name: 'rotation-3-idle',
    shows: 'Rotation, step 3: every system has moved; the old client secret must rest until tomorrow.',
    as,
    before: allMoved,
    show: toStep('Search system', confirm),
  },
  {
    name: 'rotation-3-taken-over',
    shows: 'Rotation, step 3, done: the new client secret has taken over.',
    as: 'manager-five',
    show: toStep('Search', confirm),
  },
  {
    name: 'rotation-4-waiting',
    shows: 'Rotation, step 4: not yet, nothing has used the new client secret.',
    as,
    show: toStep('Search system', remove),
  },
  {
    name: 'rotation-4-still-used',
    shows: 'Rotation, step 4: not yet, a system still uses the old client secret.',
    as,
    before: partly,
    show: toStep('Search system', remove),
  },
  {
    name: 'rotation-4-idle',
    shows: 'Rotation, step 4: not yet, the old client secret must rest; it can be disabled meanwhile.',
    as,
    before: allMoved,
    show: toStep('Search system', remove),
  },
  {
    name: 'rotation-4-token-lives',
    shows: 'Rotation, step 4: not yet, the last token of the old client secret is still accepted.',
    as,
    before: lastTokenLives,
    show: toStep('Search system', remove),
  },
  {
    name: 'rotation-4-delete',
    shows: 'Rotation, step 4: the old client secret can be deleted, with who still presents it.',
    as: 'manager-five',
    show: toStep('Search', remove),
  },
  {
    name: 'rotation-several',
    shows: 'Rotation with several replacements to choose from.',
    as,
    before: ({ answers }) =>
      answers.changed<{ items: Rotation[] }>(rotationsUrl, ({ items }) => ({
        items: items.flatMap((rotation) => [
          rotation,
          {
            ...rotation,
            replacement: { ...rotation.replacement, id: 'another', name: 'Search system (3)', hint: 'pQ7' },
          },
        ]),
      })),
    show: toStep('Search system', confirm),
  },
  {
    name: 'rotation-deleted-meanwhile',
    shows: 'Rotation of a client secret that somebody deleted meanwhile.',
    as,
    before: ({ answers, applications }) => answers.applications(applications),
    show: async (stage) => {
      const { page, answers, applications } = stage;
      await toStep('Search system', confirm)(stage);
      await answers.applications(afterDeletion(applications, application, 'Search system'));
      await page.evaluate(`dispatchEvent(new Event('visibilitychange'))`);
      await seen(shown(page).getByText('deleted this secret at'));
    },
  },
  {
    name: 'rotation-loading',
    shows: 'Rotation while it is read how far it is.',
    as,
    before: ({ answers }) => answers.hold('GET', rotationsUrl),
    show: async ({ page }) => {
      await button(page, 'Rotate secret Search system').click();
      await seen(shown(page).getByText('Looking how far it is…'));
    },
  },
  {
    name: 'rotation-load-failed',
    shows: 'Rotation of which it could not be read how far it is.',
    as,
    before: ({ answers }) => answers.refuse('GET', rotationsUrl, { status: 503, code: 'unavailable' }),
    show: async ({ page }) => {
      await button(page, 'Rotate secret Search system').click();
      await seen(button(shown(page), 'Try again'));
    },
  },
  {
    name: 'rotation-line-partly',
    shows: 'The line of a rotation in the list: a system still uses the old client secret.',
    as,
    before: partly,
    show: ({ page }) => seen(page.getByText(/still uses the old secret/)),
  },
  {
    name: 'rotation-line-taken-over',
    shows: 'The line of a rotation in the list: taken over, the old client secret can be deleted.',
    as: 'manager-five',
    show: ({ page }) => seen(page.getByText('Delete old: nothing needs it any more')),
  },
];
