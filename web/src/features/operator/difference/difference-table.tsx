import type { ReactNode } from 'react';
import { text } from '../../../lib/messages.ts';
import type { Difference } from './describe-values.ts';
import styles from './difference-table.module.css';

type Props = { differences: Difference[]; /** Of what they are. */ label: string };

/** What a record was and is, field by field; of something new or deleted its values. */
export function DifferenceTable({ differences, label }: Props): ReactNode {
  const hasBefore = differences.some(({ before }) => before !== null);
  const hasAfter = differences.some(({ after }) => after !== null);
  const isChange = hasBefore && hasAfter;
  return (
    <div className={styles.room} role="group" aria-label={label} tabIndex={0}>
      <table className={styles.table}>
        <thead className={isChange ? undefined : 'kt-visually-hidden'}>
          <tr>
            <th scope="col">{text('web.difference.field')}</th>
            {hasBefore ? (
              <th scope="col">{text(isChange ? 'web.difference.before' : 'web.difference.value')}</th>
            ) : null}
            {hasAfter ? (
              <th scope="col">{text(isChange ? 'web.difference.after' : 'web.difference.value')}</th>
            ) : null}
          </tr>
        </thead>
        <tbody>
          {differences.map(({ field, label: name, before, after }) => (
            <tr key={field}>
              <th scope="row">{name}</th>
              {hasBefore ? <td className={isChange ? styles.before : undefined}>{before}</td> : null}
              {hasAfter ? <td className={isChange ? styles.after : undefined}>{after}</td> : null}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
