import { sql } from 'kysely';
import type { Db } from './db.ts';

/** One more than the highest status index: client secrets are numbered from 0. */
export async function countStatusIndexes(db: Db): Promise<number> {
  const { highest } = await db
    .selectFrom('client_secret')
    .select((column) => column.fn.max('status_index').as('highest'))
    .executeTakeFirstOrThrow();
  return (highest ?? -1) + 1;
}

/** A client secret that is deleted, or that is disabled by itself or with its application or organisation. */
export type StoppedSecret = { index: number; isDeleted: boolean };

/** The stopped client secrets whose status index is at least `from` and below `to`. */
export const listStoppedSecrets = (db: Db, from: number, to: number): Promise<StoppedSecret[]> =>
  db
    .selectFrom('client_secret')
    .innerJoin('application', 'application.id', 'client_secret.application_id')
    .innerJoin('organisation', 'organisation.id', 'application.organisation_id')
    .where('client_secret.status_index', '>=', from)
    .where('client_secret.status_index', '<', to)
    .where((where) =>
      where.or([
        where('client_secret.deleted_at', 'is not', null),
        where('client_secret.disabled_at', 'is not', null),
        where('application.status', '=', 'disabled'),
        where('organisation.status', '=', 'disabled'),
      ]),
    )
    .select([
      'client_secret.status_index as index',
      sql<boolean>`client_secret.deleted_at is not null`.as('isDeleted'),
    ])
    .execute();
