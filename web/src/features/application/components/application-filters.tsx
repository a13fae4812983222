import { NativeSelect, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { text } from '../../../lib/messages.ts';
import { useTyped } from '../../../lib/use-typed.ts';
import { environmentFilters, orders, stateFilters, type ApplicationFilter } from '../filter-applications.ts';
import styles from './application-list.module.css';

type Props = {
  filter: ApplicationFilter;
  /** Those that can be chosen, by name. */
  apis: string[];
  /** `typing`: more may follow at once. */
  onChange: (filter: ApplicationFilter, how: 'typing' | 'chosen') => void;
  hits: number;
};

const stateTexts = {
  attention: 'web.applications.filter-attention',
  'no-valid': 'web.filter.no-valid',
  expiring: 'web.filter.expiring',
  expired: 'web.filter.expired',
  disabled: 'web.filter.disabled',
  refused: 'web.filter.refused',
  'creator-left': 'web.filter.creator-left',
  fine: 'web.applications.filter-fine',
} as const;

const typedMs = 150;

/** Search, filters and order, for those who manage many applications. */
export function ApplicationFilters({ filter, apis, onChange, hits }: Props): ReactNode {
  const [typed, setTyped] = useTyped(
    filter.search,
    (search) => onChange({ ...filter, search }, 'typing'),
    typedMs,
  );
  const choose = (chosen: Partial<ApplicationFilter>): void =>
    onChange({ ...filter, search: typed, ...chosen }, 'chosen');
  // An address may name one that nobody has any more.
  const choosable = filter.api === '' || apis.includes(filter.api) ? apis : [...apis, filter.api];
  return (
    <search className={styles.filters}>
      <TextInput
        className={styles.search ?? ''}
        type="search"
        label={text('web.applications.search')}
        placeholder={text('web.applications.search-hint')}
        value={typed}
        maxLength={200}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <NativeSelect
        label={text('web.applications.filter-state')}
        value={filter.state}
        onChange={({ currentTarget: { value } }) =>
          choose({ state: stateFilters.find((one) => one === value) ?? '' })
        }
        data={[
          { value: '', label: text('web.applications.filter-all-states') },
          ...stateFilters.map((value) => ({ value, label: text(stateTexts[value]) })),
        ]}
      />
      <NativeSelect
        label={text('web.filter.api')}
        value={filter.api}
        onChange={(event) => choose({ api: event.currentTarget.value })}
        data={[
          { value: '', label: text('web.filter.all-apis') },
          ...choosable.map((value) => ({ value, label: value })),
        ]}
      />
      <NativeSelect
        label={text('web.applications.filter-environment')}
        value={filter.environment}
        onChange={({ currentTarget: { value } }) =>
          choose({ environment: environmentFilters.find((one) => one === value) ?? '' })
        }
        data={[
          { value: '', label: text('web.applications.filter-all-environments') },
          ...environmentFilters.map((value) => ({ value, label: text(`web.applications.${value}`) })),
        ]}
      />
      <NativeSelect
        label={text('web.filter.sort')}
        value={filter.sort}
        onChange={({ currentTarget: { value } }) =>
          choose({ sort: orders.find((one) => one === value) ?? 'worst' })
        }
        data={orders.map((value) => ({ value, label: text(`web.filter.sort-${value}`) }))}
      />
      <p className="kt-muted kt-small" role="status">
        {text('web.applications.hits', { count: hits })}
      </p>
    </search>
  );
}
