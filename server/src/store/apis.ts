import type { Selectable } from 'kysely';
import { inPortions, type Db, type Tx } from './db.ts';
import type { Schema } from './schema.ts';

export type ApiRow = Selectable<Schema['api']>;

export const allApis = (db: Db): Promise<ApiRow[]> => db.selectFrom('api').selectAll().execute();

export const findApi = (db: Db, id: string): Promise<ApiRow | undefined> =>
  db.selectFrom('api').selectAll().where('id', '=', id).executeTakeFirst();

export const insertApis = (tx: Tx, rows: ApiRow[]): Promise<void> =>
  inPortions(rows, (some) => tx.insertInto('api').values(some).execute());

export const updateApi = (tx: Tx, id: string, values: Omit<ApiRow, 'id' | 'created_at'>): Promise<unknown> =>
  tx.updateTable('api').set(values).where('id', '=', id).execute();
