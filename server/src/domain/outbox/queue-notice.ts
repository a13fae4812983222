import type { MessageKey } from '@keyturn/contract';
import { plainName } from '../../mail/plain-name.ts';
import type { MailLine } from '../../mail/render-mail.ts';
import { text, type MessageParameters } from '../../messages.ts';
import type { Tx } from '../../store/db.ts';
import type { Deps } from '../deps.ts';
import { queueMails, type MailTopic } from './queue-mail.ts';

/** A mail about an account: `mail.<key>.subject` and `mail.<key>.body`. */
export type NoticeKey = MessageKey extends infer Key
  ? Key extends `mail.${infer Name}.body`
    ? Name
    : never
  : never;

/** Whom a mail is for; `id` null: whoever reads a shared mailbox. */
export type Recipient = {
  id: string | null;
  name: string;
  email: string;
  time_zone: string | null;
  organisation_time_zone: string;
};

/** What Keyturn itself words, and addresses that are meant as such; whatever else a mail names, somebody chose. */
const notNames = new Set([
  'operator',
  'support',
  'portal',
  'at',
  'until',
  'url',
  'before',
  'after',
  'address',
]);

/**
 * Queues a mail to somebody about their account, or about a colleague's, in the transaction of what it tells. Its body
 * knows `operator`, `support`, `portal` and `at`, in the recipient's time zone.
 */
export const queueNotice = (
  tx: Tx,
  deps: Pick<Deps, 'clock' | 'config'>,
  to: Recipient,
  key: NoticeKey,
  parameters: MessageParameters = {},
  topics: MailTopic[] = [],
): Promise<void> =>
  queueMails(tx, deps, [
    {
      to: { userId: to.id, email: to.email },
      kind: key,
      topics,
      compose: () => composeNotice(deps, to, key, parameters),
    },
  ]);

/** What such a mail says. */
export function composeNotice(
  { clock, config }: Pick<Deps, 'clock' | 'config'>,
  to: Omit<Recipient, 'id' | 'email'>,
  key: NoticeKey,
  parameters: MessageParameters,
): { subject: string; lines: MailLine[] } {
  const all = {
    operator: config.operatorName,
    support: config.supportEmail,
    portal: new URL(config.publicUrl).host,
    at: formatInZone(clock.now(), to),
    ...withPlainNames(parameters),
  };
  const paragraphs = text(`mail.${key}.body`, all).split('\n\n');
  return {
    subject: text(`mail.${key}.subject`, all),
    lines: [
      text('mail.greeting', { name: plainName(to.name) }),
      ...paragraphs.map((paragraph) => toLine(paragraph, parameters)),
    ],
  };
}

const withPlainNames = (parameters: MessageParameters): MessageParameters =>
  Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => [
      name,
      typeof value === 'string' && !notNames.has(name) ? plainName(value) : value,
    ]),
  );

/** The paragraphs `{url}` and `{code}` are the ones to follow and to type; no other is a link (portal.md, Mails). */
function toLine(paragraph: string, { url, code }: MessageParameters): MailLine {
  if (paragraph === url) return { link: paragraph };
  return paragraph === code ? { code: paragraph } : paragraph;
}

/** An instant in words, in the zone of whom it is told, which it names. */
export function formatInZone(
  instant: Date,
  to: Pick<Recipient, 'time_zone' | 'organisation_time_zone'>,
): string {
  const timeZone = to.time_zone ?? to.organisation_time_zone;
  const words = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeStyle: 'short', timeZone });
  return `${words.format(instant)} (${timeZone})`;
}
