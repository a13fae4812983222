import type { Db } from './db.ts';

export const findSignInFailures = (db: Db, key: Buffer) =>
  db.selectFrom('sign_in_failure').selectAll().where('key_sha256', '=', key).executeTakeFirst();

export const putSignInFailures = (
  db: Db,
  row: { key_sha256: Buffer; failures: number; blocked_until: Date },
): Promise<unknown> =>
  db
    .insertInto('sign_in_failure')
    .values(row)
    .onConflict((conflict) =>
      conflict.column('key_sha256').doUpdateSet({ failures: row.failures, blocked_until: row.blocked_until }),
    )
    .execute();

export const deleteSignInFailures = (db: Db, key: Buffer): Promise<unknown> =>
  db.deleteFrom('sign_in_failure').where('key_sha256', '=', key).execute();

/** Forgets failures whose delay ended before `before`. */
export const deleteOldSignInFailures = (db: Db, before: Date): Promise<unknown> =>
  db.deleteFrom('sign_in_failure').where('blocked_until', '<', before).execute();
