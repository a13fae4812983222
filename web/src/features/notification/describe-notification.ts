import type { Notification } from '@keyturn/contract';
import type { IconName } from '../../components/ui/icon.tsx';
import type { Clock } from '../../lib/clock.tsx';
import { formatInstant } from '../../lib/instants.ts';
import { text } from '../../lib/messages.ts';

type Topic = Notification['topics'][number];

/** Who took a mail, with what words: `smtp.example.org: 250 2.0.0 OK`, or the file that it was kept as. */
export function acceptance(acceptedBy: string): { server: string; answer: string } | { file: string } {
  if (/^\d+\.eml$/.test(acceptedBy)) return { file: acceptedBy };
  const [, server = acceptedBy, answer = ''] = /^(\S+): ([\s\S]*)$/.exec(acceptedBy) ?? [];
  return { server, answer };
}

export type StatusWords = {
  icon: IconName;
  tone: 'good' | 'danger' | 'plain';
  label: string;
  more: string[];
};

/** How far a mail is, in words and never by colour alone. `more`: what only somebody who looks closer wants to know. */
export function describeStatus(mail: Notification, { now, timeZone }: Clock): StatusWords {
  const { status, error, attempts, nextAttemptAt, deliveredAt, acceptedBy } = mail;
  const at = (instant: string): string => formatInstant(instant, timeZone);
  const tries = attempts > 0 ? [text('web.notification.attempts', { count: attempts })] : [];
  switch (status) {
    case 'delivered': {
      const by = acceptance(acceptedBy ?? '');
      const values = { at: deliveredAt === null ? '' : at(deliveredAt) };
      if ('file' in by)
        return {
          icon: 'active',
          tone: 'good',
          label: text('web.notification.kept', { ...values, ...by }),
          more: [],
        };
      return {
        icon: 'active',
        tone: 'good',
        label: text('web.notification.accepted', { ...values, server: by.server }),
        more: by.answer === '' ? [] : [text('web.notification.accepted-answer', { answer: by.answer })],
      };
    }
    case 'queued': {
      const isLater = nextAttemptAt !== null && Date.parse(nextAttemptAt) > now.getTime() && attempts > 0;
      return {
        icon: 'clock',
        tone: 'plain',
        label: isLater
          ? text('web.notification.waiting-until', { at: at(nextAttemptAt) })
          : text('web.notification.waiting'),
        more: [...tries, ...(error === null ? [] : [text('web.notification.last-error', { error })])],
      };
    }
    case 'failed':
      return {
        icon: 'error',
        tone: 'danger',
        label:
          error === null ? text('web.notification.failed') : text('web.notification.failed-error', { error }),
        more: tries,
      };
  }
}

/** "Gateway (aB3…) of Partner-X", or the application alone; null: about neither. */
export function describeSubject({ application, secret }: Topic): string | null {
  if (application === null) return null;
  if (secret === null) return application.name;
  const words = { secret: secret.name, application: application.name };
  // The former system may not have shown the beginning of one.
  return secret.system === null
    ? text('web.notification.topic-secret', { ...words, hint: secret.hint })
    : text('web.notification.topic-secret-elsewhere', { ...words, hint: secret.hint || 'none' });
}

/** Why a mail tells about it: "30 days before it expires", "Never used". */
export const describeReason = ({ kind, days }: Topic): string =>
  days !== null && (kind === 'expiring' || kind === 'not-replaced')
    ? text('web.notification.days', { days })
    : text(`web.notification.kind-${kind}`);
