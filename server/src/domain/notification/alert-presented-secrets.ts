import { plainName } from '../../mail/plain-name.ts';
import type { MailLine } from '../../mail/render-mail.ts';
import { text } from '../../messages.ts';
import { inTransaction } from '../../store/db.ts';
import { lockJob } from '../../store/jobs.ts';
import { listSecretsById, listTold, toldKey } from '../../store/reminders.ts';
import { listRefusals, secretsRefusedSince } from '../../store/usage.ts';
import type { Deps } from '../deps.ts';
import { queueMails, recipientKey, type MailText } from '../outbox/queue-mail.ts';
import { closingLines } from './compose-reminder.ts';
import { presentedAlert, type Presented } from './presented.ts';
import { audiencesOf, type Told } from './recipients.ts';
import { instantWords, userAgentWords } from './words.ts';

type AlertDeps = Pick<Deps, 'db' | 'clock' | 'config'>;

const job = 'alert-presented-secrets';
const dayMs = 24 * 60 * 60 * 1000;
/** Long enough for an alert to be made up for after a run that failed. */
const lookBackMs = 2 * dayMs;
const evidenceMs = 400 * dayMs;

/**
 * Mails the managers about client secrets that are presented after they expired, were disabled or deleted, on days 0, 1,
 * 3, 7, then weekly to day 30 (R1.9). Only proven ones: anybody can type a client ID. Answers how many mails.
 */
export function alertPresentedSecrets(deps: AlertDeps): Promise<number> {
  const { db, clock, config } = deps;
  const now = clock.now();
  return inTransaction(db, async (tx) => {
    await lockJob(tx, job);
    const ids = await secretsRefusedSince(tx, new Date(now.getTime() - lookBackMs));
    const secrets = await listSecretsById(tx, ids);
    const refusals = Map.groupBy(
      await listRefusals(tx, ids, new Date(now.getTime() - evidenceMs)),
      ({ secretId }) => secretId,
    );
    const alerts = secrets.flatMap(
      (secret) => presentedAlert(secret, refusals.get(secret.id) ?? [], now) ?? [],
    );
    const told = await listTold(
      tx,
      alerts.map(({ occasion }) => occasion),
    );
    const audienceOf = await audiencesOf(
      tx,
      alerts.map(({ secret }) => secret),
    );
    const addressed = alerts
      .flatMap((alert) => audienceOf(alert.secret).told.map((to) => ({ to, alert })))
      .filter(({ to, alert }) => !told.has(toldKey(alert.occasion, recipientKey(to))));
    const mails = [...Map.groupBy(addressed, ({ to }) => recipientKey(to)).values()].flatMap((own) => {
      const [first] = own;
      return first === undefined ? [] : [{ to: first.to, alerts: own.map(({ alert }) => alert) }];
    });
    await queueMails(
      tx,
      { clock, config },
      mails.map(({ to, alerts: own }) => ({
        to,
        kind: 'presented',
        compose: (number) => composePresented({ config }, to, own, number),
        topics: own.map(({ secret, days, occasion }) => ({
          kind: 'presented',
          applicationId: secret.application_id,
          secretId: secret.id,
          days,
          occasion,
        })),
      })),
    );
    return mails.length;
  });
}

/** What such a mail says. */
export function composePresented(
  { config }: Pick<Deps, 'config'>,
  to: Told,
  alerts: Presented[],
  number: string,
): MailText {
  const [first] = alerts;
  if (first === undefined) throw new Error('an alert is about something');
  const application = plainName(first.secret.application_name);
  const count = alerts.length;
  return {
    subject:
      count === 1
        ? text('mail.presented.subject', { application, reason: first.reason })
        : text('mail.presented.subject-several', { count }),
    lines: [
      text('mail.greeting', { name: plainName(to.name) }),
      ...alerts.flatMap((alert) => alertLines(alert, to)),
      ...closingLines({ config }, first, count === 1, number),
    ],
  };
}

function alertLines({ secret, reason, endedAt, requests, last }: Presented, { timeZone }: Told): MailLine[] {
  const application = plainName(secret.application_name);
  const step = reason === 'disabled' ? 'mail.presented.next-disabled' : 'mail.presented.next-expired';
  return [
    text('mail.presented.first', { application }),
    text('mail.presented.secret', {
      application,
      reason,
      requests,
      name: plainName(secret.name),
      hint: secret.hint,
      at: instantWords(endedAt, timeZone).full,
      refused: instantWords(last.lastAt, timeZone).full,
      address: last.lastAddress,
      userAgent: userAgentWords(last.userAgent),
    }),
    { important: text('mail.reminder.next', { step: text(step) }) },
  ];
}
