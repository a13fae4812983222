import { randomUUID } from 'node:crypto';
import { renderMail, type MailLine } from '../../mail/render-mail.ts';
import type { Tx } from '../../store/db.ts';
import { insertMails, takeMailNumbers } from '../../store/mails.ts';
import { insertNotifications, namesOfSubjects } from '../../store/notifications.ts';
import type { Deps } from '../deps.ts';
import type { MailKind, NotificationKind } from '../notification/kinds.ts';

/** What a mail says. */
export type MailText = { subject: string; lines: MailLine[] };

/** One client secret or application that a mail speaks of. */
export type MailTopic = {
  kind: NotificationKind;
  applicationId: string | null;
  secretId?: string;
  /** Of a secret of the former system. */
  elsewhereId?: string;
  /** The threshold of a reminder. */
  days?: number;
  /** What a recipient is told once only; left out: whatever happens as often as it happens. */
  occasion?: string;
};

/** Whom a mail is for: a user, or whoever reads an organisation's shared mailbox. */
export type MailAddress = {
  userId: string | null;
  email: string;
  /** Told as a member of the operator team. */
  isOperator?: boolean;
};

export type NewMail = {
  to: MailAddress;
  kind: MailKind;
  topics?: MailTopic[];
  /** What it says, given the number that it is referred to by. */
  compose: (number: string) => MailText;
};

/** What tells recipients apart: an address may change its owner, and a user the address. */
export const recipientKey = ({ userId, email }: MailAddress): string => userId ?? email.toLowerCase();

/**
 * Queues mails in the transaction of what they tell about: neither exists without the other (R4.3). A topic's
 * `occasion` that its recipient was told of before fails the transaction.
 */
export async function queueMails(
  tx: Tx,
  { clock, config }: Pick<Deps, 'clock' | 'config'>,
  mails: NewMail[],
): Promise<void> {
  if (mails.length === 0) return;
  const now = clock.now();
  const { publicUrl, operatorName: operator, supportEmail: support } = config;
  const host = new URL(publicUrl).hostname;
  const numbers = await takeMailNumbers(tx, mails.length);
  const numbered = mails.map((mail, index) => ({ ...mail, id: randomUUID(), number: numbers[index] ?? '' }));
  const aboutOf = await describeSubjects(tx, mails);
  await insertMails(
    tx,
    numbered.map(({ id, number, to, kind, topics, compose }) => {
      const { subject, lines } = compose(number);
      return {
        id,
        number,
        kind,
        created_at: now,
        recipient: to.email,
        user_id: to.userId,
        to_operators: to.isOperator ?? false,
        subject,
        ...renderMail({ subject, operator, support, lines }),
        // Stays the same however often the mail is handed over.
        message_id: `<${randomUUID()}@${host}>`,
        status: 'queued' as const,
        attempts: 0,
        queued_at: now,
        next_attempt_at: now,
        about: aboutOf({ to, topics }),
      };
    }),
  );
  await insertNotifications(
    tx,
    numbered.flatMap(({ id, to, topics = [] }) =>
      topics.map(({ kind, applicationId, secretId, elsewhereId, days, occasion }) => ({
        mail_id: id,
        kind,
        application_id: applicationId,
        secret_id: secretId ?? null,
        elsewhere_id: elsewhereId ?? null,
        days: days ?? null,
        recipient_key: recipientKey(to),
        occasion: occasion ?? null,
        at: now,
      })),
    ),
  );
}

/** What the notification log finds a mail by: names as they are now, IDs and hints. */
async function describeSubjects(
  tx: Tx,
  mails: NewMail[],
): Promise<(mail: { to: MailAddress; topics: MailTopic[] | undefined }) => string> {
  const topics = mails.flatMap((mail) => mail.topics ?? []);
  const names = await namesOfSubjects(tx, {
    userIds: mails.flatMap(({ to }) => to.userId ?? []),
    applicationIds: topics.flatMap(({ applicationId }) => applicationId ?? []),
    secretIds: topics.flatMap(({ secretId }) => secretId ?? []),
  });
  return ({ to, topics: own = [] }) => {
    const ids = own.flatMap(({ applicationId, secretId }) => [applicationId ?? [], secretId ?? []].flat());
    const words = [to.userId ?? '', ...ids].flatMap((id) => names.get(id) ?? []);
    return [...new Set([to.email, ...words])].join('\n');
  };
}
