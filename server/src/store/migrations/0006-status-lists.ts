import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Where each client secret's status stands in the status lists, and which access tokens were revoked one by one. */
async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

export const statusLists: Migration = { up };

const statements = [
  // A sequence gives no number twice, not even after a rollback; at its end it fails rather than begin anew.
  `create sequence client_secret_status_index as integer minvalue 0 start with 0 no cycle`,
  // The default is evaluated for each row there is.
  `alter table client_secret add column status_index integer not null
    default nextval('client_secret_status_index') constraint client_secret_status_index_unique unique`,
  `alter sequence client_secret_status_index owned by client_secret.status_index`,
  `create table revoked_access_token (
    jti text primary key,
    expires_at timestamptz not null
  )`,
  `create index revoked_access_token_age on revoked_access_token (expires_at)`,
];
