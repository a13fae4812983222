import type { Selectable } from 'kysely';
import type { Db, Tx } from './db.ts';
import type { Schema } from './schema.ts';

export type InstanceRow = Selectable<Schema['instance']>;

/** What was set once, at the first start; undefined before it. */
export const findInstance = (db: Db): Promise<InstanceRow | undefined> =>
  db.selectFrom('instance').selectAll().executeTakeFirst();

export const insertInstance = (tx: Tx, row: Omit<InstanceRow, 'id'>): Promise<unknown> =>
  tx.insertInto('instance').values(row).execute();
