import type { Selectable } from 'kysely';
import type { Db, Tx } from './db.ts';
import type { Schema, StoredActor } from './schema.ts';

export type SecretElsewhereRow = Selectable<Schema['secret_elsewhere']>;

/** Every secret of a former system, gone ones too, for checking a whole import at once. */
export const allSecretsElsewhere = (db: Db): Promise<SecretElsewhereRow[]> =>
  db.selectFrom('secret_elsewhere').selectAll().execute();

/** What is told of for these applications: what is not gone and expires after `since`, the first to expire first. */
export const listSecretsElsewhere = (
  db: Db,
  applicationIds: string[],
  since: Date,
): Promise<SecretElsewhereRow[]> =>
  db
    .selectFrom('secret_elsewhere')
    .selectAll()
    .where('application_id', 'in', applicationIds)
    .where('gone_at', 'is', null)
    .where('expires_at', '>', since)
    .orderBy('expires_at')
    .orderBy('id')
    .execute();

export const findSecretElsewhere = (
  db: Db,
  applicationId: string,
  id: string,
): Promise<SecretElsewhereRow | undefined> =>
  db
    .selectFrom('secret_elsewhere')
    .selectAll()
    .where('id', '=', id)
    .where('application_id', '=', applicationId)
    .executeTakeFirst();

export const insertSecretElsewhere = (tx: Tx, row: SecretElsewhereRow): Promise<unknown> =>
  tx
    .insertInto('secret_elsewhere')
    .values({ ...row, gone_by: row.gone_by === null ? null : JSON.stringify(row.gone_by) })
    .execute();

export const updateSecretElsewhere = (
  tx: Tx,
  id: string,
  values: Pick<SecretElsewhereRow, 'name' | 'hint' | 'expires_at' | 'gone_at'>,
): Promise<unknown> => tx.updateTable('secret_elsewhere').set(values).where('id', '=', id).execute();

export const markGoneElsewhere = (tx: Tx, id: string, at: Date, by: StoredActor): Promise<unknown> =>
  tx
    .updateTable('secret_elsewhere')
    .set({ gone_at: at, gone_by: JSON.stringify(by) })
    .where('id', '=', id)
    .execute();
