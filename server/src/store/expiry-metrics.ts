import type { Db } from './db.ts';

/** The undeleted client secrets that expire after `since` and by `until`, with their applications. */
export const secretsThatExpire = (db: Db, since: Date, until: Date) =>
  db
    .selectFrom('client_secret')
    .innerJoin('application', 'application.id', 'client_secret.application_id')
    .select([
      'client_secret.id',
      'client_secret.hint',
      'client_secret.expires_at',
      'client_secret.application_id',
      'application.name as application_name',
    ])
    .where('client_secret.deleted_at', 'is', null)
    .where('client_secret.expires_at', '>', since)
    .where('client_secret.expires_at', '<=', until)
    .orderBy('client_secret.expires_at')
    .execute();
