import type { Selectable } from 'kysely';
import { inPortions, type Db, type Tx } from './db.ts';
import type { Schema } from './schema.ts';

export type OrganisationRow = Selectable<Schema['organisation']>;

export const allOrganisations = (db: Db): Promise<OrganisationRow[]> =>
  db.selectFrom('organisation').selectAll().execute();

export const insertOrganisations = (tx: Tx, rows: OrganisationRow[]): Promise<void> =>
  inPortions(rows, (some) => tx.insertInto('organisation').values(some).execute());

export const updateOrganisation = (
  tx: Tx,
  id: string,
  values: Omit<OrganisationRow, 'id' | 'kind' | 'created_at'>,
): Promise<unknown> => tx.updateTable('organisation').set(values).where('id', '=', id).execute();

export const findOrganisation = (db: Db, id: string): Promise<OrganisationRow | undefined> =>
  db.selectFrom('organisation').selectAll().where('id', '=', id).executeTakeFirst();

/** The operator's own organisation, made at the first start. */
export const findOperatorOrganisation = (db: Db): Promise<OrganisationRow | undefined> =>
  db.selectFrom('organisation').selectAll().where('kind', '=', 'operator').executeTakeFirst();

/** Gives the operator's own organisation another name or time zone; answers it as it was. */
export async function updateOperatorOrganisation(
  tx: Tx,
  values: Partial<Pick<OrganisationRow, 'name' | 'time_zone'>>,
): Promise<OrganisationRow | undefined> {
  const before = await findOperatorOrganisation(tx);
  if (before !== undefined)
    await tx.updateTable('organisation').set(values).where('id', '=', before.id).execute();
  return before;
}
