import type { SigningAlgorithm } from '@keyturn/contract';
import type { Insertable, Selectable } from 'kysely';
import type { Db, Tx } from './db.ts';
import type { Schema } from './schema.ts';

export type SigningKeyRow = Selectable<Schema['signing_key']>;
export type PublicKeyRow = Pick<SigningKeyRow, 'kid' | 'algorithm' | 'public_jwk'>;

const publicColumns = ['kid', 'algorithm', 'public_jwk'] as const;

/**
 * Every signing key without its private part, of each algorithm the newest first. The default one comes first, whatever
 * is added: some who check tokens take the first key.
 */
export const listPublicKeys = (db: Db): Promise<PublicKeyRow[]> =>
  db
    .selectFrom('signing_key')
    .select(publicColumns)
    .orderBy('algorithm')
    .orderBy('created_at', 'desc')
    .orderBy('kid')
    .execute();

export const findSigningKey = (db: Db, kid: string): Promise<PublicKeyRow | undefined> =>
  db.selectFrom('signing_key').select(publicColumns).where('kid', '=', kid).executeTakeFirst();

/** The key that signs by this algorithm. */
export const newestSigningKey = (db: Db, algorithm: SigningAlgorithm): Promise<SigningKeyRow | undefined> =>
  db
    .selectFrom('signing_key')
    .selectAll()
    .where('algorithm', '=', algorithm)
    .orderBy('created_at', 'desc')
    .orderBy('kid')
    .executeTakeFirst();

export const insertSigningKey = (tx: Tx, row: Insertable<Schema['signing_key']>): Promise<SigningKeyRow> =>
  tx.insertInto('signing_key').values(row).returningAll().executeTakeFirstOrThrow();

/** The private part of every signing key, sealed under the master key. */
export async function listSealedKeys(db: Db): Promise<Buffer[]> {
  const rows = await db.selectFrom('signing_key').select('private_sealed').orderBy('kid').execute();
  return rows.map(({ private_sealed: sealed }) => sealed);
}
