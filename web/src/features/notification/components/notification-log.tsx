import type { Session } from '@keyturn/contract';
import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useRef, useState, type ReactNode } from 'react';
import { FailureNotice } from '../../../components/ui/failure-notice.tsx';
import { Notice } from '../../../components/ui/notice.tsx';
import { problemCode } from '../../../lib/api-call.ts';
import { exportHref } from '../../../lib/export-href.ts';
import { text } from '../../../lib/messages.ts';
import { useSignedOut } from '../../session/use-signed-out.ts';
import { logQuery } from '../api/notifications.ts';
import { isFiltered, writtenNumber, type LogFilter } from '../notifications-search.ts';
import { FailedAlert } from './failed-alert.tsx';
import { FilterSubject } from './filter-subject.tsx';
import { NotificationFilters } from './notification-filters.tsx';
import { linkIdOf, NotificationItem } from './notification-item.tsx';
import styles from './notification-list.module.css';
import { TestMail } from './test-mail.tsx';

type Props = {
  filter: LogFilter;
  session: Session;
  supportEmail: string;
  onFilter: (filter: LogFilter) => void;
  onNumber: (number: string) => void;
};

/** The log of mails with what finds one among them. */
export function NotificationLog({ filter, session, supportEmail, onFilter, onNumber }: Props): ReactNode {
  const isOperator = session.user.role === 'operator';
  return (
    <>
      {isOperator ? <FailedAlert onShow={() => onFilter({ status: 'failed' })} /> : null}
      <TestMail email={session.user.email} supportEmail={supportEmail} />
      <NotificationFilters filter={filter} isOperator={isOperator} onChange={onFilter} onNumber={onNumber} />
      <FilterSubject filter={filter} email={session.user.email} />
      <Mails filter={filter} isOperator={isOperator} onFilter={onFilter} />
    </>
  );
}

function Mails({
  filter,
  isOperator,
  onFilter,
}: Pick<Props, 'filter' | 'onFilter'> & { isOperator: boolean }): ReactNode {
  const query = useInfiniteQuery(logQuery(filter));
  const { data, error, isFetching, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  const onSignedOut = useSignedOut();
  const [sentAgain, setSentAgain] = useState<string | null>(null);
  const isOver = problemCode(error) === 'unauthenticated';
  useEffect(() => {
    if (isOver) onSignedOut();
  }, [isOver, onSignedOut]);

  const mails = data?.pages.flatMap(({ items }) => items);
  // The button moves down, or is gone: reading goes on at the first of what came.
  const pages = data?.pages.length ?? 0;
  const pagesBefore = useRef<number | null>(null);
  const goOnReading = useEffectEvent(() => {
    const [next] = data?.pages.at(-1)?.items ?? [];
    if (next !== undefined) document.getElementById(linkIdOf(next.number))?.focus();
  });
  useEffect(() => {
    if (pagesBefore.current !== null && pages > pagesBefore.current) goOnReading();
    pagesBefore.current = null;
  }, [pages]);
  const showMore = (): void => {
    pagesBefore.current = pages;
    void fetchNextPage();
  };
  const failure =
    error === null || isOver ? null : (
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
  if (mails === undefined) return failure ?? <p role="status">{text('web.notifications.loading')}</p>;
  return (
    <>
      {failure}
      {sentAgain === null ? null : (
        <Notice tone="good">{text('web.notification.sent-again', { number: sentAgain })}</Notice>
      )}
      {mails.length === 0 ? (
        <Nothing isFiltered={isFiltered(filter)} isOperator={isOperator} onClear={() => onFilter({})} />
      ) : (
        <ul className={styles.list} aria-label={text('web.notifications.list')}>
          {mails.map((mail) => (
            <NotificationItem
              key={mail.number}
              mail={mail}
              filter={filter}
              isOperator={isOperator}
              onSentAgain={() => {
                setSentAgain(writtenNumber(mail.number));
                // Among failed mails alone it is gone now.
                setTimeout(() => (document.getElementById(linkIdOf(mail.number)) ?? heading())?.focus(), 0);
              }}
            />
          ))}
        </ul>
      )}
      {hasNextPage ? (
        <div>
          <Button variant="default" loading={isFetchingNextPage} onClick={showMore}>
            {text('web.notifications.more')}
          </Button>
        </div>
      ) : null}
      {isOperator && mails.length > 0 ? (
        <p className="kt-small">
          <a href={exportHref('notifications', filter)} download>
            {text('web.notifications.export')}
          </a>
        </p>
      ) : null}
    </>
  );
}

const heading = (): HTMLElement | null => document.querySelector('h1');

type NothingProps = { isFiltered: boolean; isOperator: boolean; onClear: () => void };

const Nothing = ({ isFiltered: filtered, isOperator, onClear }: NothingProps): ReactNode =>
  filtered ? (
    <div className={styles.empty}>
      <p role="status">{text('web.notifications.no-hit')}</p>
      <Button variant="default" onClick={onClear}>
        {text('web.notifications.clear-filters')}
      </Button>
    </div>
  ) : (
    <div className={styles.empty}>
      <p>{text(isOperator ? 'web.notifications.none-operator' : 'web.notifications.none')}</p>
      {isOperator ? null : <p className="kt-muted">{text('web.notifications.none-hint')}</p>}
    </div>
  );
