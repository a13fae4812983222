import { sql, type ExpressionBuilder, type Insertable, type Selectable, type SqlBool } from 'kysely';
import { secretHas, type SecretCondition } from './attention.ts';
import type { Db, Tx } from './db.ts';
import type { Schema, StoredActor } from './schema.ts';

/** A client secret without its hash, with its use. */
export type ClientSecretRow = Omit<
  Selectable<Schema['client_secret']>,
  'sha256' | 'name_folded' | 'status_index' | 'is_used' | 'idle_since' | 'last_refused_on'
> & {
  first_used_at: Date | null;
  last_used_at: Date | null;
  last_address: string | null;
  last_user_agent: string | null;
};

/** Client secrets, each with its use. */
export const withUse = (db: Db) =>
  db
    .selectFrom('client_secret')
    .leftJoin('client_secret_use', 'client_secret_use.secret_id', 'client_secret.id')
    .select([
      'client_secret.id',
      'client_secret.application_id',
      'client_secret.name',
      'client_secret.hint',
      'client_secret.created_at',
      'client_secret.created_by',
      'client_secret.created_by_secret_id',
      'client_secret.expires_at',
      'client_secret.replaces_secret_id',
      'client_secret.disabled_at',
      'client_secret.disabled_by',
      'client_secret.disabled_reason',
      'client_secret.deleted_at',
      'client_secret.deleted_by',
      'client_secret_use.first_used_at',
      'client_secret_use.last_used_at',
      'client_secret_use.last_address',
      'client_secret_use.last_user_agent',
    ]);

/**
 * The client secrets of these applications, newest first; deleted ones only when deleted after `deletedSince`.
 * @param condition left out: all of them
 */
export const listClientSecrets = (
  db: Db,
  applicationIds: string[],
  deletedSince: Date | null,
  condition?: SecretCondition,
): Promise<ClientSecretRow[]> =>
  withUse(db)
    .where(sql<SqlBool>`client_secret.application_id = any(${applicationIds})`)
    .$if(condition !== undefined, (query) =>
      query.where(condition === undefined ? sql<SqlBool>`true` : secretHas(condition)),
    )
    .where((where) =>
      where.or([
        where('client_secret.deleted_at', 'is', null),
        ...(deletedSince === null ? [] : [where('client_secret.deleted_at', '>', deletedSince)]),
      ]),
    )
    .orderBy('client_secret.created_at', 'desc')
    .orderBy('client_secret.id')
    .execute();

/** The client secret `id` of the application, deleted or not. */
export const findClientSecret = (
  db: Db,
  applicationId: string,
  id: string,
): Promise<ClientSecretRow | undefined> =>
  withUse(db)
    .where('client_secret.id', '=', id)
    .where('client_secret.application_id', '=', applicationId)
    .executeTakeFirst();

export const insertClientSecret = (tx: Tx, row: Insertable<Schema['client_secret']>): Promise<unknown> =>
  tx.insertInto('client_secret').values(row).execute();

export const markDeleted = (tx: Tx, id: string, at: Date, by: StoredActor): Promise<unknown> =>
  tx
    .updateTable('client_secret')
    .set({ deleted_at: at, deleted_by: JSON.stringify(by) })
    .where('id', '=', id)
    .execute();

export const markDisabled = (
  tx: Tx,
  id: string,
  at: Date,
  by: StoredActor,
  reason: string | null,
): Promise<unknown> =>
  tx
    .updateTable('client_secret')
    .set({ disabled_at: at, disabled_by: JSON.stringify(by), disabled_reason: reason })
    .where('id', '=', id)
    .execute();

export const markEnabled = (tx: Tx, id: string): Promise<unknown> =>
  tx
    .updateTable('client_secret')
    .set({ disabled_at: null, disabled_by: null, disabled_reason: null })
    .where('id', '=', id)
    .execute();

export const setReplaces = (tx: Tx, id: string, replacesSecretId: string | null): Promise<unknown> =>
  tx
    .updateTable('client_secret')
    .set({ replaces_secret_id: replacesSecretId })
    .where('id', '=', id)
    .execute();

/** Drops the hashes of secrets that expired or were deleted before `before`; answers how many. */
export async function dropHashes(tx: Tx, before: Date): Promise<number> {
  const { numUpdatedRows } = await tx
    .updateTable('client_secret')
    .set({ sha256: null })
    .where('sha256', 'is not', null)
    .where(endedBefore(before))
    .executeTakeFirstOrThrow();
  return Number(numUpdatedRows);
}

/** How many hashes `dropHashes` would drop. */
export async function countHashes(db: Db, before: Date): Promise<number> {
  const { count } = await db
    .selectFrom('client_secret')
    .select((column) => column.fn.countAll<string>().as('count'))
    .where('sha256', 'is not', null)
    .where(endedBefore(before))
    .executeTakeFirstOrThrow();
  return Number(count);
}

const endedBefore = (before: Date) => (where: ExpressionBuilder<Schema, 'client_secret'>) =>
  where.or([where('expires_at', '<', before), where('deleted_at', '<', before)]);
