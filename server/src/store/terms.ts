import type { Selectable } from 'kysely';
import type { Db, Tx } from './db.ts';
import type { Schema, StoredActor } from './schema.ts';

export type TermsRow = Selectable<Schema['terms_version']>;

/** The terms in force: the newest. */
export const findCurrentTerms = (db: Db): Promise<TermsRow | undefined> =>
  db.selectFrom('terms_version').selectAll().orderBy('version', 'desc').limit(1).executeTakeFirst();

export const findTerms = (db: Db, version: number): Promise<TermsRow | undefined> =>
  db.selectFrom('terms_version').selectAll().where('version', '=', version).executeTakeFirst();

export const insertTerms = (
  tx: Tx,
  { published_by, ...row }: TermsRow & { published_by: StoredActor },
): Promise<unknown> =>
  tx
    .insertInto('terms_version')
    .values({ ...row, published_by: JSON.stringify(published_by) })
    .execute();

/** A version without its text, with how many active members accepted it. */
export type TermsVersionRow = Omit<TermsRow, 'text'> & { acceptances: string };

/** Versions of the terms, newest first. */
export const listTermsVersions = (
  db: Db,
  { before, limit }: { before: number | undefined; limit: number },
): Promise<TermsVersionRow[]> => {
  let query = db
    .selectFrom('terms_version')
    .select(['version', 'published_at', 'published_by'])
    .select((select) =>
      select
        .selectFrom('terms_acceptance')
        .innerJoin('portal_user', 'portal_user.id', 'terms_acceptance.user_id')
        .whereRef('terms_acceptance.version', '=', 'terms_version.version')
        .where('portal_user.role', '=', 'member')
        .where('portal_user.status', '=', 'active')
        .select((count) => count.fn.countAll<string>().as('count'))
        .$asScalar()
        .$notNull()
        .as('acceptances'),
    );
  if (before !== undefined) query = query.where('version', '<', before);
  return query.orderBy('version', 'desc').limit(limit).execute();
};

export async function countActiveMembers(db: Db): Promise<number> {
  const { count } = await db
    .selectFrom('portal_user')
    .select((select) => select.fn.countAll<string>().as('count'))
    .where('role', '=', 'member')
    .where('status', '=', 'active')
    .executeTakeFirstOrThrow();
  return Number(count);
}

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
