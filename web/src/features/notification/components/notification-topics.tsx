import type { Notification } from '@keyturn/contract';
import type { ReactNode } from 'react';
import { text } from '../../../lib/messages.ts';
import { describeReason, describeSubject } from '../describe-notification.ts';
import styles from './notification-list.module.css';

type Props = { topics: Notification['topics']; /** Left out: all of them. */ atMost?: number };

/** The client secrets and applications that a mail tells about, and why. */
export function NotificationTopics({ topics, atMost = Infinity }: Props): ReactNode {
  // Of several mails that failed one line says it all; a test mail is about nothing.
  const lines = [...new Set(topics.filter(({ kind }) => kind !== 'test').map(lineOf))];
  if (lines.length === 0) return null;
  const more = lines.length - atMost;
  return (
    <ul className={styles.topics}>
      {lines.slice(0, atMost).map((line) => (
        <li key={line}>{line}</li>
      ))}
      {more > 0 ? <li>{text('web.notification.topics-more', { count: more })}</li> : null}
    </ul>
  );
}

function lineOf(topic: Notification['topics'][number]): string {
  const subject = describeSubject(topic);
  return subject === null ? describeReason(topic) : `${subject} · ${describeReason(topic)}`;
}
