import { sql, type Selectable, type SqlBool } from 'kysely';
import type { Db, Tx } from './db.ts';
import type { AuditActor, Schema } from './schema.ts';
import { asInJson, contains, escapePattern, isUuid, recordedValues } from './search.ts';

/** One audit event as it is stored, without its message authentication code. */
export type StoredAuditEvent = {
  seq: number;
  at: Date;
  action: string;
  actor: AuditActor;
  address: string | null;
  targetType: string;
  targetId: string;
  targetName: string;
  applicationId: string | null;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
};

/** The position and code of the newest event, locked until the transaction ends: changes happen one after another. */
export async function lockAuditHead(tx: Tx): Promise<{ seq: number; mac: Buffer }> {
  const head = await tx.selectFrom('audit_head').select(['seq', 'mac']).forUpdate().executeTakeFirstOrThrow();
  return { seq: Number(head.seq), mac: head.mac };
}

/** Appends events and moves the head to the last of them. */
export async function appendAuditEvents(
  tx: Tx,
  events: (StoredAuditEvent & { mac: Buffer })[],
): Promise<void> {
  const last = events.at(-1);
  if (last === undefined) return;
  // PostgreSQL takes at most 65535 parameters a statement.
  for (let start = 0; start < events.length; start += 1000) {
    await tx
      .insertInto('audit_event')
      .values(
        events.slice(start, start + 1000).map((event) => ({
          seq: event.seq,
          at: event.at,
          action: event.action,
          actor: JSON.stringify(event.actor),
          address: event.address,
          target_type: event.targetType,
          target_id: event.targetId,
          target_name: event.targetName,
          application_id: event.applicationId,
          before: event.before === null ? null : JSON.stringify(event.before),
          after: event.after === null ? null : JSON.stringify(event.after),
          mac: event.mac,
        })),
      )
      .execute();
  }
  await tx.updateTable('audit_head').set({ seq: last.seq, mac: last.mac }).execute();
}

/** Where an event stands in the log as it is listed. */
export type AuditPosition = { at: Date; seq: number };

type AuditEventFilter = {
  /** Only events of applications that this user manages. */
  managerId?: string;
  applicationId?: string | undefined;
  action?: string | undefined;
  actor?: string | undefined;
  target?: string | undefined;
  /** A part of a value before or after, of at least three characters. */
  value?: string | undefined;
  address?: string | undefined;
  from?: Date | undefined;
  to?: Date | undefined;
  /** Only events older than this one. */
  before?: AuditPosition | undefined;
  limit: number;
};

/**
 * Audit events, newest first: by when they were, and by their position where that is the same. The clocks of servers may
 * disagree, so that positions alone tell no times.
 */
export async function listAuditEvents(db: Db, filter: AuditEventFilter): Promise<StoredAuditEvent[]> {
  const { managerId, applicationId, action, actor, target, value, address, from, to, before } = filter;
  const rows = await db
    .selectFrom('audit_event')
    .selectAll()
    .$if(managerId !== undefined, (query) =>
      query.where((where) =>
        where.exists(
          where
            .selectFrom('credential_manager')
            .select('credential_manager.user_id')
            .whereRef('credential_manager.application_id', '=', 'audit_event.application_id')
            .where('credential_manager.user_id', '=', managerId ?? ''),
        ),
      ),
    )
    .$if(applicationId !== undefined, (query) => query.where('application_id', '=', applicationId ?? ''))
    .$if(action !== undefined, (query) =>
      query.where((where) =>
        where.or([
          where('action', '=', action ?? ''),
          where('action', 'like', `${escapePattern(action ?? '')}.%`),
        ]),
      ),
    )
    .$if(actor !== undefined, (query) =>
      query.where(
        isUuid(actor ?? '')
          ? sql<SqlBool>`actor->>'id' = ${actor?.toLowerCase()}`
          : contains(actor ?? '', sql`(actor->>'name')`),
      ),
    )
    .$if(target !== undefined, (query) =>
      query.where(
        isUuid(target ?? '')
          ? sql<SqlBool>`target_id = ${target?.toLowerCase()}`
          : sql<SqlBool>`(target_id = ${target} or ${contains(target ?? '', sql`target_name`)})`,
      ),
    )
    .$if(value !== undefined, (query) =>
      query.where(contains(asInJson(value ?? ''), sql.raw(recordedValues))),
    )
    .$if(address !== undefined, (query) => query.where('address', '=', address ?? ''))
    .$if(from !== undefined, (query) => query.where('at', '>=', from ?? new Date(0)))
    .$if(to !== undefined, (query) => query.where('at', '<', to ?? new Date(0)))
    .$if(before !== undefined, (query) =>
      query.where(sql<SqlBool>`(at, seq) < (${before?.at}::timestamptz, ${before?.seq}::bigint)`),
    )
    .orderBy('at', 'desc')
    .orderBy('seq', 'desc')
    .limit(filter.limit)
    .execute();
  return rows.map(toStored);
}

/** The events after a position in their order, each with its code. */
export async function listAuditChain(
  db: Db,
  afterSeq: number,
  limit: number,
): Promise<(StoredAuditEvent & { mac: Buffer })[]> {
  const rows = await db
    .selectFrom('audit_event')
    .selectAll()
    .where('seq', '>', String(afterSeq))
    .orderBy('seq')
    .limit(limit)
    .execute();
  return rows.map((row) => ({ ...toStored(row), mac: row.mac }));
}

/** The position and code of the newest event. */
export async function readAuditHead(db: Db): Promise<{ seq: number; mac: Buffer }> {
  const head = await db.selectFrom('audit_head').select(['seq', 'mac']).executeTakeFirstOrThrow();
  return { seq: Number(head.seq), mac: head.mac };
}

const toStored = (row: Selectable<Schema['audit_event']>): StoredAuditEvent => ({
  seq: Number(row.seq),
  at: row.at,
  action: row.action,
  actor: row.actor,
  address: row.address,
  targetType: row.target_type,
  targetId: row.target_id,
  targetName: row.target_name,
  applicationId: row.application_id,
  before: row.before,
  after: row.after,
});
