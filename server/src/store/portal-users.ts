import type { Selectable } from 'kysely';
import { inPortions, type Db, type Tx } from './db.ts';
import type { Schema } from './schema.ts';

export type PortalUserRow = Omit<Selectable<Schema['portal_user']>, 'is_set_up'>;

/** All of `PortalUserRow`, and not whether the account was set up: nobody changes that. */
export const portalUserColumns = [
  'portal_user.id',
  'portal_user.organisation_id',
  'portal_user.email',
  'portal_user.email_folded',
  'portal_user.name',
  'portal_user.role',
  'portal_user.locale',
  'portal_user.time_zone',
  'portal_user.status',
  'portal_user.created_at',
] as const satisfies `portal_user.${keyof PortalUserRow}`[];

export const allPortalUsers = (db: Db): Promise<PortalUserRow[]> =>
  db.selectFrom('portal_user').select(portalUserColumns).execute();

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
    .select(portalUserColumns)
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
