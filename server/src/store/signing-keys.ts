import type { SigningAlgorithm } from '@keyturn/contract';
import { sql, type Insertable, type NotNull, type Selectable } from 'kysely';
import type { Db, Tx } from './db.ts';
import type { Schema } from './schema.ts';

export type SigningKeyRow = Selectable<Schema['signing_key']>;
export type PublicKeyRow = Pick<SigningKeyRow, 'kid' | 'algorithm' | 'public_jwk'>;
export type PrivateKeyRow = Pick<SigningKeyRow, 'kid' | 'algorithm'> & { private_sealed: Buffer };
/** A signing key without the key itself. */
export type SigningKeyState = Omit<SigningKeyRow, 'public_jwk' | 'private_sealed'>;

const publicColumns = ['kid', 'algorithm', 'public_jwk'] as const;
const stateColumns = [
  'kid',
  'algorithm',
  'created_at',
  'due_at',
  'signs_since',
  'stopped_at',
  'retired_at',
  'revoked_at',
] as const;

/**
 * The keys that tokens are verified with: of each algorithm the one that signs, the next one, and the earlier ones. The
 * default algorithm comes first, whatever is added: some who check tokens take the first key.
 */
export const listPublicKeys = (db: Db): Promise<PublicKeyRow[]> =>
  db
    .selectFrom('signing_key')
    .select(publicColumns)
    .where('retired_at', 'is', null)
    .orderBy('algorithm')
    .orderBy(sql`case when stopped_at is not null then 2 when signs_since is null then 1 else 0 end`)
    .orderBy('created_at', 'desc')
    .orderBy('kid')
    .execute();

/** The key, while tokens are verified with it. */
export const findPublicKey = (db: Db, kid: string): Promise<PublicKeyRow | undefined> =>
  db
    .selectFrom('signing_key')
    .select(publicColumns)
    .where('kid', '=', kid)
    .where('retired_at', 'is', null)
    .executeTakeFirst();

/** The key that signs by this algorithm. */
export const currentSigningKey = (db: Db, algorithm: SigningAlgorithm): Promise<PrivateKeyRow | undefined> =>
  db
    .selectFrom('signing_key')
    .select(['kid', 'algorithm', 'private_sealed'])
    .where('algorithm', '=', algorithm)
    .where('signs_since', 'is not', null)
    .where('stopped_at', 'is', null)
    .where('private_sealed', 'is not', null)
    .$narrowType<{ private_sealed: NotNull }>()
    .executeTakeFirst();

/** Every key that tokens are verified with. */
export const publishedSigningKeys = (db: Db): Promise<SigningKeyState[]> =>
  db.selectFrom('signing_key').select(stateColumns).where('retired_at', 'is', null).execute();

export const findSigningKey = (db: Db, kid: string): Promise<SigningKeyState | undefined> =>
  db.selectFrom('signing_key').select(stateColumns).where('kid', '=', kid).executeTakeFirst();

/** Where a listing goes on: after this key. */
export type SigningKeyPosition = { createdAt: Date; kid: string };

/** Keys of any state, the newest first. */
export const listSigningKeys = (
  db: Db,
  { after, limit }: { after: SigningKeyPosition | null; limit: number },
): Promise<SigningKeyState[]> =>
  db
    .selectFrom('signing_key')
    .select(stateColumns)
    .$if(after !== null, (query) =>
      query.where((eb) =>
        eb.or([
          eb('created_at', '<', after?.createdAt ?? null),
          eb.and([eb('created_at', '=', after?.createdAt ?? null), eb('kid', '>', after?.kid ?? '')]),
        ]),
      ),
    )
    .orderBy('created_at', 'desc')
    .orderBy('kid')
    .limit(limit)
    .execute();

/** What the tokens of some API are signed with. */
export async function algorithmsOfApis(db: Db): Promise<SigningAlgorithm[]> {
  const rows = await db.selectFrom('api').select('algorithm').distinct().execute();
  return rows.map(({ algorithm }) => algorithm);
}

export const insertSigningKey = (tx: Tx, row: Insertable<Schema['signing_key']>): Promise<SigningKeyRow> =>
  tx.insertInto('signing_key').values(row).returningAll().executeTakeFirstOrThrow();

/** The private part of every signing key that has one, sealed under the master key. */
export async function listSealedKeys(db: Db): Promise<Buffer[]> {
  const rows = await db.selectFrom('signing_key').select('private_sealed').orderBy('kid').execute();
  return rows.flatMap(({ private_sealed: sealed }) => sealed ?? []);
}
type SigningKeyChange = Partial<
  Pick<SigningKeyRow, 'due_at' | 'signs_since' | 'retired_at' | 'revoked_at' | 'stopped_at'>
>;

export const updateSigningKey = (tx: Tx, kid: string, values: SigningKeyChange): Promise<unknown> =>
  tx.updateTable('signing_key').set(values).where('kid', '=', kid).execute();

/** It signs no more: its private part is destroyed. */
export const stopSigningKey = (tx: Tx, kid: string, stoppedAt: Date): Promise<unknown> =>
  tx
    .updateTable('signing_key')
    .set({ stopped_at: stoppedAt, private_sealed: null })
    .where('kid', '=', kid)
    .execute();
