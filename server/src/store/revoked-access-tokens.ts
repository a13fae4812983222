import type { Insertable } from 'kysely';
import type { Db, Tx } from './db.ts';
import type { Schema } from './schema.ts';

/**
 * Notes that an access token is revoked; false: it was already. The caller holds the head of the audit log, so that
 * nobody notes the same meanwhile. A row that met another one would take a revision for nothing.
 */
export async function insertRevokedAccessToken(
  tx: Tx,
  row: Insertable<Schema['revoked_access_token']>,
): Promise<boolean> {
  if (await isAccessTokenRevoked(tx, row.jti)) return false;
  await tx.insertInto('revoked_access_token').values(row).execute();
  return true;
}

export async function isAccessTokenRevoked(db: Db, jti: string): Promise<boolean> {
  const row = await db
    .selectFrom('revoked_access_token')
    .select('jti')
    .where('jti', '=', jti)
    .executeTakeFirst();
  return row !== undefined;
}

/** Forgets those that expired before `before`; answers how many. */
export async function deleteRevokedAccessTokens(db: Db, before: Date): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom('revoked_access_token')
    .where('expires_at', '<', before)
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}
