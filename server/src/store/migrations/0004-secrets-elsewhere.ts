import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/**
 * Client secrets that work in the system that members come from, and never here: their names and expiry, so that people
 * are reminded of them. `gone_by` null: that system listed it no more.
 */
async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

export const secretsElsewhere: Migration = { up };

const statements = [
  `create table secret_elsewhere (
    id uuid primary key,
    application_id uuid not null references application,
    system text not null check (system in ('entra')),
    key_id uuid not null,
    name text not null,
    hint text,
    expires_at timestamptz not null,
    imported_at timestamptz not null,
    gone_at timestamptz,
    gone_by json,
    unique (application_id, key_id),
    check (gone_by is null or gone_at is not null)
  )`,
  `create index secret_elsewhere_expiry on secret_elsewhere (expires_at) where gone_at is null`,
  `alter table notification add column elsewhere_id uuid references secret_elsewhere`,
  `create index notification_elsewhere on notification (elsewhere_id) where elsewhere_id is not null`,
];
