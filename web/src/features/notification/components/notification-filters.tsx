import { notificationKind, notificationStatus, type NotificationKind } from '@keyturn/contract';
import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useId, useState, type FormEvent, type ReactNode } from 'react';
import { text } from '../../../lib/messages.ts';
import { useTyped } from '../../../lib/use-typed.ts';
import {
  numberIn,
  parseNotificationsSearch,
  writtenNumber,
  type LogFilter,
} from '../notifications-search.ts';
import styles from './notification-list.module.css';

type Props = {
  filter: LogFilter;
  isOperator: boolean;
  onChange: (filter: LogFilter) => void;
  onNumber: (number: string) => void;
};

const typedMs = 300;

/** What only operators are told. */
const forOperators = new Set<NotificationKind>(['not-replaced', 'failed-mails']);

/** A mail by the number in it; or some of them. */
export function NotificationFilters({ filter, isOperator, onChange, onNumber }: Props): ReactNode {
  const kinds = notificationKind.options.filter((kind) => isOperator || !forOperators.has(kind));
  const choose = (key: 'search' | 'status' | 'kind', value: string): void =>
    onChange(parseNotificationsSearch({ ...filter, search: typed, [key]: value }));
  const [typed, setTyped] = useTyped(filter.search ?? '', (search) => choose('search', search), typedMs);
  return (
    <search className={styles.filters}>
      <NumberForm onNumber={onNumber} />
      <TextInput
        type="search"
        label={text('web.notifications.search')}
        placeholder={text('web.notifications.search-hint')}
        value={typed}
        maxLength={200}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <NativeSelect
        label={text('web.notifications.filter-status')}
        value={filter.status ?? ''}
        onChange={(event) => choose('status', event.currentTarget.value)}
        data={[
          { value: '', label: text('web.notifications.filter-all-statuses') },
          ...notificationStatus.options.map((value) => ({
            value,
            label: text(`web.notifications.status-${value}`),
          })),
        ]}
      />
      <NativeSelect
        label={text('web.notifications.filter-kind')}
        value={filter.kind ?? ''}
        onChange={(event) => choose('kind', event.currentTarget.value)}
        data={[
          { value: '', label: text('web.notifications.filter-all-kinds') },
          ...kinds.map((value) => ({ value, label: text(`web.notification.kind-${value}`) })),
        ]}
      />
    </search>
  );
}

function NumberForm({ onNumber }: Pick<Props, 'onNumber'>): ReactNode {
  const [typed, setTyped] = useState('');
  const [wrong, setWrong] = useState(false);
  const id = useId();
  function find(event: FormEvent): void {
    event.preventDefault();
    const number = numberIn(typed);
    setWrong(number === null);
    if (number === null) document.getElementById(id)?.focus();
    else onNumber(writtenNumber(number));
  }
  return (
    <form className={styles.find} onSubmit={find} noValidate>
      <TextInput
        id={id}
        inputMode="numeric"
        autoComplete="off"
        label={text('web.notifications.number')}
        placeholder={text('web.notifications.number-hint')}
        value={typed}
        maxLength={30}
        error={wrong ? text('web.notifications.number-wrong') : undefined}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          setWrong(false);
        }}
      />
      <Button type="submit" variant="default" className={styles.findButton ?? ''}>
        {text('web.notifications.find')}
      </Button>
    </form>
  );
}
