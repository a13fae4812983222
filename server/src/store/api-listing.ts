import type { Db } from './db.ts';
import { containing } from './search.ts';

/** An API with what the operator team sees of it; `name_lower` is what listings go by. */
const listed = (db: Db) =>
  db
    .selectFrom('api')
    .selectAll('api')
    .select((select) => [
      select.fn<string>('lower', ['api.name']).as('name_lower'),
      select
        .selectFrom('api_permission')
        .whereRef('api_permission.api_id', '=', 'api.id')
        .select((count) => count.fn.countAll<string>().as('count'))
        .as('applications'),
    ]);
export type ListedApiRow = Awaited<ReturnType<typeof findListedApi>> & {};

export const findListedApi = (db: Db, id: string) => listed(db).where('api.id', '=', id).executeTakeFirst();

type Environment = 'production' | 'sandbox';

/** Where a page of APIs ends. */
export type ApiPosition = { nameLower: string; environment: Environment; id: string };

type ApiFilter = {
  search?: string | undefined;
  environment?: Environment | undefined;
  status?: 'active' | 'disabled' | undefined;
  after?: ApiPosition | undefined;
  limit: number;
};

/** One page of APIs by name; those of one name by environment. */
export function listApis(
  db: Db,
  { search, environment, status, after, limit }: ApiFilter,
): Promise<ListedApiRow[]> {
  let query = listed(db);
  if (search !== undefined)
    query = query.where(containing(search, ['api.name', 'api.identifier', 'api.code'], 'api.id'));
  if (environment !== undefined) query = query.where('api.environment', '=', environment);
  if (status !== undefined) query = query.where('api.status', '=', status);
  if (after !== undefined)
    query = query.where((where) =>
      where(
        where.tuple(
          where.fn<string>('lower', ['api.name']),
          where.ref('api.environment'),
          where.ref('api.id'),
        ),
        '>',
        where.tuple(after.nameLower, after.environment, after.id),
      ),
    );
  return query
    .orderBy((order) => order.fn('lower', ['api.name']))
    .orderBy('api.environment')
    .orderBy('api.id')
    .limit(limit)
    .execute();
}
