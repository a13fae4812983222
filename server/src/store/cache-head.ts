import { sql } from 'kysely';
import type { Db, Tx } from './db.ts';

/** How far changes of what servers keep in memory have come. */
export type CacheHead = {
  /** Revisions of two epochs have nothing to do with each other: a database was restored, or another server took over. */
  epoch: string;
  revision: number;
};

/** Told by `pg_notify` with each change of what servers keep in memory. */
export const cacheChannel = 'keyturn_cache_changed';

/**
 * Wherever the head is read or compared: the generation, which table it is in (`pg_restore` makes a new one with the
 * generation that was dumped), and which start of which database server it was.
 */
export const epochOf = sql<string>`cache_head.generation || '/' || cache_head.tableoid || '/' ||
  extract(epoch from pg_postmaster_start_time())`;

export async function readCacheHead(db: Db): Promise<CacheHead> {
  const { epoch, revision } = await db
    .selectFrom('cache_head')
    .select([epochOf.as('epoch'), 'revision'])
    .executeTakeFirstOrThrow();
  return { epoch, revision: Number(revision) };
}

/**
 * The head, locked until the transaction ends: until then nobody changes what servers keep in memory. Statements that
 * follow see all changes that came before.
 */
export const shareCacheHead = (tx: Tx): Promise<unknown> =>
  tx.selectFrom('cache_head').select('revision').forShare().executeTakeFirstOrThrow();

/** Which revision this transaction has taken, null when it wrote nothing that servers keep; and the present one. */
export async function readTakenRevision(tx: Tx): Promise<{ taken: number | null; head: number }> {
  const { taken, head } = await tx
    .selectFrom('cache_head')
    .select([
      sql<string | null>`nullif(current_setting('keyturn.revision', true), '')`.as('taken'),
      'revision as head',
    ])
    .executeTakeFirstOrThrow();
  return { taken: taken === null ? null : Number(taken), head: Number(head) };
}

/** Whoever keeps something of this database in memory reads everything anew. */
export const beginGeneration = (tx: Tx): Promise<unknown> =>
  sql`update cache_head set generation = gen_random_uuid(), revision = revision + 1`.execute(tx);
