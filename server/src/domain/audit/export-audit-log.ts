import { listAuditChain } from '../../store/audit-events.ts';
import type { Actor } from './actor.ts';
import { change } from './change.ts';
import type { Deps } from '../deps.ts';

/** Opening an embedded database for each step takes as long as reading a few thousand. */
const eventsAtOnce = 10_000;

/** The events after a position, in their order, for one step of an export; the first step is recorded (R7). */
export async function exportAuditLog(
  deps: Pick<Deps, 'db' | 'clock' | 'sealer' | 'changes'>,
  actor: Actor,
  afterSeq: number,
) {
  if (afterSeq === 0)
    await change(deps, actor, (_tx, record) => {
      record({ action: 'audit-log.exported', target: { type: 'audit-log', id: 'all', name: 'JSON lines' } });
      return Promise.resolve();
    });
  const events = await listAuditChain(deps.db, afterSeq, eventsAtOnce);
  return events.map(({ mac, at, ...event }) => ({
    ...event,
    at: at.toISOString(),
    mac: mac.toString('hex'),
  }));
}
