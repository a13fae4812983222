import { sql } from 'kysely';
import { inTransaction, type Db } from './db.ts';

/** What is searched by a part of it, as `search.ts` writes it: the table, and `lower()` of which of its texts. */
const searched: Record<string, { table: string; texts: string[] }> = {
  organisation_search: { table: 'organisation', texts: ['name'] },
  portal_user_search: { table: 'portal_user', texts: ['name', 'email'] },
  application_search: { table: 'application', texts: ['name'] },
  mail_search: { table: 'mail', texts: ['about'] },
  audit_event_actor_search: { table: 'audit_event', texts: ["actor->>'name'"] },
  audit_event_target_search: { table: 'audit_event', texts: ['target_name'] },
};

export const searchIndexes = Object.keys(searched);

/** How many of ten thousand names have a part in common is guessed from a sample; the default, 100, is too small. */
const sampled = 500;

/**
 * Makes the indexes that searches for a part of a name go by. They need PostgreSQL's own extension pg_trgm, which
 * whoever owns the database may add, if it is installed. Without it searches find the same, by reading whole tables;
 * each start tries again.
 */
export async function ensureSearchIndexes(db: Db): Promise<void> {
  const names = searchIndexes;
  const { rows } = await sql`
    select from pg_class where relnamespace = current_schema()::regnamespace and relname = any(${names})`.execute(
    db,
  );
  if (rows.length === names.length) return;
  try {
    await inTransaction(db, async (tx) => {
      // Servers that start together: one of them makes the indexes.
      await sql`lock table kysely_migration_lock`.execute(tx);
      await sql`create extension if not exists pg_trgm`.execute(tx);
      for (const [name, { table, texts }] of Object.entries(searched)) {
        const columns = texts.map((text) => `lower(${text}) gin_trgm_ops`).join(', ');
        await sql.raw(`create index if not exists ${name} on ${table} using gin (${columns})`).execute(tx);
        for (const column of texts.keys())
          await sql
            .raw(`alter index ${name} alter column ${column + 1} set statistics ${sampled}`)
            .execute(tx);
      }
    });
  } catch (error) {
    if (!isExtensionRefused(error)) throw error;
  }
}

// https://www.postgresql.org/docs/current/errcodes-appendix.html: insufficient privilege, feature not supported (no
// such extension on a managed server), undefined file (its package is not installed).
const refusals = new Set(['42501', '0A000', '58P01', '22023']);

const isExtensionRefused = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' && refusals.has(error.code);
