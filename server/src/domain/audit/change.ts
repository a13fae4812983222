import type { AuditAction } from '@keyturn/contract';
import { appendAuditEvents, lockAuditHead } from '../../store/audit-events.ts';
import { readTakenRevision } from '../../store/cache-head.ts';
import { inTransaction, type Tx } from '../../store/db.ts';
import { notifyChanges } from '../../store/change-notifications.ts';
import type { Deps } from '../deps.ts';
import type { Actor } from './actor.ts';
import { requireStillAuthenticated } from './require-still-authenticated.ts';
import { auditChainPurpose, auditEventMac } from './audit-chain.ts';

/** A change to be recorded: what was done to what, with the values before and after; never a client secret. */
export type Recorded = {
  action: AuditAction;
  target: { type: string; id: string; name: string };
  applicationId?: string;
  before?: Record<string, unknown> | null;
  after?: Record<string, unknown> | null;
};

/**
 * Runs `work` as one change: its audit events are written in the same transaction, so that neither exists without
 * the other (R7). Changes are serialised by the audit log's head, which is locked first, so that they cannot
 * deadlock one another.
 * What it wrote that servers keep in memory is in the memory of all of them when this comes back, or they answer from
 * it no more (R1.5). One that found everything as it should be waits, too, for whoever made it so: an answer may have
 * been lost, and its repetition promises the same.
 */
export async function change<Result>(
  deps: Pick<Deps, 'db' | 'clock' | 'sealer' | 'changes'>,
  actor: Actor,
  work: (tx: Tx, record: (event: Recorded) => void) => Promise<Result>,
): Promise<Result> {
  const committed = await inTransaction(deps.db, async (tx) => {
    const head = await lockAuditHead(tx);
    await requireStillAuthenticated(tx, actor, deps.clock.now());
    const recorded: Recorded[] = [];
    const result = await work(tx, (event) => void recorded.push(event));
    await appendRecorded(tx, deps, actor, head, recorded);
    const changed = new Set(recorded.flatMap(({ applicationId }) => applicationId ?? []));
    if (changed.size > 0) await notifyChanges(tx, [...changed]);
    const { taken, head: present } = await readTakenRevision(tx);
    return { result, changed, revision: taken ?? (recorded.length === 0 ? present : null) };
  });
  if (committed.revision !== null) await deps.changes.reach(committed.revision);
  deps.changes.publish(committed.changed);
  return committed.result;
}

/** Appends events behind `head`, which the transaction has locked. */
export async function appendRecorded(
  tx: Tx,
  { clock, sealer }: Pick<Deps, 'clock' | 'sealer'>,
  actor: Actor,
  head: { seq: number; mac: Buffer },
  recorded: Recorded[],
): Promise<void> {
  const key = sealer.derive(auditChainPurpose);
  let { seq, mac } = head;
  const events = recorded.map((event) => {
    seq += 1;
    const stored = {
      seq,
      at: clock.now(),
      action: event.action,
      actor: { kind: actor.kind, id: actor.id, name: actor.name },
      address: actor.address,
      targetType: event.target.type,
      targetId: event.target.id,
      targetName: event.target.name,
      applicationId: event.applicationId ?? null,
      before: event.before ?? null,
      after: event.after ?? null,
    };
    mac = auditEventMac(key, mac, stored);
    return { ...stored, mac };
  });
  await appendAuditEvents(tx, events);
}
