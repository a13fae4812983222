import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/**
 * What servers keep in memory is numbered by the change that wrote it, and servers say up to which change they follow.
 * The database itself sees to it that nothing is written without its number, whoever writes it and however.
 * @see docs/adr/0015-serving-from-memory.md
 */
async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

export const servingFromMemory: Migration = { up };

/** The tables that servers keep in memory, with what it takes to be written for a row to count as changed. */
const numbered = {
  organisation: 'insert or update',
  api: 'insert or update',
  // What else these three hold follows from use and from who manages them, is written past changes, and is in nobody's memory.
  application: 'insert or update of organisation_id, kind, name, status, self_managed',
  client_secret: `insert or update of application_id, hint, sha256, expires_at, disabled_at, deleted_at, status_index`,
  introspection_credential: 'insert or update of api_id, sha256, deleted_at',
  signing_key: 'insert or update',
  revoked_access_token: 'insert or update',
};
const names = Object.keys(numbered);
/** A revoked token is forgotten when it has expired: that changes nothing. */
const neverRemoved = names.filter((name) => name !== 'revoked_access_token');

const statements = [
  `create table cache_head (
    id boolean primary key default true check (id),
    generation uuid not null default gen_random_uuid(),
    revision bigint not null
  )`,
  `insert into cache_head (revision) values (0)`,
  `create table server_instance (
    id uuid primary key,
    applied bigint,
    registered_at timestamptz not null default now()
  )`,
  ...names.flatMap((name) => [
    `alter table ${name} add column changed_revision bigint not null default 0`,
    `create index ${name}_changed on ${name} (changed_revision)`,
  ]),
  // A transaction's first change takes the next number and keeps the head locked until it ends, so that numbers become
  // visible in their order. What else it sets ends with the transaction: nobody waits long for a server that hangs, and
  // COMMIT is not answered before it is durable. Where there are no limits there need be none: the embedded database
  // would end with its only connection.
  `create or replace function take_revision() returns bigint language plpgsql as $$
  declare
    taken bigint := nullif(current_setting('keyturn.revision', true), '')::bigint;
  begin
    if taken is not null then
      return taken;
    end if;
    if current_setting('idle_in_transaction_session_timeout') <> '0' then
      perform set_config('lock_timeout', '2s', true), set_config('idle_in_transaction_session_timeout', '1s', true);
    end if;
    if current_setting('synchronous_commit') in ('off', 'local', 'remote_write') then
      perform set_config('synchronous_commit', 'on', true);
    end if;
    update cache_head set revision = revision + 1 returning revision into strict taken;
    perform set_config('keyturn.revision', taken::text, true), pg_notify('keyturn_cache_changed', taken::text);
    return taken;
  end $$`,
  `create or replace function number_row() returns trigger language plpgsql as $$
  begin
    new.changed_revision := take_revision();
    return new;
  end $$`,
  // What an application may use goes with the application.
  `create or replace function number_application() returns trigger language plpgsql as $$
  declare
    taken bigint := take_revision();
  begin
    update application set changed_revision = taken
      where id in (old.application_id, new.application_id) and changed_revision <> taken;
    return null;
  end $$`,
  // A row that is gone has no number: everybody reads everything anew.
  `create or replace function begin_generation() returns trigger language plpgsql as $$
  begin
    perform take_revision();
    update cache_head set generation = gen_random_uuid();
    return null;
  end $$`,
  ...Object.entries(numbered).map(
    ([name, written]) =>
      `create trigger ${name}_numbered before ${written} on ${name} for each row execute function number_row()`,
  ),
  `create trigger api_permission_numbered after insert or update or delete on api_permission
    for each row execute function number_application()`,
  `create trigger api_permission_emptied before truncate on api_permission execute function begin_generation()`,
  // One that goes to another owner is gone from where it was.
  ...Object.entries({ client_secret: 'application_id', introspection_credential: 'api_id' }).map(
    ([name, owner]) =>
      `create trigger ${name}_moved after update of ${owner} on ${name} for each row
        when (old.${owner} <> new.${owner}) execute function begin_generation()`,
  ),
  ...neverRemoved.map(
    (name) =>
      `create trigger ${name}_removed before delete or truncate on ${name} execute function begin_generation()`,
  ),
];
