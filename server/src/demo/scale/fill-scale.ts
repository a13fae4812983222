import { sql } from 'kysely';
import type { Deps } from '../../domain/deps.ts';
import { inTransaction, type Tx } from '../../store/db.ts';
import { lockAuditHead } from '../../store/audit-events.ts';
import { ensureSearchIndexes, searchIndexes } from '../../store/search-indexes.ts';
import { createDraw } from './draw.ts';
import { fillAuditLog } from './fill-audit-log.ts';
import { fillFederation } from './fill-federation.ts';
import { fillMails } from './fill-mails.ts';
import { fillSecrets } from './fill-secrets.ts';
import type { Filling, ScaleSize } from './scale-size.ts';

/** What is being filled in. */
export type ScaleStep = 'federation' | 'secrets' | 'mails' | 'audit-log' | 'indexes' | 'statistics';

/**
 * Fills a database that holds the sample federation's APIs with a federation of this size: the same rows from the same
 * seed on the same day. Nobody can sign in as its people, and nobody knows its client secrets.
 */
export async function fillScale(
  deps: Pick<Deps, 'db' | 'clock' | 'sealer'>,
  size: ScaleSize,
  { seed = 7, onStep = () => undefined }: { seed?: number; onStep?: (step: ScaleStep) => void } = {},
): Promise<void> {
  const { db } = deps;
  const filling: Filling = { draw: createDraw(seed), size, now: deps.clock.now() };
  await inTransaction(db, async (tx) => {
    // First, as every change has it: what else is under way waits for the whole of this one.
    await lockAuditHead(tx);
    await withoutTriggers(tx);
    const indexes = await takeIndexesAway(tx);
    onStep('federation');
    await fillFederation(tx, filling);
    onStep('secrets');
    await fillSecrets(tx, filling);
    onStep('mails');
    await fillMails(tx, filling);
    onStep('audit-log');
    await fillAuditLog(tx, deps, filling);
    onStep('indexes');
    for (const index of indexes) await sql.raw(index).execute(tx);
    await ensureSearchIndexes(tx);
  });
  onStep('statistics');
  await sql`vacuum analyze`.execute(db);
}

/** What triggers do row by row is done here at once, and nothing refers to what is not there. */
async function withoutTriggers(tx: Tx): Promise<void> {
  const { rows } = await sql<{ may: boolean }>`
    select has_parameter_privilege('session_replication_role', 'set') as may`.execute(tx);
  if (rows[0]?.may) await sql`set local session_replication_role = replica`.execute(tx);
}

/** Making an index of a whole table is several times as quick as adding to it; answers the statements that do, but those for searches. */
async function takeIndexesAway(tx: Tx): Promise<string[]> {
  const { rows } = await sql<{ name: string; statement: string }>`
    select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as statement from pg_index
    join pg_class on pg_class.oid = indrelid
    where relnamespace = current_schema()::regnamespace and not indisunique`.execute(tx);
  for (const { name } of rows) await sql.raw(`drop index ${name}`).execute(tx);
  return rows.filter(({ name }) => !searchIndexes.includes(name)).map(({ statement }) => statement);
}

/** How much of everything there is. */
export async function countScale({ db }: Pick<Deps, 'db'>) {
  const count = async (table: string): Promise<number> => {
    const { rows } = await sql<{ count: string }>`select count(*) from ${sql.table(table)}`.execute(db);
    return Number(rows[0]?.count);
  };
  return {
    organisations: await count('organisation'),
    applications: await count('application'),
    users: await count('portal_user'),
    secrets: await count('client_secret'),
    mails: await count('mail'),
    events: await count('audit_event'),
  };
}
