import type { Notification } from '@keyturn/contract';
import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { FailureNotice } from '../../../components/ui/failure-notice.tsx';
import { announce } from '../../../components/ui/live-region.tsx';
import { text } from '../../../lib/messages.ts';
import { useSubmit } from '../../../lib/use-submit.ts';
import { sendAgain } from '../api/notifications.ts';
import { writtenNumber } from '../notifications-search.ts';
import styles from './notification-list.module.css';

type Props = {
  mail: Notification;
  isOperator: boolean;
  /** When the button is gone with what it did. */
  onSent: () => void;
};

/** For operators, beside a mail that failed for good: another attempt, or why there can be none. */
export function SendAgain({ mail, isOperator, onSent }: Props): ReactNode {
  const queryClient = useQueryClient();
  const number = writtenNumber(mail.number);
  const { busy, error, submit } = useSubmit(async () => {
    await sendAgain(queryClient, mail.number);
    announce(text('web.notification.sent-again', { number }));
    onSent();
  });
  if (!isOperator || mail.status !== 'failed') return null;
  if (!mail.canSendAgain) return <p className={styles.minor}>{text('web.notification.not-again')}</p>;
  return (
    <div className={styles.again}>
      <Button
        variant="default"
        size="xs"
        loading={busy}
        aria-label={text('web.notification.send-again-name', { number })}
        onClick={() => submit()}
      >
        {text('web.notification.send-again')}
      </Button>
      {error === null ? null : <FailureNotice error={error} />}
    </div>
  );
}
