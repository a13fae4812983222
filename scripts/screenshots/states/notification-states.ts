import type { Notification, NotificationDetails } from '@keyturn/contract';
import type { Act, Stage, State } from '../states.ts';
import { button, region, seen } from './locate.ts';
import { forOperator, invitation, mail, search, several, text } from './notification-samples.ts';
import { applicationNamed, secretNamed, withSecrets } from './samples.ts';

const as = 'manager-one';
const operator = 'operator-one';
const path = '/notifications';
const listUrl = /\/api\/v1\/notifications\?/;
const oneUrl = /\/api\/v1\/notifications\/\d+$/;

const list =
  (mails: (stage: Stage) => Notification[], next: string | null = null): Act =>
  (stage) =>
    stage.answers.json('GET', listUrl, { items: mails(stage), next });

const one =
  (change: (stage: Stage) => NotificationDetails): Act =>
  (stage) =>
    stage.answers.json('GET', oneUrl, change(stage));

const listed: Act = ({ page }) => seen(page.getByRole('list', { name: 'Mails, newest first' }));
const opened: Act = ({ page }) => seen(page.getByRole('heading', { level: 3, name: 'What it says' }));

/** The log of mails, one of them, and what every kind looks like. */
export const notificationStates: State[] = [
  {
    name: 'notifications',
    shows: 'The mails about one’s applications: accepted, waiting and failed ones.',
    as,
    path,
    before: list(several, 'more'),
    show: listed,
  },
  {
    name: 'notifications-operator',
    shows: 'All mails for operators, with those that failed for good first and why.',
    as: operator,
    path,
    before: async (stage) => {
      const mails = forOperator([...several(stage), invitation(stage)]);
      await list(() => mails)(stage);
      const failed = mails.filter(({ status }) => status === 'failed');
      await stage.answers.json('GET', /status=failed/, { items: failed, next: null });
    },
    show: listed,
  },
  {
    name: 'notifications-none',
    shows: 'Notifications before the first mail.',
    as,
    path,
    before: list(() => []),
    show: ({ page }) => seen(page.getByText('No mail yet.')),
  },
  {
    name: 'notifications-no-hit',
    shows: 'Notifications with filters that no mail matches, and a number that is none.',
    as,
    path: `${path}?status=failed&search=nobody`,
    before: list(() => []),
    show: async ({ page }) => {
      await page.getByLabel('No.', { exact: true }).fill('12a');
      await button(page, 'Find').click();
      await seen(page.getByText('Enter the number in the mail'));
    },
  },
  {
    name: 'notifications-of-secret',
    shows: 'The mails about one client secret, from its usage.',
    as,
    before: list((stage) => several(stage).slice(3)),
    show: async (stage) => {
      const { page } = stage;
      await button(page, 'Usage of Search system').click();
      await page.getByRole('link', { name: 'Mails about this secret' }).click();
      await seen(page.getByText('Only mails about “Search system”'));
      await listed(stage);
    },
  },
  {
    name: 'notifications-loading',
    shows: 'Notifications while they are read.',
    as,
    path,
    before: ({ answers }) => answers.hold('GET', listUrl),
    show: ({ page }) => seen(page.getByText('Loading the notifications…')),
  },
  {
    name: 'notifications-load-failed',
    shows: 'Notifications that could not be read, with another try.',
    as,
    path,
    before: ({ answers }) => answers.refuse('GET', listUrl, { status: 503, code: 'unavailable' }),
    show: ({ page }) => seen(button(page, 'Try again')),
  },
  {
    name: 'notifications-test-mail',
    shows: 'A test mail that the mail server accepted.',
    as,
    path,
    before: async (stage) => {
      await list(several)(stage);
      await stage.answers.json('POST', /\/notifications\/test$/, { number: 131 });
      await one(() => ({ ...mail(stage, { number: 131, kind: 'test' }), content: null }))(stage);
    },
    show: async ({ page }) => {
      await button(page, 'Send me a test mail').click();
      await seen(page.getByText(/was accepted by mail\.example\.org/));
    },
  },
  {
    name: 'notifications-test-mail-failed',
    shows: 'A test mail that the mail server refused, for operators.',
    as: operator,
    path,
    before: async (stage) => {
      await list(() => [])(stage);
      await stage.answers.json('POST', /\/notifications\/test$/, { number: 131 });
      await one(() => ({
        ...mail(stage, {
          number: 131,
          kind: 'test',
          status: 'failed',
          acceptedBy: null,
          error: '554 5.7.1 Service unavailable; client host blocked',
        }),
        content: null,
      }))(stage);
    },
    show: async ({ page }) => {
      await button(page, 'Send me a test mail').click();
      await seen(page.getByText(/client host blocked/));
    },
  },
  {
    name: 'notification',
    shows: 'One mail: to whom, what became of it, what it is about, and what it says.',
    as,
    path: `${path}?number=00123`,
    before: one((stage) => ({ ...mail(stage), content: { text, html: '' } })),
    show: opened,
  },
  {
    name: 'notification-html',
    shows: 'The same mail as mail programs show it; nothing in it can be pressed.',
    as,
    path: `${path}?number=00123`,
    before: async (stage) => {
      await one(() => ({ ...mail(stage), content: { text, html: '' } }))(stage);
      await stage.page.route(/\/notifications\/123\/page/, async (route) =>
        route.fulfill({
          response: await route.fetch({
            url: `${stage.demo.url}/api/v1/notification-previews/reminder-14-days/page`,
          }),
        }),
      );
    },
    show: async (stage) => {
      await opened(stage);
      await stage.page.getByRole('tab', { name: 'As it looks' }).click();
      await seen(stage.page.frameLocator('iframe').getByText('Next step'));
    },
  },
  {
    name: 'notification-failed',
    shows: 'A mail that failed for good, for operators: why, and another attempt.',
    as: operator,
    path: `${path}?number=00127`,
    before: one((stage) => ({
      ...(forOperator(several(stage)).find(({ status }) => status === 'failed') ?? mail(stage)),
      content: { text, html: '' },
    })),
    show: opened,
  },
  {
    name: 'notification-account',
    shows: 'A mail about an account that failed for good: what it said is shown to nobody.',
    as: operator,
    path: `${path}?number=00126`,
    before: one((stage) => ({ ...invitation(stage), content: null })),
    show: opened,
  },
  {
    name: 'notification-others',
    shows: 'A mail that also speaks of applications of others: what it says is not shown.',
    as,
    path: `${path}?number=00123`,
    before: one((stage) => ({ ...mail(stage), content: null })),
    show: opened,
  },
  {
    name: 'notification-missing',
    shows: 'A number that no mail has, or one that is not for the person who asks.',
    as,
    path: `${path}?number=99999`,
    show: ({ page }) => seen(page.getByText(/There is no notification no\. 99999/)),
  },
  {
    name: 'previews',
    shows: 'Every kind of mail by its subject.',
    as: operator,
    path: `${path}/previews`,
    show: ({ page }) => seen(page.getByRole('heading', { name: 'About client secrets' })),
  },
  {
    name: 'preview-computer',
    shows: 'One kind of mail as a computer shows it.',
    as: operator,
    path: `${path}/previews?kind=reminder-14-days`,
    show: async ({ page }) => {
      await page.getByRole('tab', { name: '800 px, a computer' }).click();
      await seen(page.frameLocator('iframe').getByText('Next step'));
    },
  },
  {
    name: 'preview-phone-dark',
    shows: 'The same as a phone shows it, in its dark colours.',
    as: operator,
    path: `${path}/previews?kind=reminder-14-days`,
    show: async ({ page }) => {
      await page.getByRole('tab', { name: '360 px, a phone' }).click();
      await page.getByLabel('Colours').selectOption('Dark');
      await seen(page.frameLocator('iframe').getByText('Next step'));
    },
  },
  {
    name: 'creator-left',
    shows: 'A client secret whose creator no longer manages the application.',
    as,
    before: ({ answers, applications }) => {
      const application = applicationNamed(applications, search);
      const left = { kind: 'user', name: 'Manager Seven (sample DE)', userId: null } as const;
      const secret = { ...secretNamed(application, 'Search system'), creatorLeft: true, createdBy: left };
      return answers.applications([withSecrets(application, [secret])]);
    },
    show: ({ page }) =>
      seen(region(page, search).getByText('Created by someone who no longer manages this application')),
  },
];
