import type { Insertable, Selectable } from 'kysely';
import type { Db, Tx } from './db.ts';
import type { Schema } from './schema.ts';

export type ApiRow = Selectable<Schema['api']>;

export const allApis = (db: Db): Promise<ApiRow[]> => db.selectFrom('api').selectAll().execute();

export const findApi = (db: Db, id: string): Promise<ApiRow | undefined> =>
  db.selectFrom('api').selectAll().where('id', '=', id).executeTakeFirst();

export const insertApi = (tx: Tx, row: ApiRow): Promise<unknown> =>
  tx.insertInto('api').values(row).execute();

export const updateApi = (tx: Tx, id: string, values: Omit<ApiRow, 'id' | 'created_at'>): Promise<unknown> =>
  tx.updateTable('api').set(values).where('id', '=', id).execute();

export const insertIntrospectionCredential = (
  tx: Tx,
  row: Insertable<Schema['introspection_credential']>,
): Promise<unknown> => tx.insertInto('introspection_credential').values(row).execute();

/** The introspection credential `id` of the API that is not deleted, locked. */
export const lockIntrospectionCredential = (tx: Tx, apiId: string, id: string) =>
  tx
    .selectFrom('introspection_credential')
    .select(['id', 'hint', 'deleted_at'])
    .where('id', '=', id)
    .where('api_id', '=', apiId)
    .forUpdate()
    .executeTakeFirst();

export const markIntrospectionCredentialDeleted = (tx: Tx, id: string, at: Date): Promise<unknown> =>
  tx.updateTable('introspection_credential').set({ deleted_at: at }).where('id', '=', id).execute();
