import type { Selectable } from 'kysely';
import type { Db, Tx } from './db.ts';
import type { Schema } from './schema.ts';

export type CredentialManagerRow = Selectable<Schema['credential_manager']>;

export const allCredentialManagers = (db: Db): Promise<CredentialManagerRow[]> =>
  db.selectFrom('credential_manager').selectAll().execute();

/** Assigns the role, or replaces the confirmation it rests on. */
export const putCredentialManager = (tx: Tx, row: CredentialManagerRow): Promise<unknown> =>
  tx
    .insertInto('credential_manager')
    .values(row)
    .onConflict((conflict) =>
      conflict.columns(['application_id', 'user_id']).doUpdateSet({
        confirmed_by: row.confirmed_by,
        confirmed_at: row.confirmed_at,
        reference: row.reference,
      }),
    )
    .execute();

/** The active credential managers of these applications (R1.2), by name. */
export const managersOfApplications = (db: Db, applicationIds: string[]) =>
  db
    .selectFrom('credential_manager')
    .innerJoin('portal_user', 'portal_user.id', 'credential_manager.user_id')
    .where('credential_manager.application_id', 'in', applicationIds)
    .where('portal_user.status', '=', 'active')
    .select(['credential_manager.application_id', 'portal_user.id', 'portal_user.name', 'portal_user.email'])
    .orderBy('portal_user.name')
    .orderBy('portal_user.id')
    .execute();
