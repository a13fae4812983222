import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { problemCode } from '../../../lib/api-call.ts';
import { text } from '../../../lib/messages.ts';
import { subjectQuery } from '../api/notifications.ts';
import type { LogFilter } from '../notifications-search.ts';
import styles from './notification-list.module.css';

/** That the log is about one application or client secret alone, and the way back to all. */
export function FilterSubject({ filter, email }: { filter: LogFilter; email: string }): ReactNode {
  const { application: clientId, secret: secretId, ...others } = filter;
  const { data, error } = useQuery({ ...subjectQuery(clientId ?? ''), enabled: clientId !== undefined });
  if (clientId === undefined && secretId === undefined) return null;
  const secret = data?.secrets.find(({ id }) => id === secretId);
  const isMissing = problemCode(error) === 'not-found';
  return (
    <p className={styles.only}>
      <span>
        {isMissing
          ? text('web.notifications.dead-link', { email })
          : secretId !== undefined && (data === undefined || secret === undefined)
            ? text('web.notifications.only-some-secret')
            : data === undefined
              ? text('web.notifications.only-some-application')
              : secret === undefined
                ? text('web.notifications.only-application', { application: data.name })
                : text('web.notifications.only-secret', {
                    secret: secret.name,
                    hint: secret.hint,
                    application: data.name,
                  })}
      </span>{' '}
      <Link to="/notifications" search={others}>
        {text('web.notifications.show-all')}
      </Link>
    </p>
  );
}
