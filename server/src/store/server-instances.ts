import { sql } from 'kysely';
import { epochOf, type CacheHead } from './cache-head.ts';
import type { Db, Tx } from './db.ts';

/**
 * A server comes; nobody waits for it before it has said what its memory is at. Those that never came to say it, an
 * hour ago, are gone.
 */
export async function insertServerInstance(db: Db, id: string): Promise<void> {
  await db
    .deleteFrom('server_instance')
    .where('applied', 'is', null)
    .where('registered_at', '<', sql<Date>`now() - interval '1 hour'`)
    .execute();
  await db.insertInto('server_instance').values({ id, applied: null }).execute();
}

/** It goes, or is made to. */
export const deleteServerInstance = (db: Db, id: string): Promise<unknown> =>
  db.deleteFrom('server_instance').where('id', '=', id).execute();

export type Renewal =
  /** Its memory is what the database holds, and that is noted. `at`: by the database's clock. */
  | { granted: true; at: Date }
  /** It is behind, or its row is gone. */
  | { granted: false; isRegistered: boolean };

/**
 * Notes that the server's memory is at `applied`, if that is the head now. `FOR SHARE` waits for a change that is under
 * way, and lets none begin before this is noted: either this comes first and the change's author sees it, or the change
 * does and this fails. The lock sees a newer row than the snapshot, and the comparison that one: hence MATERIALIZED.
 */
export async function renewServerInstance(db: Db, id: string, applied: CacheHead): Promise<Renewal> {
  const { rows } = await sql<{ at: Date | null; isRegistered: boolean }>`
    with head as materialized (
      select ${epochOf} as epoch, revision from cache_head for share
    ), renewed as (
      update server_instance set applied = head.revision from head
      where server_instance.id = ${id} and head.revision = ${applied.revision} and head.epoch = ${applied.epoch}
      returning clock_timestamp() as at
    )
    select (select at from renewed) as at,
      exists (select from server_instance where id = ${id}) as "isRegistered"
    from head`.execute(db);
  const { at, isRegistered } = rows[0] ?? { at: null, isRegistered: false };
  return at === null ? { granted: false, isRegistered } : { granted: true, at };
}

/** Whether a server may still answer from a memory that lacks this revision. */
export async function isAnyServerBehind(db: Db, revision: number): Promise<boolean> {
  const row = await db
    .selectFrom('server_instance')
    .select('id')
    .where('applied', '<', String(revision))
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Servers that still lack this revision are waited for no more; one that lives comes anew. */
export const fenceServersBehind = (db: Db, revision: number): Promise<unknown> =>
  db.deleteFrom('server_instance').where('applied', '<', String(revision)).execute();

/** Whether any server may be answering from its memory; not of a database that was never started. */
export async function mayBeServed(db: Db): Promise<boolean> {
  const { rows } = await sql<{ exists: boolean }>`
    select to_regclass('server_instance') is not null as exists`.execute(db);
  if (rows[0]?.exists !== true) return false;
  return (await db.selectFrom('server_instance').select('id').limit(1).executeTakeFirst()) !== undefined;
}

/** Whoever is named there was a server of another database. */
export const deleteServerInstances = (tx: Tx): Promise<unknown> => tx.deleteFrom('server_instance').execute();

/** What the database's clock says. */
export async function readDatabaseTime(db: Db): Promise<Date> {
  const { rows } = await sql<{ at: Date }>`select clock_timestamp() as at`.execute(db);
  const [row] = rows;
  if (row === undefined) throw new Error('the database did not tell the time');
  return row.at;
}
