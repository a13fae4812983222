import { createHmac } from 'node:crypto';
import type { StoredAuditEvent } from '../../store/audit-events.ts';

/** The purpose under which the key of the audit log's chain is derived from the master key. */
export const auditChainPurpose = 'audit chain';

/**
 * The message authentication code of one audit event over its content and the code before it (HMAC-SHA-256), so
 * that an altered, removed, inserted or moved event shows (R7).
 */
export function auditEventMac(key: Buffer, previousMac: Buffer, event: StoredAuditEvent): Buffer {
  const content = JSON.stringify([
    event.seq,
    event.at.toISOString(),
    event.action,
    event.actor.kind,
    event.actor.id,
    event.actor.name,
    event.address,
    event.targetType,
    event.targetId,
    event.targetName,
    event.applicationId,
    event.before === null ? null : JSON.stringify(event.before),
    event.after === null ? null : JSON.stringify(event.after),
  ]);
  return createHmac('sha256', key).update(previousMac).update(content).digest();
}
