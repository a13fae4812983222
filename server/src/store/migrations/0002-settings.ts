import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** What operators set in the console, who published terms of use, and what the set-up checklist is ticked from. */
async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

export const settings: Migration = { up };

const statements = [
  `create table settings (
    id boolean primary key default true check (id),
    operator_name text,
    support_email text,
    time_zone text,
    privacy_url text,
    api_guide_url text,
    application_name_pattern text,
    logo bytea,
    logo_type text check (logo_type in ('image/png', 'image/jpeg', 'image/webp', 'image/svg+xml')),
    logo_hash text,
    changed_at timestamptz,
    changed_by json,
    check ((logo is null) = (logo_type is null) and (logo is null) = (logo_hash is null)),
    check ((changed_at is null) = (changed_by is null))
  )`,
  `insert into settings default values`,
  `alter table terms_version add column published_by json`,
  `update terms_version set published_by = (
    select json_build_object('kind', 'operator', 'id', event.actor->>'id', 'name', event.actor->>'name')
    from audit_event as event
    where event.action = 'terms.published' and event.target_id = terms_version.version::text
    order by event.seq desc limit 1)`,
  `create index terms_acceptance_version on terms_acceptance (version)`,
  `create index mail_test_delivered on mail (delivered_at) where kind = 'test' and status = 'delivered'`,
  `create index portal_user_operator on portal_user (status) where role = 'operator'`,
  `create index credential_manager_assigned on credential_manager (assigned_at, application_id)`,
  `create index client_secret_created on client_secret (created_at) where deleted_at is null`,
  `create index client_secret_use_first on client_secret_use (first_used_at)`,
];
