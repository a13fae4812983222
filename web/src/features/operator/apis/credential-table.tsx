import type { Api, IntrospectionCredential } from '@keyturn/contract';
import { ActionIcon } from '@mantine/core';
import type { ReactNode } from 'react';
import { Icon } from '../../../components/ui/icon.tsx';
import { useClock } from '../../../lib/clock.tsx';
import { formatPast, formatShortDay } from '../../../lib/instants.ts';
import { text } from '../../../lib/messages.ts';
import styles from './credentials-section.module.css';
import { RecordTable, type Column } from '../record/record-list.tsx';

type Props = { api: Api; onDelete: (id: string) => void };

/** The introspection credentials of an API that work. */
export function CredentialTable({ api, onDelete }: Props): ReactNode {
  const columns: Column<IntrospectionCredential>[] = [
    {
      label: text('web.api-credentials.column-name'),
      cell: (credential) => <Name credential={credential} />,
    },
    {
      label: text('web.api-credentials.column-last-used'),
      cell: (credential) => <LastUsed credential={credential} />,
    },
    {
      label: text('web.api-credentials.column-created'),
      cell: (credential) => <Created credential={credential} />,
    },
    {
      label: text('web.api-credentials.column-actions'),
      cell: ({ id, name }) => (
        <ActionIcon
          variant="subtle"
          color="danger"
          size="lg"
          className={styles.action ?? ''}
          aria-label={text('web.api-credentials.delete-name', { name })}
          onClick={() => onDelete(id)}
        >
          <Icon name="delete" size={18} />
        </ActionIcon>
      ),
    },
  ];
  return (
    <RecordTable
      label={text('web.api-credentials.table', { api: api.name })}
      items={api.introspectionCredentials}
      idOf={({ id }) => id}
      columns={columns}
    />
  );
}

type OfCredential = { credential: IntrospectionCredential };

const Name = ({ credential: { name, hint } }: OfCredential): ReactNode => (
  <>
    {name}{' '}
    <span className="kt-muted kt-mono kt-small">
      <span aria-hidden="true">{hint}…</span>
      <span className="kt-visually-hidden">{text('web.api-credentials.hint', { hint })}</span>
    </span>
  </>
);

function LastUsed({ credential: { lastUsedAt, lastUsedFrom } }: OfCredential): ReactNode {
  const { now, timeZone } = useClock();
  if (lastUsedAt === null) return text('web.api-credentials.never');
  return (
    <>
      <time dateTime={lastUsedAt}>{formatPast(lastUsedAt, timeZone, now)}</time>
      {lastUsedFrom === null ? null : (
        <Minor>{text('web.api-credentials.from', { address: lastUsedFrom })}</Minor>
      )}
    </>
  );
}

function Created({ credential: { createdAt, createdBy } }: OfCredential): ReactNode {
  const { now, timeZone } = useClock();
  return (
    <>
      <time dateTime={createdAt}>{formatShortDay(createdAt, timeZone, now)}</time>
      <Minor>{text('web.api-credentials.by', { name: createdBy })}</Minor>
    </>
  );
}

const Minor = ({ children }: { children: ReactNode }): ReactNode => (
  <div className="kt-muted kt-small">{children}</div>
);
