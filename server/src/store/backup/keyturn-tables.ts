import { sql } from 'kysely';
import type { Db } from '../db.ts';
import type { Schema } from '../schema.ts';

/** Every table of Keyturn; the compiler sees to it that a new one is added. */
const tables = {
  instance: true,
  settings: true,
  organisation: true,
  portal_user: true,
  api: true,
  introspection_credential: true,
  application: true,
  api_permission: true,
  credential_manager: true,
  client_secret: true,
  secret_elsewhere: true,
  client_secret_use: true,
  client_secret_usage: true,
  client_secret_refusal: true,
  token_request_count: true,
  application_unproven: true,
  application_mistake: true,
  usage_writer: true,
  signing_key: true,
  revoked_access_token: true,
  account: true,
  second_factor: true,
  recovery_code: true,
  session: true,
  account_link: true,
  known_device: true,
  sign_in_failure: true,
  terms_version: true,
  terms_acceptance: true,
  mail: true,
  notification: true,
  organisation_reminder: true,
  job: true,
  audit_head: true,
  audit_event: true,
  cache_head: true,
  server_instance: true,
} satisfies Record<keyof Schema, true>;

/** Which migrations were applied: a backup names them, and a restore applies them anew. */
export const migrationTables = ['kysely_migration', 'kysely_migration_lock'];
const keyturnTables = Object.keys(tables);
/** Sequences that belong to no column; the others go with their table. */
const freeSequences = ['mail_number'];

export type TableDescription = { name: string; columns: { name: string; type: string }[]; key: string[] };
export type SequenceState = { name: string; lastValue: string; isCalled: boolean };

/** Keyturn's tables as the database has them, by name; columns that are computed from others are left out. */
export async function readTables(db: Db): Promise<TableDescription[]> {
  const { rows } = await sql<TableDescription>`
    select c.relname as name,
      (select json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod))
          order by a.attnum)
        from pg_attribute a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as columns,
      coalesce((select json_agg(a.attname order by array_position(i.indkey::int2[], a.attnum))
        from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any (i.indkey)
        where i.indrelid = c.oid and i.indisprimary), '[]') as key
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = current_schema() and c.relkind = 'r' and c.relname = any (${keyturnTables})
    order by c.relname collate "C"`.execute(db);
  return rows;
}

/** Keyturn's sequences with where they stand, by name. */
export async function readSequences(db: Db): Promise<SequenceState[]> {
  const { rows: found } = await sql<{ name: string }>`
    select c.relname as name
    from pg_class c
      join pg_namespace n on n.oid = c.relnamespace
      left join pg_depend d on d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype in ('a', 'i')
      left join pg_class t on t.oid = d.refobjid
    where n.nspname = current_schema() and c.relkind = 'S'
      and (c.relname = any (${freeSequences}) or t.relname = any (${keyturnTables}))
    order by c.relname collate "C"`.execute(db);
  const states: SequenceState[] = [];
  for (const { name } of found) {
    const { rows } = await sql<Omit<SequenceState, 'name'>>`
      select last_value::text as "lastValue", is_called as "isCalled" from ${sql.table(name)}`.execute(db);
    states.push(...rows.map((state) => ({ name, ...state })));
  }
  return states;
}

/** Removes every table and sequence of Keyturn, whatever is in them. */
export async function dropTables(db: Db): Promise<void> {
  const all = [...keyturnTables, ...migrationTables].map((name) => sql.table(name));
  await sql`drop table if exists ${sql.join(all)}`.execute(db);
  await sql`drop sequence if exists ${sql.join(freeSequences.map((name) => sql.table(name)))}`.execute(db);
}

/** How many other connections of Keyturn the database has: servers, or commands. */
export async function countOtherConnections(db: Db): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from pg_stat_activity
    where datname = current_database() and application_name = 'keyturn' and pid <> pg_backend_pid()`.execute(
    db,
  );
  return rows[0]?.count ?? 0;
}
