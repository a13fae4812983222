import { listAuditChain, readAuditHead } from '../../store/audit-events.ts';
import type { Deps } from '../deps.ts';
import { auditChainPurpose, auditEventMac } from './audit-chain.ts';

/** Position and code of the newest event, as it was once noted outside the database. */
export type AuditHead = { seq: number; mac: string };

/** Where the log is not what was written; `at`: the position at which it first shows. */
type AuditProblem = {
  kind: 'altered' | 'missing' | 'cut' | 'head-unknown' | 'head-altered';
  at: number;
};

export type AuditVerification = { events: number; head: AuditHead; problem: AuditProblem | null };

const eventsAtOnce = 2_000;

/**
 * Follows the chain of the audit log from its beginning (R7): an altered, removed, inserted or moved event breaks it, and
 * so does one that was computed anew without the key. That the tail was cut shows against the head in the database, and
 * when that was changed too, against `noted`, a head that was noted elsewhere.
 */
export async function verifyAuditLog(
  { db, sealer }: Pick<Deps, 'db' | 'sealer'>,
  noted: AuditHead | null,
): Promise<AuditVerification> {
  const key = sealer.derive(auditChainPurpose);
  // Read first: what is appended meanwhile lies behind it.
  const head = await readAuditHead(db);
  const told = { seq: head.seq, mac: head.mac.toString('hex') };
  let seq = 0;
  let mac: Buffer = Buffer.alloc(0);
  let isNotedSeen = noted === null || noted.seq === 0;
  const answer = (problem: AuditProblem | null): AuditVerification => ({ events: seq, head: told, problem });
  while (seq < head.seq) {
    const events = await listAuditChain(db, seq, eventsAtOnce);
    if (events.length === 0) return answer({ kind: 'cut', at: seq + 1 });
    for (const event of events) {
      if (event.seq !== seq + 1) return answer({ kind: 'missing', at: seq + 1 });
      const expected = auditEventMac(key, mac, event);
      if (!expected.equals(event.mac)) return answer({ kind: 'altered', at: event.seq });
      seq = event.seq;
      mac = expected;
      if (noted?.seq === seq) {
        if (noted.mac !== mac.toString('hex')) return answer({ kind: 'head-unknown', at: seq });
        isNotedSeen = true;
      }
      if (seq === head.seq && !head.mac.equals(mac)) return answer({ kind: 'head-altered', at: seq });
      if (seq === head.seq) break;
    }
  }
  if (!isNotedSeen) return answer({ kind: 'cut', at: seq + 1 });
  return answer(await eventsBehind(db, head.seq));
}

/** Events behind the head were not appended by Keyturn, unless the head has moved meanwhile. */
async function eventsBehind(db: Deps['db'], seq: number): Promise<AuditProblem | null> {
  const [next] = await listAuditChain(db, seq, 1);
  if (next === undefined || (await readAuditHead(db)).seq > seq) return null;
  return { kind: 'head-altered', at: next.seq };
}

/** The head, for the log: whoever keeps that elsewhere can show later that no tail was cut. */
export async function noteAuditHead({ db, log }: Pick<Deps, 'db' | 'log'>): Promise<void> {
  const { seq, mac } = await readAuditHead(db);
  log.info({ auditHead: `${seq}:${mac.toString('hex')}` }, 'head of the audit log');
}
