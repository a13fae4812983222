import type { Notification } from '@keyturn/contract';
import type { ReactNode } from 'react';
import { Icon } from '../../../components/ui/icon.tsx';
import { useClock } from '../../../lib/clock.tsx';
import { describeStatus } from '../describe-notification.ts';
import styles from './notification-list.module.css';

/** How far a mail is. `inFull`: with the mail server's answers. */
export function NotificationStatus({ mail, inFull }: { mail: Notification; inFull: boolean }): ReactNode {
  const { icon, tone, label, more } = describeStatus(mail, useClock());
  return (
    <div>
      <p className={`${styles.status} ${styles[tone]}`}>
        <Icon name={icon} size={16} />
        <span>{label}</span>
      </p>
      {inFull || mail.status === 'queued'
        ? more.map((line) => (
            <p key={line} className={styles.minor}>
              {line}
            </p>
          ))
        : null}
    </div>
  );
}
