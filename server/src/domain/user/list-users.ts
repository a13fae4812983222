import type { UsersQuery } from '@keyturn/contract';
import { rolesOfUsers } from '../../store/credential-managers.ts';
import type { Db } from '../../store/db.ts';
import type { PortalUserRow } from '../../store/portal-users.ts';
import { findListedUser, listUsers as listRows, type ListedUserRow } from '../../store/user-listing.ts';
import type { Actor } from '../audit/actor.ts';
import type { Deps } from '../deps.ts';
import { KeyturnError } from '../errors.ts';
import { pageOf } from '../page-of.ts';
import { recordEtag } from '../record-etag.ts';
import { requireOperator } from '../policy.ts';

/** A portal user as the operator team sees them. */
export type UserView = {
  user: ListedUserRow;
  status: 'invited' | 'active' | 'disabled' | 'closed';
  roles: Awaited<ReturnType<typeof rolesOfUsers>>;
};

type Position = { nameLower: string; id: string };
type ListQuery = Omit<UsersQuery, 'cursor'> & { after: Position | null };

/**
 * One page of the portal's users by name, for the operator team.
 * @throws KeyturnError `not-found` for anybody else
 */
export async function listUsers(
  deps: Pick<Deps, 'db'>,
  actor: Actor,
  query: ListQuery,
): Promise<{ views: UserView[]; next: Position | null }> {
  requireOperator(actor);
  const rows = await listRows(deps.db, {
    search: query.search,
    organisationId: query.organisation,
    status: query.status,
    after: query.after ?? undefined,
    limit: query.limit + 1,
  });
  const { shown, last } = pageOf(rows, query.limit);
  return {
    views: await viewsOf(deps.db, shown),
    next: last === null ? null : { nameLower: last.name_lower, id: last.id },
  };
}

/** @throws KeyturnError `not-found` */
export function getUser(deps: Pick<Deps, 'db'>, actor: Actor, id: string): Promise<UserView> {
  requireOperator(actor);
  return readUserView(deps.db, id);
}

/** A user as a change leaves them. @throws KeyturnError `not-found` */
export async function readUserView(db: Db, id: string): Promise<UserView> {
  const row = await findListedUser(db, id);
  const [view] = row === undefined ? [] : await viewsOf(db, [row]);
  if (view === undefined) throw new KeyturnError('not-found');
  return view;
}

async function viewsOf(db: Db, rows: ListedUserRow[]): Promise<UserView[]> {
  if (rows.length === 0) return [];
  const all = await rolesOfUsers(
    db,
    rows.map(({ id }) => id),
  );
  const roles = Map.groupBy(all, ({ user_id }) => user_id);
  return rows.map((user) => ({ user, status: statusOf(user), roles: roles.get(user.id) ?? [] }));
}

/** The tag of what the operator team changes of an account. */
export const userEtag = ({ name, email, status, time_zone }: PortalUserRow): string =>
  recordEtag({ name, email, status, timeZone: time_zone });

/** `invited`: the account was never set up. */
const statusOf = ({ status, set_up_at }: ListedUserRow): UserView['status'] =>
  status === 'active' && set_up_at === null ? 'invited' : status;
