import type { Insertable } from 'kysely';
import type { Db, Tx } from './db.ts';
import type { Schema } from './schema.ts';

/** Sets a password; an account that is set up stays so. */
export const putPassword = (db: Db, row: Insertable<Schema['account']>): Promise<unknown> =>
  db
    .insertInto('account')
    .values(row)
    .onConflict((conflict) =>
      conflict.column('user_id').doUpdateSet({
        password_hash: row.password_hash,
        password_changed_at: row.password_changed_at,
        by_mail: row.by_mail ?? false,
      }),
    )
    .execute();

/** Marks an account as set up, the first time. */
export const markSetUp = (tx: Tx, userId: string, at: Date): Promise<unknown> =>
  tx
    .updateTable('account')
    .set({ set_up_at: at })
    .where('user_id', '=', userId)
    .where('set_up_at', 'is', null)
    .execute();

/** A second factor was proved with the password: it is its owner's, however it was chosen. */
export const confirmPassword = (tx: Tx, userId: string): Promise<unknown> =>
  tx.updateTable('account').set({ by_mail: false }).where('user_id', '=', userId).execute();

/** Makes the password worthless when whoever reads the mailbox may have chosen it; answers whether it was so. */
export async function dropMailedPassword(tx: Tx, userId: string): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('account')
    // In no PHC string format: nothing matches it.
    .set({ password_hash: '' })
    .where('user_id', '=', userId)
    .where('by_mail', '=', true)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

export const findAccount = (db: Db, userId: string) =>
  db.selectFrom('account').selectAll().where('user_id', '=', userId).executeTakeFirst();

export const deleteAccount = (tx: Tx, userId: string): Promise<unknown> =>
  tx.deleteFrom('account').where('user_id', '=', userId).execute();

/** Who has this folded e-mail address, with what they sign in with; disabled and closed accounts too. */
export const findSignInByEmail = (db: Db, emailFolded: string) =>
  db
    .selectFrom('portal_user')
    .innerJoin('organisation', 'organisation.id', 'portal_user.organisation_id')
    .leftJoin('account', 'account.user_id', 'portal_user.id')
    .where('portal_user.email_folded', '=', emailFolded)
    .select([
      'portal_user.id',
      'portal_user.name',
      'portal_user.email',
      'portal_user.role',
      'portal_user.time_zone',
      'organisation.name as organisation_name',
      'organisation.time_zone as organisation_time_zone',
      'account.password_hash',
      'account.set_up_at',
    ])
    .select((column) => [
      column
        .and([column('portal_user.status', '=', 'active'), column('organisation.status', '=', 'active')])
        .as('is_active'),
      column
        .exists((select) =>
          select.selectFrom('second_factor').whereRef('user_id', '=', 'portal_user.id').select('id'),
        )
        .as('has_factor'),
    ])
    .executeTakeFirst();
export type SignInRow = NonNullable<Awaited<ReturnType<typeof findSignInByEmail>>>;
