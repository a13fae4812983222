import type { Application } from '@keyturn/contract';
import type { ReactNode } from 'react';
import { useClock } from '../../../lib/clock.tsx';
import { text } from '../../../lib/messages.ts';
import { useStableOrder } from '../../../lib/use-stable-order.ts';
import { compareSecrets, isDeleted } from '../secret-state.ts';
import type { SecretAction } from './secret-actions.tsx';
import { SecretRow } from './secret-row.tsx';
import styles from './secret-table.module.css';

const columns = [
  'web.secret.column-name',
  'web.secret.column-expires',
  'web.secret.column-last-used',
  'web.secret.column-created',
  'web.secret.column-actions',
] as const;

type Props = { application: Application; onAction: (action: SecretAction, secretId: string) => void };

/** The client secrets of an application; on a phone each row is a card. The roles survive that change of layout. */
export function SecretTable({ application, onAction }: Props): ReactNode {
  const { now } = useClock();
  const secrets = useStableOrder(
    application.secrets.filter((secret) => !isDeleted(secret)).toSorted(compareSecrets(now)),
    ({ id }) => id,
  );
  return (
    <table
      className={styles.table}
      role="table"
      aria-label={text('web.secret.table', { application: application.name })}
    >
      <thead role="rowgroup">
        <tr role="row">
          {columns.map((column) => (
            <th key={column} role="columnheader" scope="col">
              {text(column)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {secrets.map((secret) => (
          <SecretRow
            key={secret.id}
            secret={secret}
            application={application}
            onAction={(action) => onAction(action, secret.id)}
          />
        ))}
      </tbody>
    </table>
  );
}
