import type { NotificationDetails, Session } from '@keyturn/contract';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useRef, type ReactNode } from 'react';
import { FailureNotice } from '../../../components/ui/failure-notice.tsx';
import { Message } from '../../../components/ui/message.tsx';
import { problemCode } from '../../../lib/api-call.ts';
import { useClock } from '../../../lib/clock.tsx';
import { formatInstant } from '../../../lib/instants.ts';
import { text } from '../../../lib/messages.ts';
import { useSignedOut } from '../../session/use-signed-out.ts';
import { notificationQuery } from '../api/notifications.ts';
import { numberIn, writtenNumber, type LogFilter } from '../notifications-search.ts';
import { MailContent } from './mail-content.tsx';
import styles from './notification-view.module.css';
import { NotificationStatus } from './notification-status.tsx';
import { NotificationTopics } from './notification-topics.tsx';
import { SendAgain } from './send-again.tsx';

type Props = { typed: string; filter: LogFilter; session: Session; supportEmail: string };

/** One mail by its number, whoever wrote the address. */
export function NotificationView({ typed, ...rest }: Props): ReactNode {
  const number = numberIn(typed);
  return (
    <>
      <p>
        <Link to="/notifications" search={rest.filter}>
          {text('web.notification.back')}
        </Link>
      </p>
      {number === null ? (
        <Missing number={typed} email={rest.session.user.email} />
      ) : (
        <Numbered key={number} number={number} {...rest} />
      )}
    </>
  );
}

const Missing = ({ number, email }: { number: string; email: string }): ReactNode => (
  <div className={styles.card}>
    <p role="status">{text('web.notification.missing', { number, email })}</p>
  </div>
);

function Numbered({ number, session, supportEmail }: Omit<Props, 'typed'> & { number: number }): ReactNode {
  const { data, error, isFetching, refetch } = useQuery(notificationQuery(number));
  const onSignedOut = useSignedOut();
  const isOver = problemCode(error) === 'unauthenticated';
  useEffect(() => {
    if (isOver) onSignedOut();
  }, [isOver, onSignedOut]);
  if (problemCode(error) === 'not-found')
    return <Missing number={writtenNumber(number)} email={session.user.email} />;
  if (data !== undefined) return <Mail mail={data} session={session} supportEmail={supportEmail} />;
  if (error === null || isOver) return <p role="status">{text('web.notification.loading')}</p>;
  return (
    <FailureNotice
      error={error}
      message={text('web.notifications.load-failed')}
      action={
        <Button variant="default" size="xs" loading={isFetching} onClick={() => void refetch()}>
          {text('web.try-again')}
        </Button>
      }
    />
  );
}

type MailProps = { mail: NotificationDetails; session: Session; supportEmail: string };

function Mail({ mail, session, supportEmail }: MailProps): ReactNode {
  const { timeZone } = useClock();
  const heading = useRef<HTMLHeadingElement>(null);
  const isOperator = session.user.role === 'operator';
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  const { name, email } = mail.recipient;
  return (
    <article className={styles.card} aria-labelledby="notification-subject">
      <h2 id="notification-subject" ref={heading} tabIndex={-1} className={styles.subject}>
        {mail.subject}
      </h2>
      <dl className={styles.facts}>
        <dt>{text('web.notification.recipient')}</dt>
        <dd>
          {name === null
            ? text('web.notification.recipient-mailbox', { email })
            : text('web.notification.recipient-person', { name, email })}
        </dd>
        <dt>{text('web.notification.at')}</dt>
        <dd>
          <time dateTime={mail.at}>{formatInstant(mail.at, timeZone)}</time>
        </dd>
        <dt>{text('web.notification.status')}</dt>
        <dd className={styles.status}>
          <NotificationStatus mail={mail} inFull />
          <SendAgain mail={mail} isOperator={isOperator} onSent={() => heading.current?.focus()} />
          {mail.status === 'failed' && !isOperator ? (
            <p className="kt-muted kt-small">
              <Message
                id="web.notification.failed-manager"
                values={{ support: <a href={`mailto:${supportEmail}`}>{supportEmail}</a> }}
              />
            </p>
          ) : null}
        </dd>
        {mail.topics.every(({ kind }) => kind === 'test') ? null : (
          <>
            <dt>{text('web.notification.about')}</dt>
            <dd>
              <NotificationTopics topics={mail.topics} />
              <OfApplication mail={mail} />
            </dd>
          </>
        )}
      </dl>
      <section className={styles.content} aria-label={text('web.notification.content')}>
        <h3>{text('web.notification.content')}</h3>
        <MailContent mail={mail} />
      </section>
    </article>
  );
}

/** When a mail is about one application alone: the way to the others about it. */
function OfApplication({ mail }: { mail: NotificationDetails }): ReactNode {
  const [application, ...others] = new Set(mail.topics.map((topic) => topic.application?.clientId));
  if (application === undefined || others.length > 0) return null;
  return (
    <Link className={styles.more} to="/notifications" search={{ application }}>
      {text('web.notification.of-application')}
    </Link>
  );
}
