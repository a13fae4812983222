import { sql } from 'kysely';
import type { Tx } from './db.ts';
import { recordedValues } from './search.ts';

/** What is searched by a part of it, as `search.ts` writes it: the table, and `lower()` of which of its texts. */
const searched: Record<string, { table: string; texts: string[] }> = {
  organisation_search: { table: 'organisation', texts: ['name'] },
  portal_user_search: { table: 'portal_user', texts: ['name', 'email'] },
  application_search: { table: 'application', texts: ['name'] },
  mail_search: { table: 'mail', texts: ['about'] },
  audit_event_actor_search: { table: 'audit_event', texts: ["actor->>'name'"] },
  audit_event_target_search: { table: 'audit_event', texts: ['target_name'] },
  audit_event_values_search: { table: 'audit_event', texts: [recordedValues] },
};

export const searchIndexes = Object.keys(searched);

/** How many of ten thousand names have a part in common is guessed from a sample; the default, 100, is too small. */
const sampled = 500;

/**
 * Makes the indexes that searches for a part of a name go by, where they are missing. They need PostgreSQL's own extension
 * pg_trgm, which whoever owns the database may add, if it is installed (ADR 11).
 * @returns whether they are there; without them searches find the same, by reading whole tables
 */
export async function ensureSearchIndexes(tx: Tx): Promise<boolean> {
  const { rows } = await sql`
    select from pg_class where relnamespace = current_schema()::regnamespace and relname = any(${searchIndexes})`.execute(
    tx,
  );
  if (rows.length === searchIndexes.length) return true;
  // Servers that start together: one of them makes the indexes.
  await sql`lock table kysely_migration_lock`.execute(tx);
  if (!(await ensureTrigrams(tx))) return false;
  for (const [name, { table, texts }] of Object.entries(searched)) {
    const columns = texts.map((text) => `lower(${text}) gin_trgm_ops`).join(', ');
    await sql.raw(`create index if not exists ${name} on ${table} using gin (${columns})`).execute(tx);
    for (const column of texts.keys())
      await sql.raw(`alter index ${name} alter column ${column + 1} set statistics ${sampled}`).execute(tx);
  }
  return true;
}

/**
 * Adds the extension unless it is there. A refusal is caught by the database, so that the transaction goes on: missing
 * privilege, not among those that a managed server offers, no package of it installed.
 * @returns whether its operators are in reach; it may be in a schema of its own
 */
async function ensureTrigrams(tx: Tx): Promise<boolean> {
  await sql`
    do $$ begin
      create extension if not exists pg_trgm;
    exception
      when insufficient_privilege or feature_not_supported or undefined_file or invalid_parameter_value then null;
    end $$`.execute(tx);
  const { rows } = await sql`
    select from pg_opclass where opcname = 'gin_trgm_ops' and pg_opclass_is_visible(oid)`.execute(tx);
  return rows.length > 0;
}
