import type { Notification } from '@keyturn/contract';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useClock } from '../../../lib/clock.tsx';
import { formatInstant } from '../../../lib/instants.ts';
import { text } from '../../../lib/messages.ts';
import { writtenNumber, type LogFilter } from '../notifications-search.ts';
import styles from './notification-list.module.css';
import { NotificationStatus } from './notification-status.tsx';
import { NotificationTopics } from './notification-topics.tsx';
import { SendAgain } from './send-again.tsx';

const topicsAtMost = 3;

export const linkIdOf = (number: number): string => `notification-${number}`;

type Props = { mail: Notification; filter: LogFilter; isOperator: boolean; onSentAgain: () => void };

/** One mail of the log. */
export function NotificationItem({ mail, filter, isOperator, onSentAgain }: Props): ReactNode {
  const { timeZone } = useClock();
  const number = writtenNumber(mail.number);
  const id = linkIdOf(mail.number);
  return (
    <li className={styles.item}>
      <div className={styles.what}>
        <h2 className={styles.subject}>
          <Link id={id} to="/notifications" search={{ ...filter, number }}>
            {mail.subject}
          </Link>
        </h2>
        <p className={styles.minor}>
          {text('web.notification.number', { number })} ·{' '}
          <time dateTime={mail.at}>{formatInstant(mail.at, timeZone)}</time>
        </p>
        <p className={styles.minor}>{recipientWords(mail)}</p>
        <NotificationTopics topics={mail.topics} atMost={topicsAtMost} />
      </div>
      <div className={styles.state}>
        <NotificationStatus mail={mail} inFull={false} />
        <SendAgain mail={mail} isOperator={isOperator} onSent={onSentAgain} />
      </div>
    </li>
  );
}

const recipientWords = ({ recipient: { name, email } }: Notification): string =>
  name === null
    ? text('web.notification.to-mailbox', { email })
    : text('web.notification.to', { name, email });
