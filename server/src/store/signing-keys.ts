import type { Insertable, Selectable } from 'kysely';
import type { Db, Tx } from './db.ts';
import type { Schema } from './schema.ts';

export type SigningKeyRow = Selectable<Schema['signing_key']>;

/** Every signing key, newest first. */
export const listSigningKeys = (db: Db): Promise<SigningKeyRow[]> =>
  db.selectFrom('signing_key').selectAll().orderBy('created_at', 'desc').orderBy('kid').execute();

export const insertSigningKey = (tx: Tx, row: Insertable<Schema['signing_key']>): Promise<unknown> =>
  tx.insertInto('signing_key').values(row).execute();
