import { randomUUID } from 'node:crypto';
import type { CredentialMistake } from '@keyturn/contract';
import { applicationsOfSecrets, notifyChanges } from '../../store/change-notifications.ts';
import { inTransaction, type Tx } from '../../store/db.ts';
import { noteIntrospections } from '../../store/introspection-credentials.ts';
import { addUsage, beginBatch, type RefusalRow } from '../../store/usage.ts';
import type { Deps } from '../deps.ts';
import type { Caller } from './caller.ts';
import { createPendingUsage, type UsageBatch } from './pending-usage.ts';

/** Remembers what token requests prove, without a database write in their way. */
export type UsageRecorder = {
  /** A client secret obtained a token for `resource` (its audience). */
  used(secretId: string, resource: string, at: Date, caller: Caller): void;
  /** A client secret was proved and got no token. */
  refused(secretId: string, reason: RefusalRow['reason'], at: Date, caller: Caller): void;
  /** A request with this client ID proved nothing; `claimed`: it may not exist. */
  unproven(applicationId: string, at: Date, is: 'known' | 'claimed'): void;
  /** A value was sent that cannot be a secret of this application; it may not exist. */
  mistaken(applicationId: string, kind: CredentialMistake, at: Date, caller: Caller): void;
  /** An API authenticated with its introspection credentials; noted once a minute. */
  introspected(credentialId: string, at: Date, address: string): void;
  /** Writes what was remembered; what the database refuses is kept for the next attempt. */
  flush(): Promise<void>;
};

type RecorderDeps = Pick<Deps, 'db' | 'clock' | 'changes'>;
type Batch = { number: number; rows: UsageBatch };

/** `flush` is called once a second and at a clean stop: a crash loses at most the last second. */
export function createUsageRecorder({ db, clock, changes }: RecorderDeps): UsageRecorder {
  const writerId = randomUUID();
  const pending = createPendingUsage();
  /** What was handed to the database and is not known to be written; it is written before what came later. */
  let unanswered: Batch | null = null;
  let batches = 0;
  let turn: Promise<void> = Promise.resolve();

  function nextBatch(): Batch | null {
    const rows = pending.take();
    if (rows === null) return null;
    batches += 1;
    return { number: batches, rows };
  }

  async function writeAll(): Promise<void> {
    unanswered ??= nextBatch();
    while (unanswered !== null) {
      const { number, rows }: Batch = unanswered;
      const { changed, existing } = await inTransaction(db, (tx) =>
        write(tx, { writerId, number, at: clock.now() }, rows),
      );
      unanswered = null;
      for (const applicationId of existing) pending.exists(applicationId);
      changes.publish(changed);
      unanswered = nextBatch();
    }
  }

  return {
    used: (...use) => pending.use(...use),
    refused: (...refusal) => pending.refusal(...refusal),
    unproven(applicationId, at, is) {
      if (is === 'known') pending.exists(applicationId);
      pending.unproven(applicationId, at);
    },
    mistaken(applicationId, kind, at, { address }) {
      if (address !== null) pending.mistake(applicationId, kind, at, address);
    },
    introspected: (...introspection) => pending.introspection(...introspection),
    flush() {
      const written = turn.then(writeAll);
      turn = written.catch(() => undefined);
      return written;
    },
  };
}

/**
 * Writes a batch once, however often it is tried: whether a COMMIT that was not answered had happened is seen by the
 * batch's number. Answers which applications' use it changed, and which of the client IDs in it exist.
 */
async function write(
  tx: Tx,
  batch: { writerId: string; number: number; at: Date },
  rows: UsageBatch,
): Promise<{ changed: string[]; existing: string[] }> {
  const isNew = await beginBatch(tx, batch);
  const { unproven, mistaken } = isNew ? await addUsage(tx, rows) : { unproven: [], mistaken: [] };
  if (isNew) await noteIntrospections(tx, rows.introspections);
  const secretIds = [...rows.uses, ...rows.refusals].map(({ secretId }) => secretId);
  const used = secretIds.length === 0 ? [] : await applicationsOfSecrets(tx, [...new Set(secretIds)]);
  const changed = [...new Set([...used, ...mistaken])];
  if (changed.length > 0) await notifyChanges(tx, changed);
  return { changed, existing: [...unproven, ...mistaken] };
}
