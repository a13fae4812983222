import { listAuditEvents as listStored, type StoredAuditEvent } from '../../store/audit-events.ts';
import type { Deps } from '../deps.ts';
import { logVisibleTo } from '../policy.ts';
import type { Actor } from './actor.ts';

/** One entry of the audit log. */
export type RecordedEvent = StoredAuditEvent;

type AuditQuery = {
  application?: string | undefined;
  action?: string | undefined;
  limit: number;
  beforeSeq: number | null;
};

/**
 * One page of the audit log, newest first: all of it for operators, that of their applications for managers (R7).
 * @throws KeyturnError `not-found`
 */
export async function listAuditEvents(
  deps: Pick<Deps, 'db'>,
  actor: Actor,
  query: AuditQuery,
): Promise<{ events: RecordedEvent[]; nextSeq: number | null }> {
  const rows = await listStored(deps.db, {
    ...logVisibleTo(actor),
    applicationId: query.application,
    action: query.action,
    beforeSeq: query.beforeSeq ?? undefined,
    limit: query.limit + 1,
  });
  const events = rows.slice(0, query.limit);
  return { events, nextSeq: rows.length > events.length ? (events.at(-1)?.seq ?? null) : null };
}
