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
      'session.amr',
      'portal_user.id as user_id',
      'portal_user.name as user_name',
      'portal_user.role as user_role',
      'portal_user.status as user_status',
      'organisation.status as organisation_status',
    ])
    .executeTakeFirst();
