import type { CredentialMistake } from '@keyturn/contract';
import { applicationsOfSecrets, notifyChanges } from '../../store/change-notifications.ts';
import { inTransaction, type Tx } from '../../store/db.ts';
import {
  addUsage,
  type MistakeRow,
  type RefusalRow,
  type UnprovenRow,
  type UsageBatch,
  type UseRow,
} from '../../store/usage.ts';
import type { Deps } from '../deps.ts';
import { networkOf } from '../network.ts';

/** Where a token request comes from. A *caller* is its user agent and its source network (R1.8). */
export type Caller = { address: string | null; userAgent: string | null };

/** Remembers what token requests prove, without a database write in their way. */
export type UsageRecorder = {
  /** A client secret obtained a token for `resource` (its audience). */
  used(secretId: string, resource: string, at: Date, caller: Caller): void;
  /** A client secret that works no longer was proved. */
  refused(secretId: string, reason: RefusalRow['reason'], at: Date, caller: Caller): void;
  /** A request with this client ID proved nothing; it may not exist. */
  unproven(applicationId: string, at: Date): void;
  /** A value was sent that cannot be a secret of this application; it may not exist. */
  mistaken(applicationId: string, kind: CredentialMistake, at: Date, caller: Caller): void;
  /** Writes what was remembered, in one transaction; kept for the next attempt when the database refuses. */
  flush(): Promise<void>;
};

const hourMs = 60 * 60 * 1000;
const maxUserAgentLength = 300;
/** Whoever holds a secret could send a new user agent with each request. */
const maxCallersBetweenFlushes = 5_000;
/** Anybody can send client IDs: more than this many are counted for none. */
const maxStrangersBetweenFlushes = 1_000;
const otherUserAgents = '(other)';

/** `flush` is called once a second and at a clean stop: a crash loses at most the last second. */
export function createUsageRecorder({ db, changes }: Pick<Deps, 'db' | 'changes'>): UsageRecorder {
  let pending = emptyBatch();

  return {
    used(secretId, resource, at, caller) {
      const row = { ...callerRow(secretId, at, limitCallers(pending.uses, caller)), resource };
      addCaller(pending.uses, [secretId, row.hour.getTime(), row.network, row.userAgent, resource], row);
    },
    refused(secretId, reason, at, caller) {
      const row = { ...callerRow(secretId, at, limitCallers(pending.refusals, caller)), reason };
      addCaller(pending.refusals, [secretId, row.hour.getTime(), row.network, row.userAgent, reason], row);
    },
    unproven(applicationId, at) {
      const hour = hourOf(at);
      const key = `${applicationId} ${hour.getTime()}`;
      const known = pending.unproven.get(key);
      if (known !== undefined) known.requests += 1;
      else if (pending.unproven.size < maxStrangersBetweenFlushes)
        pending.unproven.set(key, { applicationId, hour, requests: 1 });
    },
    mistaken(applicationId, kind, at, { address }) {
      if (address === null || pending.mistakes.size >= maxStrangersBetweenFlushes) return;
      pending.mistakes.set(`${applicationId} ${address}`, { applicationId, address, kind, at });
    },

    async flush() {
      const batch = toRows(pending);
      if (Object.values(batch).every((rows) => rows.length === 0)) return;
      const taken = pending;
      pending = emptyBatch();
      try {
        changes.publish(await inTransaction(db, (tx) => write(tx, batch)));
      } catch (error) {
        pending = merge(taken, pending);
        throw error;
      }
    },
  };
}

/** Writes a batch, and answers which applications' use it changed. */
async function write(tx: Tx, batch: UsageBatch): Promise<string[]> {
  await addUsage(tx, batch);
  const secretIds = [...batch.uses, ...batch.refusals].map(({ secretId }) => secretId);
  const used = secretIds.length === 0 ? [] : await applicationsOfSecrets(tx, [...new Set(secretIds)]);
  const mistaken = batch.mistakes.map(({ applicationId }) => applicationId);
  const changed = [...new Set([...used, ...mistaken])];
  if (changed.length > 0) await notifyChanges(tx, changed);
  return changed;
}

type Pending = {
  uses: Map<string, UseRow>;
  refusals: Map<string, RefusalRow>;
  unproven: Map<string, UnprovenRow>;
  mistakes: Map<string, MistakeRow>;
};

const emptyBatch = (): Pending => ({
  uses: new Map(),
  refusals: new Map(),
  unproven: new Map(),
  mistakes: new Map(),
});

const toRows = ({ uses, refusals, unproven, mistakes }: Pending): UsageBatch => ({
  uses: [...uses.values()],
  refusals: [...refusals.values()],
  unproven: [...unproven.values()],
  mistakes: [...mistakes.values()],
});

function merge(earlier: Pending, later: Pending): Pending {
  for (const [key, row] of later.uses) addCaller(earlier.uses, [key], row);
  for (const [key, row] of later.refusals) addCaller(earlier.refusals, [key], row);
  for (const [key, row] of later.unproven) {
    const known = earlier.unproven.get(key);
    earlier.unproven.set(
      key,
      known === undefined ? row : { ...known, requests: known.requests + row.requests },
    );
  }
  for (const [key, row] of later.mistakes) earlier.mistakes.set(key, row);
  return earlier;
}

function addCaller<Row extends UseRow | RefusalRow>(
  rows: Map<string, Row>,
  key: (string | number)[],
  row: Row,
): void {
  const joined = key.join('\n');
  const known = rows.get(joined);
  rows.set(
    joined,
    known === undefined ? row : { ...row, firstAt: known.firstAt, requests: known.requests + row.requests },
  );
}

const callerRow = (secretId: string, at: Date, { address, userAgent }: Caller) => ({
  secretId,
  hour: hourOf(at),
  network: address === null ? '' : networkOf(address),
  userAgent: userAgent?.slice(0, maxUserAgentLength).replaceAll('\0', '') ?? '',
  requests: 1,
  firstAt: at,
  lastAt: at,
  lastAddress: address ?? '',
});

const limitCallers = (rows: Map<string, unknown>, caller: Caller): Caller =>
  rows.size < maxCallersBetweenFlushes ? caller : { ...caller, userAgent: otherUserAgents };

const hourOf = (at: Date): Date => new Date(Math.floor(at.getTime() / hourMs) * hourMs);
