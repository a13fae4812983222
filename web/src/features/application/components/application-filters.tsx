import { NativeSelect, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { text } from '../../../lib/messages.ts';
import type { ApplicationFilter } from '../filter-applications.ts';
import styles from './application-list.module.css';

type Props = { filter: ApplicationFilter; onChange: (filter: ApplicationFilter) => void; hits: number };

const states = [
  { value: '', label: 'web.applications.filter-all-states' },
  { value: 'attention', label: 'web.applications.filter-attention' },
  { value: 'fine', label: 'web.applications.filter-fine' },
] as const;
const environments = [
  { value: '', label: 'web.applications.filter-all-environments' },
  { value: 'production', label: 'web.applications.production' },
  { value: 'sandbox', label: 'web.applications.sandbox' },
] as const;

/** Search and filters, for those who manage many applications. */
export function ApplicationFilters({ filter, onChange, hits }: Props): ReactNode {
  const state = (value: string): ApplicationFilter['state'] =>
    states.find((one) => one.value === value)?.value ?? '';
  const environment = (value: string): ApplicationFilter['environment'] =>
    environments.find((one) => one.value === value)?.value ?? '';
  return (
    <search className={styles.filters}>
      <TextInput
        type="search"
        label={text('web.applications.search')}
        placeholder={text('web.applications.search-hint')}
        value={filter.search}
        onChange={(event) => onChange({ ...filter, search: event.currentTarget.value })}
      />
      <NativeSelect
        label={text('web.applications.filter-state')}
        value={filter.state}
        onChange={(event) => onChange({ ...filter, state: state(event.currentTarget.value) })}
        data={states.map(({ value, label }) => ({ value, label: text(label) }))}
      />
      <NativeSelect
        label={text('web.applications.filter-environment')}
        value={filter.environment}
        onChange={(event) => onChange({ ...filter, environment: environment(event.currentTarget.value) })}
        data={environments.map(({ value, label }) => ({ value, label: text(label) }))}
      />
      <p className="kt-muted kt-small" role="status">
        {text('web.applications.hits', { count: hits })}
      </p>
    </search>
  );
}
