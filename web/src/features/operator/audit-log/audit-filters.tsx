import { auditAction } from '@keyturn/contract';
import type { Application } from '@keyturn/contract';
import { NativeSelect, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { text } from '../../../lib/messages.ts';
import { useTyped } from '../../../lib/use-typed.ts';
import { applicationsQuery } from '../application/application-api.ts';
import { RecordPicker } from '../record/record-picker.tsx';
import styles from './audit-log.module.css';
import { actionGroups, auditLogSearch, type AuditLogFilter } from './audit-log-search.ts';
import { actionText, groupText } from './describe-event.ts';

type Props = {
  filter: AuditLogFilter;
  timeZone: string;
  onChange: (filter: AuditLogFilter) => void;
};

const typedMs = 300;

/** What finds events: who, what, to what, of which application, from where and when. */
export function AuditFilters({ filter, timeZone, onChange }: Props): ReactNode {
  const choose = (values: Record<string, unknown>): void =>
    onChange(auditLogSearch.parse({ ...filter, ...values }));
  const zone = text('web.audit.filter-zone', { zone: timeZone });
  return (
    <search className={styles.filters}>
      <Typed
        label={text('web.audit.filter-actor')}
        value={filter.actor}
        onTyped={(actor) => choose({ actor })}
      />
      <NativeSelect
        label={text('web.audit.filter-action')}
        value={filter.action ?? ''}
        onChange={(event) => choose({ action: event.currentTarget.value })}
        data={[{ value: '', label: text('web.list.filter-all') }, ...actionGroups.map(groupOf)]}
      />
      <Typed
        label={text('web.audit.filter-target')}
        value={filter.target}
        onTyped={(target) => choose({ target })}
      />
      <Typed
        label={text('web.audit.filter-value')}
        value={filter.value}
        onTyped={(value) => choose({ value })}
      />
      <RecordPicker<Application>
        label={text('web.audit.filter-application')}
        searchLabel={text('web.audit.filter-application-search')}
        chooseLabel={text('web.audit.filter-application-choose')}
        chosen={
          filter.application === undefined ? null : { value: filter.application, label: filter.application }
        }
        query={(search) => applicationsQuery({ search })}
        toOption={({ clientId, name }) => ({ value: clientId, label: name })}
        onChoose={(option) => choose({ application: option?.value })}
      />
      <Typed
        label={text('web.audit.filter-address')}
        value={filter.address}
        onTyped={(address) => choose({ address })}
      />
      {(['from', 'to'] as const).map((end) => (
        <TextInput
          key={end}
          type="date"
          label={text(`web.audit.filter-${end}`)}
          title={zone}
          value={filter[end] ?? ''}
          onChange={(event) => choose({ [end]: event.currentTarget.value })}
        />
      ))}
    </search>
  );
}

function groupOf(group: string) {
  const actions = auditAction.options.filter((action) => action.startsWith(`${group}.`));
  const items = actions.map((value) => ({ value, label: actionText(value) }));
  const all = { value: group, label: text('web.audit.all-of', { group: groupText(group) }) };
  return { group: groupText(group), items: items.length > 1 ? [all, ...items] : items };
}

type TypedProps = { label: string; value: string | undefined; onTyped: (value: string) => void };

function Typed({ label, value = '', onTyped }: TypedProps): ReactNode {
  const [typed, setTyped] = useTyped(value, onTyped, typedMs);
  return (
    <TextInput
      type="search"
      label={label}
      value={typed}
      maxLength={200}
      autoComplete="off"
      onChange={(event) => setTyped(event.currentTarget.value)}
    />
  );
}
