import { auditEventPage } from '@keyturn/contract';
import { listQuery } from '../record/list-query.ts';
import { toQuery } from '../record/parse-search.ts';
import { toApiFilter, type AuditLogFilter } from './audit-log-search.ts';

export const auditEventsQuery = (filter: AuditLogFilter, timeZone: string) =>
  listQuery('audit-events', auditEventPage, toApiFilter(filter, timeZone));

/** Where the same events are a file. */
export function exportHref(kind: 'csv' | 'jsonl', filter: AuditLogFilter, timeZone: string): string {
  const query = toQuery(toApiFilter(filter, timeZone)).toString();
  return `/api/v1/exports/audit-events.${kind}${query === '' ? '' : `?${query}`}`;
}
