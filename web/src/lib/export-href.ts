import { toQuery } from './to-query.ts';

/** The address of a list as a file, with the filters that narrow it on the page. */
export function exportHref(list: string, filter: object, format: 'csv' | 'jsonl' = 'csv'): string {
  const query = toQuery(filter).toString();
  return `/api/v1/exports/${list}.${format}${query === '' ? '' : `?${query}`}`;
}
