import { NativeSelect, TextInput } from '@mantine/core';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { text } from '../../../lib/messages.ts';
import { useTyped } from '../../../lib/use-typed.ts';
import type { listQuery } from './list-query.ts';

const typedMs = 300;

type Option = { value: string; label: string };

type Props<Item> = {
  label: string;
  searchLabel: string;
  chooseLabel: string;
  /** One that was chosen before; it stays a choice, whatever is searched for. */
  chosen: Option | null;
  query: (search: string | undefined) => ReturnType<typeof listQuery<Item>>;
  /** Choices above those that are found. */
  extras?: Option[];
  /** null: it is no choice. */
  toOption: (item: Item) => Option | null;
  error?: string | undefined;
  onChoose: (option: Option | null) => void;
};

/** A choice of one record among however many there are: a list, and where it would be too long, a search above it. */
export function RecordPicker<Item>(props: Props<Item>): ReactNode {
  const { label, searchLabel, chooseLabel, chosen, query, extras = [], toOption, error, onChoose } = props;
  const [search, setSearch] = useState('');
  const [typed, setTyped] = useTyped(search, setSearch, typedMs);
  const { data } = useInfiniteQuery({
    ...query(search.trim() === '' ? undefined : search),
    placeholderData: keepPreviousData,
  });
  const [first] = data?.pages ?? [];
  const found = (first?.items ?? []).flatMap((item) => toOption(item) ?? []);
  const above = chosen === null ? extras : [...extras, chosen];
  const options = [...above, ...found].filter(
    ({ value }, index, all) => all.findIndex((other) => other.value === value) === index,
  );
  const isLong = search !== '' || typed !== '' || (first?.next ?? null) !== null;
  return (
    <>
      {isLong ? (
        <TextInput
          type="search"
          label={searchLabel}
          value={typed}
          maxLength={200}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      ) : null}
      <NativeSelect
        label={label}
        value={chosen?.value ?? ''}
        error={error}
        onChange={(event) =>
          onChoose(options.find(({ value }) => value === event.currentTarget.value) ?? null)
        }
        data={[
          { value: '', label: first === undefined ? text('web.list.loading') : chooseLabel },
          ...options,
        ]}
      />
    </>
  );
}
