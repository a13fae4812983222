import type { NotificationDetails } from '@keyturn/contract';
import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { FailureNotice } from '../../../components/ui/failure-notice.tsx';
import { Notice, type Tone } from '../../../components/ui/notice.tsx';
import { useClock } from '../../../lib/clock.tsx';
import { formatInstant } from '../../../lib/instants.ts';
import { text } from '../../../lib/messages.ts';
import { useSubmit } from '../../../lib/use-submit.ts';
import { notificationQuery, sendTestMail } from '../api/notifications.ts';
import { acceptance } from '../describe-notification.ts';
import { writtenNumber } from '../notifications-search.ts';
import styles from './notification-list.module.css';

type Props = { email: string; supportEmail: string };

/** "Send me a test mail", and what becomes of it. */
export function TestMail({ email, supportEmail }: Props): ReactNode {
  const queryClient = useQueryClient();
  const [number, setNumber] = useState<number | null>(null);
  const { busy, error, submit } = useSubmit(async () => setNumber(await sendTestMail(queryClient)));
  return (
    <div className={styles.test}>
      <div>
        <Button variant="default" loading={busy} onClick={() => submit()}>
          {text('web.test-mail.send')}
        </Button>
      </div>
      {error === null ? null : <FailureNotice error={error} />}
      <div role="status">
        {number === null ? null : <Progress number={number} email={email} supportEmail={supportEmail} />}
      </div>
    </div>
  );
}

function Progress({ number, email, supportEmail }: Props & { number: number }): ReactNode {
  const { timeZone } = useClock();
  const { data, error } = useQuery(notificationQuery(number));
  const written = writtenNumber(number);
  const values = { number: written, email };
  if (error !== null) return <FailureNotice error={error} />;
  const { tone, message } = progressOf(data, timeZone, { ...values, support: supportEmail });
  return (
    <Notice tone={tone}>
      {message}{' '}
      <Link to="/notifications" search={{ number: written }}>
        {text('web.test-mail.open')}
      </Link>
    </Notice>
  );
}

type Values = { number: string; email: string; support: string };

function progressOf(
  mail: NotificationDetails | undefined,
  timeZone: string,
  values: Values,
): { tone: Tone; message: string } {
  const error = mail?.error ?? null;
  if (mail?.status === 'delivered') {
    const by = acceptance(mail.acceptedBy ?? '');
    if ('file' in by)
      return { tone: 'info', message: text('web.test-mail.kept', { ...values, file: by.file }) };
    const at = formatInstant(mail.deliveredAt ?? mail.at, timeZone);
    return { tone: 'good', message: text('web.test-mail.accepted', { ...values, at, server: by.server }) };
  }
  if (mail?.status === 'failed')
    return {
      tone: 'danger',
      message:
        error === null
          ? text('web.test-mail.failed', values)
          : text('web.test-mail.failed-error', { ...values, error }),
    };
  if (mail === undefined || mail.attempts === 0)
    return { tone: 'info', message: text('web.test-mail.waiting', values) };
  return {
    tone: 'warning',
    message:
      error === null
        ? text('web.test-mail.retrying-plain', values)
        : text('web.test-mail.retrying', { ...values, error }),
  };
}
