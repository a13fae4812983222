import type { Insertable } from 'kysely';
import type { Db } from './db.ts';
import type { Schema } from './schema.ts';

export const insertSession = (db: Db, row: Insertable<Schema['session']>): Promise<unknown> =>
  db.insertInto('session').values(row).execute();

/** The session of a cookie with its user, by the hash of the cookie's value. */
export const findSession = (db: Db, tokenSha256: Buffer) =>
  db
    .selectFrom('session')
    .innerJoin('portal_user', 'portal_user.id', 'session.user_id')
    .innerJoin('organisation', 'organisation.id', 'portal_user.organisation_id')
    .where('session.token_sha256', '=', tokenSha256)
    .select([
      'session.id',
      'session.created_at',
      'session.mfa_at',
      'session.failed_codes',
      'portal_user.id as user_id',
      'portal_user.name as user_name',
      'portal_user.email as user_email',
      'portal_user.role as user_role',
      'portal_user.status as user_status',
      'portal_user.locale as user_locale',
      'portal_user.time_zone as user_time_zone',
      'organisation.id as organisation_id',
      'organisation.name as organisation_name',
      'organisation.time_zone as organisation_time_zone',
      'organisation.status as organisation_status',
    ])
    .executeTakeFirst();
export type SessionRow = NonNullable<Awaited<ReturnType<typeof findSession>>>;

export const deleteSession = (db: Db, id: string): Promise<unknown> =>
  db.deleteFrom('session').where('id', '=', id).execute();

/** Counts a wrong code and answers how many there were. */
export async function countFailedCode(db: Db, id: string): Promise<number> {
  const row = await db
    .updateTable('session')
    .set((column) => ({ failed_codes: column('failed_codes', '+', 1) }))
    .where('id', '=', id)
    .returning('failed_codes')
    .executeTakeFirst();
  return row?.failed_codes ?? Number.POSITIVE_INFINITY;
}

/** Whose session this is, and whether they and their organisation are active; undefined when it was ended. */
export const findSessionState = (db: Db, id: string) =>
  db
    .selectFrom('session')
    .innerJoin('portal_user', 'portal_user.id', 'session.user_id')
    .innerJoin('organisation', 'organisation.id', 'portal_user.organisation_id')
    .where('session.id', '=', id)
    .where('session.mfa_at', 'is not', null)
    .select([
      'portal_user.status as user_status',
      'portal_user.role as user_role',
      'organisation.status as organisation_status',
    ])
    .executeTakeFirst();

/** Forgets sessions that began before `before`. */
export const deleteOldSessions = (db: Db, before: Date): Promise<unknown> =>
  db.deleteFrom('session').where('created_at', '<', before).execute();
