import type { Application } from '@keyturn/contract';
import type { ReactNode } from 'react';
import { useClock } from '../../../lib/clock.tsx';
import { formatPastInline } from '../../../lib/instants.ts';
import { text } from '../../../lib/messages.ts';
import styles from './recently-deleted.module.css';

/** Client secrets deleted in the last 90 days, newest first. */
export function RecentlyDeleted({ secrets }: Pick<Application, 'secrets'>): ReactNode {
  const { now, timeZone } = useClock();
  const deleted = secrets
    .flatMap((secret) => (secret.deleted === null ? [] : [{ ...secret, deleted: secret.deleted }]))
    .toSorted((one, other) => other.deleted.at.localeCompare(one.deleted.at));
  if (deleted.length === 0) return null;
  return (
    <details className={`${styles.details} kt-more`}>
      <summary>{text('web.secret.recently-deleted', { count: deleted.length })}</summary>
      <ul>
        {deleted.map(({ id, name, hint, deleted: { at, by } }) => (
          <li key={id}>
            <span className={styles.name}>{name}</span> <code>{hint}…</code>{' '}
            <span className="kt-muted">
              {text('web.secret.deleted-line', { at: formatPastInline(at, timeZone, now), name: by.name })}
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}
