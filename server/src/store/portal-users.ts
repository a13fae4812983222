import type { Selectable } from 'kysely';
import { inPortions, type Db, type Tx } from './db.ts';
import type { Schema } from './schema.ts';

export type PortalUserRow = Omit<Selectable<Schema['portal_user']>, 'is_set_up'>;

export const allPortalUsers = (db: Db): Promise<PortalUserRow[]> =>
  db.selectFrom('portal_user').selectAll().execute();

export const insertPortalUsers = (tx: Tx, rows: PortalUserRow[]): Promise<void> =>
  inPortions(rows, (some) => tx.insertInto('portal_user').values(some).execute());

export const updatePortalUser = (
  tx: Tx,
  id: string,
  values: Omit<PortalUserRow, 'id' | 'organisation_id' | 'created_at'>,
): Promise<unknown> => tx.updateTable('portal_user').set(values).where('id', '=', id).execute();

/** A user with what mails to them need. */
export const findPortalUser = (db: Db, id: string) =>
  db
    .selectFrom('portal_user')
    .innerJoin('organisation', 'organisation.id', 'portal_user.organisation_id')
    .where('portal_user.id', '=', id)
    .selectAll('portal_user')
    .select([
      'organisation.name as organisation_name',
      'organisation.time_zone as organisation_time_zone',
      'organisation.status as organisation_status',
    ])
    .executeTakeFirst();
export type PortalUserOfOrganisation = NonNullable<Awaited<ReturnType<typeof findPortalUser>>>;

/** Leaves of a user what others refer to; nobody has this address, so that it is free for another account. */
export const closePortalUser = (tx: Tx, id: string): Promise<unknown> =>
  tx
    .updateTable('portal_user')
    .set({ status: 'closed', email: '', email_folded: `closed ${id}` })
    .where('id', '=', id)
    .execute();

/** The operator account with this folded e-mail address. */
export const findOperatorByEmail = (db: Db, emailFolded: string): Promise<{ id: string } | undefined> =>
  db
    .selectFrom('portal_user')
    .select('id')
    .where('email_folded', '=', emailFolded)
    .where('role', '=', 'operator')
    .executeTakeFirst();

/** Whose folded e-mail address this is. */
export const findUserByEmail = (db: Db, emailFolded: string): Promise<{ id: string } | undefined> =>
  db.selectFrom('portal_user').select('id').where('email_folded', '=', emailFolded).executeTakeFirst();

/** The active operators who have a second factor. */
export const listOperatorsWithFactor = (db: Db): Promise<{ id: string }[]> =>
  db
    .selectFrom('portal_user')
    .select('portal_user.id')
    .where('role', '=', 'operator')
    .where('status', '=', 'active')
    .where((where) =>
      where.exists(
        where
          .selectFrom('second_factor')
          .select('second_factor.id')
          .whereRef('second_factor.user_id', '=', 'portal_user.id'),
      ),
    )
    .execute();

/** How many people and automation clients have the operator role. */
export async function countOperators(db: Db): Promise<number> {
  const { users, clients } = await db
    .selectNoFrom((select) => [
      select
        .selectFrom('portal_user')
        .select(select.fn.countAll<string>().as('count'))
        .where('role', '=', 'operator')
        .where('status', '!=', 'closed')
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
