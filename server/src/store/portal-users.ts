import type { Selectable } from 'kysely';
import type { Db, Tx } from './db.ts';
import type { Schema } from './schema.ts';

export type PortalUserRow = Selectable<Schema['portal_user']>;

export const allPortalUsers = (db: Db): Promise<PortalUserRow[]> =>
  db.selectFrom('portal_user').selectAll().execute();

export const insertPortalUser = (tx: Tx, row: PortalUserRow): Promise<unknown> =>
  tx.insertInto('portal_user').values(row).execute();

export const updatePortalUser = (
  tx: Tx,
  id: string,
  values: Omit<PortalUserRow, 'id' | 'organisation_id' | 'created_at'>,
): Promise<unknown> => tx.updateTable('portal_user').set(values).where('id', '=', id).execute();

/** The account with this folded e-mail address, and whether it can sign in. */
export const findPortalUserByEmail = (db: Db, emailFolded: string) =>
  db
    .selectFrom('portal_user')
    .leftJoin('account_factor', 'account_factor.user_id', 'portal_user.id')
    .where('portal_user.email_folded', '=', emailFolded)
    .select(['portal_user.id', 'portal_user.role'])
    .select((column) => column('account_factor.user_id', 'is not', null).as('is_set_up'))
    .executeTakeFirst();

/** How many people and automation clients have the operator role. */
export async function countOperators(db: Db): Promise<number> {
  const { users, clients } = await db
    .selectNoFrom((select) => [
      select
        .selectFrom('portal_user')
        .select(select.fn.countAll<string>().as('count'))
        .where('role', '=', 'operator')
        .as('users'),
      select
        .selectFrom('application')
        .select(select.fn.countAll<string>().as('count'))
        .where('kind', '=', 'operator-client')
        .as('clients'),
    ])
    .executeTakeFirstOrThrow();
  return Number(users) + Number(clients);
}
