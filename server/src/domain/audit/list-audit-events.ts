import type { auditEventsQuery } from '@keyturn/contract';
import type { z } from 'zod';
import {
  listAuditEvents as listStored,
  type AuditPosition,
  type StoredAuditEvent,
} from '../../store/audit-events.ts';
import type { Deps } from '../deps.ts';
import { pageOf } from '../page-of.ts';
import { logVisibleTo } from '../policy.ts';
import type { Actor } from './actor.ts';

/** One entry of the audit log. */
export type RecordedEvent = StoredAuditEvent;

type AuditQuery = Omit<z.infer<typeof auditEventsQuery>, 'cursor'> & { before: AuditPosition | null };

/**
 * One page of the audit log, newest first: all of it for operators, that of their applications for managers (R7).
 * @throws KeyturnError `not-found`
 */
export async function listAuditEvents(
  deps: Pick<Deps, 'db'>,
  actor: Actor,
  { application, before, limit, ...filter }: AuditQuery,
): Promise<{ events: RecordedEvent[]; next: AuditPosition | null }> {
  const rows = await listStored(deps.db, {
    ...logVisibleTo(actor),
    ...filter,
    applicationId: application,
    before: before ?? undefined,
    limit: limit + 1,
  });
  const { shown, last } = pageOf(rows, limit);
  return { events: shown, next: last === null ? null : { at: last.at, seq: last.seq } };
}
