import type { Selectable } from 'kysely';
import type { Db, Tx } from './db.ts';
import type { Schema } from './schema.ts';

export type TermsRow = Selectable<Schema['terms_version']>;

/** The terms in force: the newest. */
export const findCurrentTerms = (db: Db): Promise<TermsRow | undefined> =>
  db.selectFrom('terms_version').selectAll().orderBy('version', 'desc').limit(1).executeTakeFirst();

export const insertTerms = (tx: Tx, row: TermsRow): Promise<unknown> =>
  tx.insertInto('terms_version').values(row).execute();

/** Records an acceptance; a second one of the same version changes nothing. */
export const insertTermsAcceptance = (
  tx: Tx,
  row: Selectable<Schema['terms_acceptance']>,
): Promise<unknown> =>
  tx
    .insertInto('terms_acceptance')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .execute();

/** The version in force that this user has not accepted; undefined: nothing to accept. */
export const findUnacceptedTerms = (db: Db, userId: string): Promise<{ version: number } | undefined> =>
  db
    .selectFrom('terms_version')
    .where('version', '=', (select) =>
      select.selectFrom('terms_version').select((column) => column.fn.max('version').as('version')),
    )
    .where((where) =>
      where.not(
        where.exists((select) =>
          select
            .selectFrom('terms_acceptance')
            .whereRef('terms_acceptance.version', '=', 'terms_version.version')
            .where('terms_acceptance.user_id', '=', userId)
            .select('terms_acceptance.version'),
        ),
      ),
    )
    .select('version')
    .executeTakeFirst();
