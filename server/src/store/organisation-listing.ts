import type { Db } from './db.ts';
import { containing } from './search.ts';

/** An organisation with what the operator team sees of it; `name_lower` is what listings go by. */
const listed = (db: Db) =>
  db
    .selectFrom('organisation')
    .selectAll('organisation')
    .select((select) => [
      select.fn<string>('lower', ['organisation.name']).as('name_lower'),
      select
        .selectFrom('application')
        .whereRef('application.organisation_id', '=', 'organisation.id')
        .where('application.kind', '!=', 'operator-client')
        .select((count) => count.fn.countAll<string>().as('count'))
        .as('applications'),
      select
        .selectFrom('portal_user')
        .whereRef('portal_user.organisation_id', '=', 'organisation.id')
        .where('portal_user.status', '!=', 'closed')
        .select((count) => count.fn.countAll<string>().as('count'))
        .as('users'),
    ]);
export type ListedOrganisationRow = Awaited<ReturnType<typeof findListedOrganisation>> & {};

export const findListedOrganisation = (db: Db, id: string) =>
  listed(db).where('organisation.id', '=', id).executeTakeFirst();

type OrganisationFilter = {
  search?: string | undefined;
  status?: 'active' | 'disabled' | undefined;
  after?: { nameLower: string; id: string } | undefined;
  limit: number;
};

/** One page of organisations by name. */
export function listOrganisations(
  db: Db,
  { search, status, after, limit }: OrganisationFilter,
): Promise<ListedOrganisationRow[]> {
  let query = listed(db);
  if (search !== undefined) query = query.where(containing(search, ['organisation.name'], 'organisation.id'));
  if (status !== undefined) query = query.where('organisation.status', '=', status);
  if (after !== undefined)
    query = query.where((where) =>
      where(
        where.tuple(where.fn<string>('lower', ['organisation.name']), where.ref('organisation.id')),
        '>',
        where.tuple(after.nameLower, after.id),
      ),
    );
  return query
    .orderBy((order) => order.fn('lower', ['organisation.name']))
    .orderBy('organisation.id')
    .limit(limit)
    .execute();
}
