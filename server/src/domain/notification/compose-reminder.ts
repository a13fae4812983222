import type { MailLine } from '../../mail/render-mail.ts';
import { plainName } from '../../mail/plain-name.ts';
import { text } from '../../messages.ts';
import type { Deps } from '../deps.ts';
import type { MailText } from '../outbox/queue-mail.ts';
import { aboutSecretElsewhere, consequenceElsewhere, secretWords } from './elsewhere-words.ts';
import { nextStep } from './next-step.ts';
import type { Told } from './recipients.ts';
import type { ReminderItem } from './reminder-item.ts';
import { daysUntil } from './reminder-schedule.ts';
import { instantWords, userAgentWords } from './words.ts';

/** An item as one recipient is told of it. */
export type ToldItem = ReminderItem & {
  /** Nobody active manages the application. */
  isUnmanaged: boolean;
  /** Whom the operator team calls. */
  managers: string[];
};

type Context = Pick<Deps, 'config'> & { to: Told; now: Date };

const shownAtMost = 30;

/**
 * A mail about client secrets, the most urgent first: the consequence, who acted, how it was last used, and the one
 * next step of its rotation as it really stands.
 */
export function composeReminder(context: Context, items: ToldItem[], number: string): MailText {
  const [first] = items;
  if (first === undefined) throw new Error('a reminder is about something');
  const single = items.length === 1;
  const shown = items.slice(0, shownAtMost);
  const more = items.length - shown.length;
  return {
    subject: subjectOf(context, items),
    lines: [
      text('mail.greeting', { name: plainName(context.to.name) }),
      ...shown.flatMap((item) => [
        ...(single ? [] : [{ heading: headingOf(item) }]),
        ...itemLines(context, item),
      ]),
      ...(more > 0 ? [text('mail.reminder.more', { count: more })] : []),
      ...closingLines(context, first, single, number),
    ],
  };
}

/** The subject of that mail; it never names a client secret. */
export function subjectOf({ to, now }: Context, items: ToldItem[]): string {
  const [first] = items;
  if (first === undefined) throw new Error('a reminder is about something');
  const { secret, kind } = first;
  const application = plainName(secret.application_name);
  const { date, time, weekday } = instantWords(secret.expires_at, to.timeZone);
  const count = items.length;
  if (kind === 'expired')
    return count === 1
      ? text('mail.expired.subject', { application })
      : text('mail.expired.subject-several', { application, count });
  const isDated = kind === 'expiring' || kind === 'not-replaced';
  if (count > 1)
    return isDated
      ? text('mail.reminder.subject-several', { count, date })
      : text('mail.reminder.subject-several-undated', { count });
  if (kind === 'taken-over') return text('mail.reminder.subject-taken-over', { application });
  if (kind === 'never-used') return text('mail.reminder.subject-never-used', { application });
  if (kind === 'not-replaced') return text('mail.reminder.subject-not-replaced', { application, date });
  const days = daysUntil(secret.expires_at, to.timeZone, now);
  if (days > 14) return text('mail.reminder.subject-far', { application, date });
  if (days > 3) return text('mail.reminder.subject-days', { application, days });
  if (days > 1) return text('mail.reminder.subject-near', { application, days, weekday, time });
  return text(days === 1 ? 'mail.reminder.subject-tomorrow' : 'mail.reminder.subject-today', {
    application,
    time,
  });
}

const headingOf = ({ secret }: ToldItem): string =>
  text(secret.system === null ? 'mail.reminder.heading' : 'mail.elsewhere.heading', {
    application: plainName(secret.application_name),
    ...secretWords(secret),
  });

function itemLines(context: Context, item: ToldItem): MailLine[] {
  const { config, to } = context;
  const { secret } = item;
  const application = plainName(secret.application_name);
  const unmanaged = {
    application,
    operator: config.operatorName,
    support: config.supportEmail,
  };
  return [
    secret.system === null ? consequence(context, item) : consequenceElsewhere(context, item),
    ...(item.isUnmanaged && secret.application_kind !== 'operator-client'
      ? [text('mail.reminder.unmanaged-first', unmanaged)]
      : []),
    secret.system === null ? aboutSecret(context, item) : aboutSecretElsewhere(context, item),
    ...(secret.disabled_at === null
      ? []
      : [
          text('mail.reminder.disabled', {
            by: plainName(secret.disabled_by?.name ?? ''),
            at: instantWords(secret.disabled_at, to.timeZone).full,
          }),
        ]),
    secret.system === null
      ? [replacementLine(context, item), lastUseLine(context, item)].filter((line) => line !== '').join(' ')
      : '',
    { important: text('mail.reminder.next', { step: nextStep(item, to.timeZone) }) },
  ].filter((line) => line !== '');
}

function consequence({ to }: Context, { kind, secret, anotherWorks, isUnused }: ToldItem): string {
  const application = plainName(secret.application_name);
  const at = instantWords(secret.expires_at, to.timeZone).full;
  if (kind === 'taken-over') return text('mail.reminder.nothing-stops');
  if (kind === 'never-used') return text('mail.reminder.never-used-first');
  if (kind === 'expired' && !anotherWorks) return text('mail.reminder.stopped', { application, at });
  if (isUnused) return text('mail.reminder.unused');
  if (anotherWorks) return text('mail.reminder.another-works', { application });
  return text('mail.reminder.stops', { application, at });
}

function aboutSecret({ to, now }: Context, { kind, secret }: ToldItem): string {
  const parameters = {
    application: plainName(secret.application_name),
    name: plainName(secret.name),
    hint: secret.hint,
    at: instantWords(secret.expires_at, to.timeZone).full,
  };
  if (kind === 'expired' || secret.expires_at <= now) return text('mail.reminder.secret-expired', parameters);
  if (kind === 'taken-over' || kind === 'never-used') return text('mail.reminder.secret', parameters);
  return text('mail.reminder.secret-expires', {
    ...parameters,
    left: daysUntil(secret.expires_at, to.timeZone, now),
  });
}

function replacementLine({ to }: Context, { kind, replacement }: ToldItem): string {
  if (replacement === null) return kind === 'never-used' ? '' : text('mail.reminder.replacement-none');
  const { created_by: by, name, hint, created_at: at } = replacement.secret;
  return text('mail.reminder.replacement-created', {
    by: plainName(by.name),
    name: plainName(name),
    hint,
    at: instantWords(at, to.timeZone).date,
  });
}

function lastUseLine({ to }: Context, { kind, secret }: ToldItem): string {
  if (kind === 'never-used') return '';
  if (secret.last_used_at === null) return text('mail.reminder.last-use-none');
  return text('mail.reminder.last-use', {
    at: instantWords(secret.last_used_at, to.timeZone).full,
    address: secret.last_address ?? '',
    userAgent: userAgentWords(secret.last_user_agent),
  });
}

/** Where to go without following a link, the link for those who trust it, and the operator's guide (R2.6). */
export function closingLines(
  { config }: Pick<Context, 'config'>,
  { secret }: Pick<ToldItem, 'secret'>,
  single: boolean,
  number: string,
): MailLine[] {
  const page = new URL('/manage-api-credentials', config.publicUrl);
  if (single) page.searchParams.set('application', secret.application_id);
  return [
    text('mail.reminder.where', { portal: new URL(config.publicUrl).host, number: numberWords(number) }),
    { link: page.href },
    text('mail.reminder.guide'),
    { link: config.apiGuideUrl },
  ];
}

/** A mail's number as it is told and asked for: 00123. */
export const numberWords = (number: string): string => number.padStart(5, '0');
