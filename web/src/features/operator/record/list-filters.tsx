import { NativeSelect, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import type { z } from 'zod';
import { text } from '../../../lib/messages.ts';
import { useTyped } from '../../../lib/use-typed.ts';
import styles from './list-filters.module.css';

const typedMs = 300;

type Choice = { key: string; label: string; options: { value: string; label: string }[] };

type Props<Filter> = {
  searchLabel: string;
  choices?: Choice[];
  filter: Filter;
  /** What is chosen is read as an address is. */
  schema: z.ZodType<Filter>;
  onChange: (filter: Filter) => void;
};

/** What finds some records of a list; what is typed is searched for a moment later. */
export function ListFilters<Filter extends { search?: string | undefined }>(props: Props<Filter>): ReactNode {
  const { searchLabel, choices = [], filter, schema, onChange } = props;
  const choose = (key: string, value: string): void =>
    onChange(schema.parse({ ...filter, search: typed, [key]: value }));
  const [typed, setTyped] = useTyped(filter.search ?? '', (search) => choose('search', search), typedMs);
  const chosen: Record<string, unknown> = { ...filter };
  return (
    <search className={styles.filters}>
      <TextInput
        type="search"
        label={searchLabel}
        value={typed}
        maxLength={200}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      {choices.map(({ key, label, options }) => (
        <NativeSelect
          key={key}
          label={label}
          value={typeof chosen[key] === 'string' ? chosen[key] : ''}
          onChange={(event) => choose(key, event.currentTarget.value)}
          data={[{ value: '', label: text('web.list.filter-all') }, ...options]}
        />
      ))}
    </search>
  );
}
