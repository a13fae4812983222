import type { Insertable } from 'kysely';
import type { Db, Tx } from './db.ts';
import type { Schema } from './schema.ts';

type Purpose = Schema['account_link']['purpose'];

export const insertAccountLink = (tx: Tx, row: Insertable<Schema['account_link']>): Promise<unknown> =>
  tx.insertInto('account_link').values(row).execute();

/** A link by its token, whatever its state, with its active user. */
export const findAccountLink = (db: Db, purpose: Purpose, tokenSha256: Buffer) =>
  db
    .selectFrom('account_link')
    .innerJoin('portal_user', 'portal_user.id', 'account_link.user_id')
    .innerJoin('organisation', 'organisation.id', 'portal_user.organisation_id')
    .where('account_link.token_sha256', '=', tokenSha256)
    .where('account_link.purpose', '=', purpose)
    .where('portal_user.status', '=', 'active')
    .where('organisation.status', '=', 'active')
    .select([
      'account_link.id',
      'account_link.expires_at',
      'account_link.ended_at',
      'portal_user.id as user_id',
      'portal_user.name as user_name',
      'portal_user.email as user_email',
      'portal_user.role as user_role',
      'portal_user.time_zone as user_time_zone',
      'organisation.name as organisation_name',
      'organisation.time_zone as organisation_time_zone',
    ])
    .executeTakeFirst();
export type AccountLinkRow = NonNullable<Awaited<ReturnType<typeof findAccountLink>>>;

/** Uses up a link, once. */
export async function useAccountLink(tx: Tx, id: string, now: Date): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('account_link')
    .set({ ended_at: now })
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/** Takes an invitation back: until the operator sends another, nobody else can have one sent. */
export const revokeInvitations = (tx: Tx, userId: string): Promise<unknown> =>
  tx
    .updateTable('account_link')
    .set({ revoked: true })
    .where('user_id', '=', userId)
    .where('purpose', '=', 'invitation')
    .execute();

/** Whether the last invitation of a user was taken back. */
export async function isInvitationRevoked(db: Db, userId: string): Promise<boolean> {
  const row = await db
    .selectFrom('account_link')
    .select('revoked')
    .where('user_id', '=', userId)
    .where('purpose', '=', 'invitation')
    .orderBy('created_at', 'desc')
    .orderBy('revoked')
    .limit(1)
    .executeTakeFirst();
  return row?.revoked ?? false;
}

/** Makes every link of a user for this purpose worthless, and tells how many still worked. */
export async function endAccountLinks(tx: Tx, userId: string, purpose: Purpose, now: Date): Promise<bigint> {
  const { numUpdatedRows } = await tx
    .updateTable('account_link')
    .set({ ended_at: now })
    .where('user_id', '=', userId)
    .where('purpose', '=', purpose)
    .where('ended_at', 'is', null)
    .executeTakeFirstOrThrow();
  return numUpdatedRows;
}

/** Forgets every link of a user. */
export const deleteAccountLinks = (tx: Tx, userId: string): Promise<unknown> =>
  tx.deleteFrom('account_link').where('user_id', '=', userId).execute();

/** How many links for this purpose were made for a user since `since`. */
export async function countAccountLinks(
  db: Db,
  userId: string,
  purpose: Purpose,
  since: Date,
): Promise<number> {
  const { count } = await db
    .selectFrom('account_link')
    .where('user_id', '=', userId)
    .where('purpose', '=', purpose)
    .where('created_at', '>', since)
    .select((select) => select.fn.countAll<string>().as('count'))
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** Forgets links that expired before `before`. */
export async function deleteOldAccountLinks(db: Db, before: Date): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom('account_link')
    .where('expires_at', '<', before)
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}
