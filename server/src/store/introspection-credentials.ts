import { sql, type Insertable, type Selectable } from 'kysely';
import type { Db, Tx } from './db.ts';
import type { Schema } from './schema.ts';

/** Introspection credentials of an API, without their hash. */
export type IntrospectionCredentialRow = Omit<
  Selectable<Schema['introspection_credential']>,
  'sha256' | 'name_folded'
>;

const columns = [
  'id',
  'api_id',
  'name',
  'hint',
  'created_at',
  'created_by',
  'last_used_at',
  'last_address',
  'deleted_at',
] as const;

/** The introspection credentials of these APIs that work, oldest first. */
export const introspectionCredentialsOf = (db: Db, apiIds: string[]): Promise<IntrospectionCredentialRow[]> =>
  db
    .selectFrom('introspection_credential')
    .select(columns)
    .where('api_id', 'in', apiIds)
    .where('deleted_at', 'is', null)
    .orderBy('created_at')
    .orderBy('id')
    .execute();

/** Whether a client ID is that of an API, with the hashes of its introspection credentials. */
export const findIntrospectionClient = (db: Db, apiId: string) =>
  db
    .selectFrom('api')
    .innerJoin('introspection_credential', 'introspection_credential.api_id', 'api.id')
    .where('api.id', '=', apiId)
    .where('introspection_credential.deleted_at', 'is', null)
    .select([
      'api.id',
      'api.identifier',
      'introspection_credential.id as credentialId',
      'introspection_credential.sha256',
    ])
    .execute();

export const insertIntrospectionCredential = (
  tx: Tx,
  row: Insertable<Schema['introspection_credential']>,
): Promise<IntrospectionCredentialRow> =>
  tx.insertInto('introspection_credential').values(row).returning(columns).executeTakeFirstOrThrow();

/** The introspection credential `id` of the API, deleted or not, locked. */
export const lockIntrospectionCredential = (
  tx: Tx,
  apiId: string,
  id: string,
): Promise<IntrospectionCredentialRow | undefined> =>
  tx
    .selectFrom('introspection_credential')
    .select(columns)
    .where('id', '=', id)
    .where('api_id', '=', apiId)
    .forUpdate()
    .executeTakeFirst();

export const markIntrospectionCredentialDeleted = (tx: Tx, id: string, at: Date): Promise<unknown> =>
  tx.updateTable('introspection_credential').set({ deleted_at: at }).where('id', '=', id).execute();

/** When an API last asked with these credentials, and from where. */
export type IntrospectionRow = { credentialId: string; at: Date; address: string };

/** Notes uses, in a transaction that the caller opens; of two servers the later one counts. */
export async function noteIntrospections(tx: Tx, rows: IntrospectionRow[]): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    with batch as (
      select * from json_to_recordset(${JSON.stringify(rows)}::json)
        as row("credentialId" uuid, at timestamptz, address text)
    ), locked as (
      -- In one order on every server: they cannot wait for one another.
      select id from introspection_credential where id in (select "credentialId" from batch)
      order by id for no key update
    )
    update introspection_credential as known set last_used_at = batch.at, last_address = batch.address
    from batch join locked on locked.id = batch."credentialId"
    where known.id = locked.id and (known.last_used_at is null or known.last_used_at < batch.at)`.execute(tx);
}
