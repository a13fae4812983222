import { sql } from 'kysely';
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

/**
 * The applications that are permitted to use this API and that more is asked of than that: because they have others too, or
 * because of their kind. With all their APIs, sorted.
 */
export const findApplicationsWithMore = (
  db: Db,
  apiId: string,
): Promise<(ApplicationRow & { apiIds: string[] })[]> =>
  db
    .selectFrom('application')
    .innerJoin('api_permission', 'api_permission.application_id', 'application.id')
    .select(applicationColumns)
    .select(sql<string[]>`array_agg(api_permission.api_id order by api_permission.api_id)`.as('apiIds'))
    .where('application.id', 'in', (permission) =>
      permission.selectFrom('api_permission').select('application_id').where('api_id', '=', apiId),
    )
    .groupBy('application.id')
    .having(sql<boolean>`count(*) > 1 or application.kind = 'partner-alternative'`)
    .execute();
