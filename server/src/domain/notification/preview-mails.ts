import { catalogue } from '@keyturn/contract';
import { renderMail } from '../../mail/render-mail.ts';
import { text } from '../../messages.ts';
import type { Actor } from '../audit/actor.ts';
import type { Deps } from '../deps.ts';
import type { MailText } from '../outbox/queue-mail.ts';
import { composeNotice, formatInZone, type NoticeKey } from '../outbox/queue-notice.ts';
import { requireMayPreviewMails } from '../policy.ts';
import { composePresented } from './alert-presented-secrets.ts';
import { composeReminder } from './compose-reminder.ts';
import { previewSamples } from './preview-samples.ts';
import { composeFailedMails } from './tell-failed-mails.ts';

/** What one kind of mail looks like. */
export type MailPreview = { kind: string; subject: string; text: string; html: string };

const number = '123';

/**
 * Every kind of mail, composed by what composes real ones, with sample content.
 * @throws KeyturnError `not-found` for applications
 */
export function previewMails(deps: Pick<Deps, 'clock' | 'config'>, actor: Actor): MailPreview[] {
  requireMayPreviewMails(actor);
  return composePreviews(deps);
}

/** The same for whoever runs this machine. */
export function composePreviews({ clock, config }: Pick<Deps, 'clock' | 'config'>): MailPreview[] {
  const now = clock.now();
  const samples = previewSamples(now);
  const { to, reminders, presented, failed, notice } = samples;
  const recipient = { name: to.name, time_zone: null, organisation_time_zone: to.timeZone };
  const operator = { config, to: { ...to, name: 'Otto Operator (sample)' }, now };
  const url = (key: NoticeKey): string =>
    `${config.publicUrl}/${key === 'password-reset' ? 'reset-password' : 'set-up'}#sample`;
  const mails: [string, MailText][] = [
    ...Object.entries(reminders).map(([kind, items]): [string, MailText] => [
      kind,
      composeReminder(kind === 'not-replaced' ? operator : { config, to, now }, items, number),
    ]),
    ...Object.entries(presented).map(([kind, alerts]): [string, MailText] => [
      kind,
      composePresented({ config }, to, alerts, number),
    ]),
    ['failed-mails', composeFailedMails(operator.to, failed)],
    [
      'test',
      {
        subject: text('mail.test.subject', { operator: config.operatorName }),
        lines: [text('mail.test.first', { at: formatInZone(now, recipient), operator: config.operatorName })],
      },
    ],
    ...noticeKeys.map((key): [string, MailText] => [
      key,
      composeNotice({ clock, config }, recipient, key, { ...notice, url: url(key) }),
    ]),
  ];
  const { operatorName, supportEmail } = config;
  return mails.map(([kind, { subject, lines }]) => ({
    kind,
    subject,
    ...renderMail({ subject, operator: operatorName, support: supportEmail, lines }),
  }));
}

const noticeKeys = Object.keys(catalogue)
  .map((key) => /^mail\.(.+)\.body$/.exec(key)?.[1])
  .filter((key): key is NoticeKey => key !== undefined);
