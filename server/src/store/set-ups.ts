import type { Insertable } from 'kysely';
import type { Db, Tx } from './db.ts';
import type { Schema } from './schema.ts';

export const insertSetUpLink = (tx: Tx, row: Insertable<Schema['set_up_link']>): Promise<unknown> =>
  tx.insertInto('set_up_link').values(row).execute();

/** Uses up the link with this token, once, when it is still valid and its user active; answers whose it is. */
export const useSetUpLink = (tx: Tx, tokenSha256: Buffer, now: Date) =>
  tx
    .updateTable('set_up_link')
    .set({ used_at: now })
    .from('portal_user')
    .whereRef('portal_user.id', '=', 'set_up_link.user_id')
    .where('portal_user.status', '=', 'active')
    .where('set_up_link.token_sha256', '=', tokenSha256)
    .where('set_up_link.used_at', 'is', null)
    .where('set_up_link.expires_at', '>', now)
    .returning(['portal_user.id as user_id', 'portal_user.name as user_name'])
    .executeTakeFirst();

/** Makes every other link of the user worthless. */
export const deleteUnusedSetUpLinks = (tx: Tx, userId: string): Promise<unknown> =>
  tx.deleteFrom('set_up_link').where('user_id', '=', userId).where('used_at', 'is', null).execute();

export const putSetUp = (tx: Tx, row: Insertable<Schema['set_up']>): Promise<unknown> =>
  tx
    .insertInto('set_up')
    .values(row)
    .onConflict((conflict) => conflict.column('user_id').doUpdateSet({ ...row, password_hash: null }))
    .execute();

/** The set-up of a cookie with its user, when it has not expired. */
export const findSetUp = (db: Db, tokenSha256: Buffer, now: Date) =>
  db
    .selectFrom('set_up')
    .innerJoin('portal_user', 'portal_user.id', 'set_up.user_id')
    .innerJoin('organisation', 'organisation.id', 'portal_user.organisation_id')
    .where('set_up.token_sha256', '=', tokenSha256)
    .where('set_up.expires_at', '>', now)
    .where('portal_user.status', '=', 'active')
    .select([
      'set_up.user_id',
      'set_up.password_hash',
      'set_up.totp_sealed',
      'portal_user.name as user_name',
      'portal_user.email as user_email',
      'portal_user.role as user_role',
      'organisation.name as organisation_name',
    ])
    .executeTakeFirst();
export type SetUpRow = NonNullable<Awaited<ReturnType<typeof findSetUp>>>;

export const setSetUpPassword = (db: Db, userId: string, passwordHash: string): Promise<unknown> =>
  db.updateTable('set_up').set({ password_hash: passwordHash }).where('user_id', '=', userId).execute();

export const deleteSetUp = (tx: Tx, userId: string): Promise<unknown> =>
  tx.deleteFrom('set_up').where('user_id', '=', userId).execute();
