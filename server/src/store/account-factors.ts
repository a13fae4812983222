import type { Insertable } from 'kysely';
import type { Db } from './db.ts';
import type { Schema } from './schema.ts';

export const putAccountFactors = (db: Db, row: Insertable<Schema['account_factor']>): Promise<unknown> =>
  db
    .insertInto('account_factor')
    .values(row)
    .onConflict((conflict) =>
      conflict.column('user_id').doUpdateSet({
        password_hash: row.password_hash,
        totp_sealed: row.totp_sealed,
        totp_used_step: null,
      }),
    )
    .execute();
