import type { ApiRow } from './apis.ts';
import { applicationColumns, type ApplicationRow } from './applications.ts';
import type { Db } from './db.ts';
import { escapePattern } from './search.ts';

/** The APIs with one of these IDs or this identifier. */
export const findApis = (db: Db, ids: string[], identifier: string | null): Promise<ApiRow[]> =>
  db
    .selectFrom('api')
    .selectAll()
    .where((where) =>
      where.or([
        ...(ids.length === 0 ? [] : [where('id', 'in', ids)]),
        where('identifier', '=', identifier ?? ''),
      ]),
    )
    .execute();

/** The applications with one of these IDs, or a name that begins like this one. */
export const findApplicationsLike = (
  db: Db,
  ids: string[],
  nameFolded: string | null,
): Promise<ApplicationRow[]> =>
  db
    .selectFrom('application')
    .select(applicationColumns)
    .where((where) =>
      where.or([
        ...(ids.length === 0 ? [] : [where('id', 'in', ids)]),
        ...(nameFolded === null ? [] : [where('name_folded', 'like', `${escapePattern(nameFolded)}%`)]),
      ]),
    )
    .execute();

/** The APIs that this application is permitted to use. */
export async function permittedApiIds(db: Db, applicationId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('api_permission')
    .select('api_id')
    .where('application_id', '=', applicationId)
    .orderBy('api_id')
    .execute();
  return rows.map(({ api_id }) => api_id);
}
