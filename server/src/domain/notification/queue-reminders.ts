import type { Tx } from '../../store/db.ts';
import { listTold, recipientsSince, toldKey, type ReminderSecret } from '../../store/reminders.ts';
import type { Deps } from '../deps.ts';
import { queueMails, recipientKey, type MailText } from '../outbox/queue-mail.ts';
import { composeReminder, subjectOf, type ToldItem } from './compose-reminder.ts';
import type { Audience, Told } from './recipients.ts';
import type { ReminderItem } from './reminder-item.ts';

/** What somebody is to be told. */
export type Addressed = { to: Told; item: ToldItem };

/** A mail as a dry run lists it. */
export type PlannedMail = {
  to: string;
  subject: string;
  secrets: {
    kind: ReminderItem['kind'];
    days: number | null;
    application: string;
    clientId: string;
    secretId: string;
    hint: string;
    expiresAt: string;
  }[];
};

type Options = {
  kind: 'reminder' | 'expired';
  /** Whoever was sent a mail of this kind since then waits for the next day; null: nobody does. */
  since: Date | null;
  /** When they go out: what they say is so then. */
  sentAt: Date;
  dryRun: boolean;
};

/** For each item everybody who is told of it. */
export const addressItems = (
  items: ReminderItem[],
  audienceOf: (secret: ReminderSecret) => Audience & { managers?: string[] },
): Addressed[] =>
  items.flatMap((item) => {
    const { told, isUnmanaged, managers = [] } = audienceOf(item.secret);
    return told
      .filter(({ since }) => since === null || item.dueAt === null || since <= item.dueAt)
      .map((to) => ({ to, item: { ...item, isUnmanaged, managers } }));
  });

/** Queues one mail for each recipient with what they have not been told yet; answers the mails. */
export async function queueReminders(
  tx: Tx,
  { config, clock }: Pick<Deps, 'clock' | 'config'>,
  addressed: Addressed[],
  { kind, since, sentAt, dryRun }: Options,
): Promise<PlannedMail[]> {
  if (addressed.length === 0) return [];
  const told = await listTold(tx, [...new Set(addressed.map(({ item }) => item.occasion))]);
  // Whoever has two reasons to be told, such as the operator team of its own clients, is told once.
  const addressedOnce = new Map(
    addressed.toReversed().map((one) => [toldKey(one.item.occasion, recipientKey(one.to)), one]),
  );
  const untold = [...addressedOnce].filter(([key]) => !told.has(key)).map(([, one]) => one);
  const byRecipient = Map.groupBy(untold, ({ to }) => recipientKey(to));
  const waiting =
    since === null ? new Set() : await recipientsSince(tx, kind, [...byRecipient.keys()], since);

  const mails = [...byRecipient].flatMap(([key, own]) => {
    const [first] = own;
    if (waiting.has(key) || first === undefined) return [];
    const items = own.map(({ item }) => item).toSorted(byUrgency);
    const shown = items.filter(isFirstOfSecret);
    const context = { config, to: first.to, now: sentAt };
    const compose = (number: string): MailText => composeReminder(context, shown, number);
    return [{ to: first.to, items, compose, subject: subjectOf(context, shown) }];
  });
  if (!dryRun)
    await queueMails(
      tx,
      { config, clock },
      mails.map(({ to, items, compose }) => ({
        to,
        kind,
        compose,
        topics: items.map((item) => ({
          kind: item.kind,
          applicationId: item.secret.application_id,
          ...(item.secret.system === null ? { secretId: item.secret.id } : { elsewhereId: item.secret.id }),
          occasion: item.occasion,
          ...(item.days === null ? {} : { days: item.days }),
        })),
      })),
    );
  return mails.map(({ to, items, subject }) => ({
    to: to.email,
    subject,
    secrets: items.map(({ kind: itemKind, days, secret }) => ({
      kind: itemKind,
      days,
      application: secret.application_name,
      clientId: secret.application_id,
      secretId: secret.id,
      hint: secret.hint,
      expiresAt: secret.expires_at.toISOString(),
    })),
  }));
}

const kinds: ReminderItem['kind'][] = ['expired', 'expiring', 'not-replaced', 'taken-over', 'never-used'];
const isUrgent = ({ kind }: ToldItem): boolean => kind !== 'taken-over' && kind !== 'never-used';

/** Those that stop something, by when they do. */
const byUrgency = (one: ToldItem, other: ToldItem): number =>
  Number(isUrgent(other)) - Number(isUrgent(one)) ||
  one.secret.expires_at.getTime() - other.secret.expires_at.getTime() ||
  one.secret.name.localeCompare(other.secret.name) ||
  kinds.indexOf(one.kind) - kinds.indexOf(other.kind);

/** A secret is shown once, as the most urgent of what there is to tell about it. */
const isFirstOfSecret = ({ secret }: ToldItem, index: number, items: ToldItem[]): boolean =>
  items.findIndex((other) => other.secret.id === secret.id) === index;
