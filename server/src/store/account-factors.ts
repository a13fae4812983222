import type { Insertable } from 'kysely';
import type { Db } from './db.ts';
import type { Schema } from './schema.ts';

export const putAccountFactors = (db: Db, row: Insertable<Schema['account_factor']>): Promise<unknown> =>
  db
    .insertInto('account_factor')
    .values(row)
    .onConflict((conflict) =>
      conflict.column('user_id').doUpdateSet({
        password_hash: row.password_hash,
        totp_sealed: row.totp_sealed,
        totp_used_step: null,
      }),
    )
    .execute();

export const findAccountFactors = (db: Db, userId: string) =>
  db.selectFrom('account_factor').selectAll().where('user_id', '=', userId).executeTakeFirst();

/** The active account with this folded e-mail address, and its password hash. */
export const findAccountByEmail = (db: Db, emailFolded: string) =>
  db
    .selectFrom('portal_user')
    .innerJoin('organisation', 'organisation.id', 'portal_user.organisation_id')
    .innerJoin('account_factor', 'account_factor.user_id', 'portal_user.id')
    .where('portal_user.email_folded', '=', emailFolded)
    .where('portal_user.status', '=', 'active')
    .where('organisation.status', '=', 'active')
    .select(['portal_user.id', 'portal_user.name', 'account_factor.password_hash'])
    .executeTakeFirst();

/** Marks a TOTP time step as used, unless it or a later one was: of two servers with one code, one succeeds. */
export async function useTotpStep(db: Db, userId: string, step: number): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('account_factor')
    .set({ totp_used_step: step })
    .where('user_id', '=', userId)
    .where((where) =>
      where.or([where('totp_used_step', 'is', null), where('totp_used_step', '<', String(step))]),
    )
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/** The last used TOTP step of every account that has one. */
export const allTotpSteps = (db: Db) =>
  db.selectFrom('account_factor').select(['user_id', 'totp_used_step']).execute();
