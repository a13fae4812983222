import type { Application, Notification } from '@keyturn/contract';
import type { Stage } from '../states.ts';
import { applicationNamed, daysFromNow, secretNamed } from './samples.ts';

export const search = 'Partner-DE-SuddeutschesBeispielregister-SMC';

/** A reminder that was accepted, changed. */
export function mail(stage: Stage, values: Partial<Notification> = {}): Notification {
  const application = applicationNamed(stage.everyApplication, search);
  return {
    number: 123,
    kind: 'reminder',
    subject: `Client secret expires 23 Dec 2026: ${search}`,
    at: daysFromNow(-0.1),
    recipient: { email: 'manager-one@sud.example.org', name: 'Manager One (sample)' },
    status: 'delivered',
    deliveredAt: daysFromNow(-0.099),
    acceptedBy: 'mail.example.org: 250 2.0.0 Ok: queued as 4Yb7Qk2X',
    attempts: 1,
    nextAttemptAt: null,
    error: null,
    canSendAgain: false,
    topics: [topic(application, 'Search system')],
    ...values,
  };
}

function topic(
  application: Application,
  secretName: string,
  values: Partial<Notification['topics'][number]> = {},
): Notification['topics'][number] {
  const { id, name, hint } = secretNamed(application, secretName);
  return {
    kind: 'expiring',
    days: 30,
    application: { clientId: application.clientId, name: application.name },
    secret: { id, name, hint, system: null },
    ...values,
  };
}

export const several = (stage: Stage): Notification[] => {
  const application = applicationNamed(stage.everyApplication, search);
  const { name } = application;
  return [
    mail(stage, {
      number: 131,
      kind: 'test',
      subject: 'Test mail of the Example Donor Federation portal',
      at: daysFromNow(-0.001),
      status: 'queued',
      deliveredAt: null,
      acceptedBy: null,
      attempts: 2,
      nextAttemptAt: daysFromNow(0.003),
      topics: [{ kind: 'test', days: null, application: null, secret: null }],
    }),
    mail(stage, {
      number: 130,
      subject: '5 client secrets need attention, first on 30 Nov 2026',
      topics: [7, 14, 30, 60, 61].map((days, index) =>
        topic(application, 'Search system', {
          days,
          secret: { id: String(index), name: `Search system ${index + 1}`, hint: 'aB3', system: null },
        }),
      ),
    }),
    mail(stage, {
      number: 127,
      kind: 'secret-created',
      subject: `Client secret created: ${name}`,
      at: daysFromNow(-1),
      recipient: { email: 'manager-two@sud.example.org', name: 'Manager Two (sample)' },
      status: 'failed',
      deliveredAt: null,
      acceptedBy: null,
      topics: [topic(application, 'Search system (2)', { kind: 'secret-created', days: null })],
    }),
    mail(stage, {
      number: 124,
      at: daysFromNow(-2),
      recipient: { email: 'it-team@sud.example.org', name: null },
    }),
    mail(stage, { at: daysFromNow(-2) }),
  ];
};

export const forOperator = (mails: Notification[]): Notification[] =>
  mails.map((one) =>
    one.status === 'failed' && one.error === null
      ? {
          ...one,
          error: '550 5.1.1 <manager-two@sud.example.org>: Recipient address rejected: User unknown',
          canSendAgain: true,
        }
      : one,
  );

export const invitation = (stage: Stage): Notification =>
  mail(stage, {
    number: 126,
    kind: 'invitation',
    subject: 'Set up your Example Donor Federation portal account',
    recipient: { email: 'colleague-twelve@nord.example.org', name: 'Colleague Twelve (sample)' },
    status: 'failed',
    deliveredAt: null,
    acceptedBy: null,
    attempts: 11,
    error: '451 4.3.0 Temporary lookup failure',
    topics: [],
  });

export const text = `Hello Manager One (sample),

If nobody acts, ${search} cannot get new tokens after Wed 23 Dec 2026, 12:00 CET.

The client secret “Search system” (aB3…) of ${search} expires Wed 23 Dec 2026, 12:00 CET, in 30 days.

Nobody has created a replacement yet.

Last token request: today 09:14 from 203.0.113.7 (python-requests/2.32).

Next step: press “Rotate” beside it. The old secret keeps working meanwhile.

You need not click: open credentials.example.org yourself, Manage API Credentials, Notifications, no. 00123. The address of the page is:

https://credentials.example.org/manage-api-credentials

We never ask for a client secret, password or code by e-mail.
`;
