import { sql, type SqlBool } from 'kysely';
import type { Db } from './db.ts';
import { portalUserColumns } from './portal-users.ts';
import { anyContains } from './search.ts';

/** A user with what the operator team sees of the account; `name_lower` is what listings go by. */
const listed = (db: Db) =>
  db
    .selectFrom('portal_user')
    .innerJoin('organisation', 'organisation.id', 'portal_user.organisation_id')
    .leftJoin('account', 'account.user_id', 'portal_user.id')
    // There is at most one: making a link ends the earlier ones.
    .leftJoin('account_link as invitation', (join) =>
      join
        .onRef('invitation.user_id', '=', 'portal_user.id')
        .on('invitation.purpose', '=', 'invitation')
        .on('invitation.ended_at', 'is', null),
    )
    .select(portalUserColumns)
    .select((select) => [
      'organisation.name as organisation_name',
      'account.set_up_at',
      'invitation.created_at as invited_at',
      'invitation.expires_at as invitation_expires_at',
      select.fn<string>('lower', ['portal_user.name']).as('name_lower'),
      select
        .selectFrom('second_factor')
        .whereRef('second_factor.user_id', '=', 'portal_user.id')
        .select((count) => count.fn.countAll<string>().as('count'))
        .as('factors'),
    ]);
export type ListedUserRow = Awaited<ReturnType<typeof findListedUser>> & {};

export const findListedUser = (db: Db, id: string) =>
  listed(db).where('portal_user.id', '=', id).executeTakeFirst();

type UserFilter = {
  search?: string | undefined;
  organisationId?: string | undefined;
  status?: 'invited' | 'active' | 'disabled' | 'closed' | undefined;
  after?: { nameLower: string; id: string } | undefined;
  limit: number;
};

/** One page of users by name. */
export function listUsers(db: Db, filter: UserFilter): Promise<ListedUserRow[]> {
  const { search, organisationId, status, after } = filter;
  let query = listed(db);
  if (search !== undefined)
    query = query.where(anyContains(search, ['portal_user.name', 'portal_user.email']));
  if (organisationId !== undefined) query = query.where('portal_user.organisation_id', '=', organisationId);
  if (status !== undefined) {
    query = query.where('portal_user.status', '=', status === 'invited' ? 'active' : status);
    // As the index is written; `=` would not be recognised.
    if (status === 'invited') query = query.where(sql<SqlBool>`not portal_user.is_set_up`);
    if (status === 'active') query = query.where(sql<SqlBool>`portal_user.is_set_up`);
  }
  if (after !== undefined)
    query = query.where((where) =>
      where(
        where.tuple(where.fn<string>('lower', ['portal_user.name']), where.ref('portal_user.id')),
        '>',
        where.tuple(after.nameLower, after.id),
      ),
    );
  return query.orderBy('name_lower').orderBy('portal_user.id').limit(filter.limit).execute();
}
