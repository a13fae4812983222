import { Button } from '@mantine/core';
import type { UseInfiniteQueryResult } from '@tanstack/react-query';
import { useEffect, useRef, type ReactNode, type Ref } from 'react';
import { FailureNotice } from '../../../components/ui/failure-notice.tsx';
import { text } from '../../../lib/messages.ts';
import { useSessionOver } from '../../session/use-session-over.ts';
import styles from './record-list.module.css';

export type Column<Item> = { label: string; cell: (item: Item) => ReactNode };

type Page<Item> = { items: Item[]; next: string | null };

type Props<Item> = {
  label: string;
  query: UseInfiniteQueryResult<{ pages: Page<Item>[] }>;
  idOf: (item: Item) => string;
  /** The first one holds what leads to the item. */
  columns: Column<Item>[];
  /** Where there is nothing at all. */
  none: ReactNode;
  /** Left out: the list is not narrowed. */
  onClearFilters?: (() => void) | undefined;
  /** Where the same list is a file, whole. */
  exports?: { label: string; href: string }[];
};

/** A list of records, page after page. */
export function RecordList<Item>(props: Props<Item>): ReactNode {
  const { label, query, idOf, columns, none, onClearFilters, exports = [] } = props;
  const { data, error, isFetching, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  const isOver = useSessionOver(error);
  const body = useRef<HTMLTableSectionElement>(null);
  const rowsBefore = useRef<number | null>(null);
  const items = data?.pages.flatMap((page) => page.items);
  const count = items?.length ?? 0;
  useEffect(() => {
    // The button moves down, or is gone: reading goes on at the first of what came.
    const before = rowsBefore.current;
    if (before === null || count <= before) return;
    rowsBefore.current = null;
    body.current?.rows[before]?.querySelector<HTMLElement>('a, summary')?.focus();
  }, [count]);

  const failure =
    error === null || isOver ? null : (
      <FailureNotice
        error={error}
        message={text('web.list.load-failed')}
        action={
          <Button variant="default" size="xs" loading={isFetching} onClick={() => void refetch()}>
            {text('web.try-again')}
          </Button>
        }
      />
    );
  if (items === undefined) return failure ?? <p role="status">{text('web.list.loading')}</p>;
  if (items.length === 0)
    return (
      <>
        {failure}
        <div className={styles.empty}>
          {onClearFilters === undefined ? (
            none
          ) : (
            <>
              <p role="status">{text('web.list.no-hit')}</p>
              <Button variant="default" onClick={onClearFilters}>
                {text('web.list.clear-filters')}
              </Button>
            </>
          )}
        </div>
      </>
    );
  return (
    <>
      {failure}
      <RecordTable
        label={label}
        items={items}
        idOf={idOf}
        columns={columns}
        bodyRef={body}
        isBusy={query.isPlaceholderData}
      />
      <div className={styles.below}>
        {hasNextPage ? (
          <Button
            variant="default"
            loading={isFetchingNextPage}
            onClick={() => {
              rowsBefore.current = count;
              void fetchNextPage();
            }}
          >
            {text('web.list.more')}
          </Button>
        ) : null}
        {exports.length === 0 ? null : (
          <p className={styles.exports}>
            {exports.map((file) => (
              <a key={file.href} href={file.href} download>
                {file.label}
              </a>
            ))}
          </p>
        )}
      </div>
    </>
  );
}

type TableProps<Item> = Pick<Props<Item>, 'label' | 'idOf' | 'columns'> & {
  items: Item[];
  bodyRef?: Ref<HTMLTableSectionElement>;
  /** Whether other items are on their way. */
  isBusy?: boolean;
};

/** Records below each other; on a phone each row is a card. The roles survive that change of layout. */
export function RecordTable<Item>(props: TableProps<Item>): ReactNode {
  const { label, items, idOf, columns, bodyRef, isBusy = false } = props;
  return (
    <table className={styles.table} role="table" aria-label={label} aria-busy={isBusy}>
      <thead role="rowgroup">
        <tr role="row">
          {columns.map((column) => (
            <th key={column.label} role="columnheader" scope="col">
              {column.label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup" ref={bodyRef}>
        {items.map((item) => (
          <tr key={idOf(item)} role="row">
            {columns.map((column, index) => (
              <td key={column.label} role="cell">
                {index === 0 ? null : (
                  <span className={styles.label} aria-hidden="true">
                    {column.label}
                  </span>
                )}
                {column.cell(item)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
