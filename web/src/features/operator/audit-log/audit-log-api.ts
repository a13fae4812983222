import { auditEventPage } from '@keyturn/contract';
import { listQuery } from '../record/list-query.ts';
import { toApiFilter, type AuditLogFilter } from './audit-log-search.ts';

export const auditEventsQuery = (filter: AuditLogFilter, timeZone: string) =>
  listQuery('audit-events', auditEventPage, toApiFilter(filter, timeZone));
