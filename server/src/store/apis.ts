import type { Selectable } from 'kysely';
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
