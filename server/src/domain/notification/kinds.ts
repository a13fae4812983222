import { notificationKind, type NotificationKind } from '@keyturn/contract';
import type { NoticeKey } from '../outbox/queue-notice.ts';

export type { NotificationKind };

/** A stored kind as what it is. */
export const notificationKindOf = (stored: string): NotificationKind | null =>
  notificationKind.safeParse(stored).data ?? null;

/** What a mail is: one about an account, or one that lists what there is to tell about client secrets. */
export type MailKind = NoticeKey | 'reminder' | 'expired' | 'presented' | 'failed-mails' | 'test';
