import type { auditEventsQuery } from '@keyturn/contract';
import type { z } from 'zod';
import { listAuditEvents as listStored, type StoredAuditEvent } from '../../store/audit-events.ts';
import type { Deps } from '../deps.ts';
import { pageOf } from '../page-of.ts';
import { logVisibleTo } from '../policy.ts';
import type { Actor } from './actor.ts';

/** One entry of the audit log. */
export type RecordedEvent = StoredAuditEvent;

type AuditQuery = Omit<z.infer<typeof auditEventsQuery>, 'cursor'> & { beforeSeq: number | null };

/**
 * One page of the audit log, newest first: all of it for operators, that of their applications for managers (R7).
 * @throws KeyturnError `not-found`
 */
export async function listAuditEvents(
  deps: Pick<Deps, 'db'>,
  actor: Actor,
  { application, beforeSeq, limit, ...filter }: AuditQuery,
): Promise<{ events: RecordedEvent[]; nextSeq: number | null }> {
  const rows = await listStored(deps.db, {
    ...logVisibleTo(actor),
    ...filter,
    applicationId: application,
    beforeSeq: beforeSeq ?? undefined,
    limit: limit + 1,
  });
  const { shown, last } = pageOf(rows, limit);
  return { events: shown, nextSeq: last?.seq ?? null };
}
