import { sql } from 'kysely';
import type { Db } from '../../src/store/db.ts';

/**
 * Tables that hold no decisions of anybody, but what follows from them by time or by counting, and what was told about
 * them: their changes are in the audit log through what caused them, or not at all.
 */
const withoutRecords = new Set([
  'audit_event',
  'audit_head',
  'job',
  'mail',
  'notification',
  'organisation_reminder',
  'client_secret_use',
  'client_secret_usage',
  'client_secret_refusal',
  'application_unproven',
  'application_mistake',
  'token_request_count',
  'usage_writer',
  'sign_in_failure',
  'known_device',
  'cache_head',
  'server_instance',
]);

/** Columns that change by being used. */
const usedColumns: Record<string, string[]> = {
  session: ['last_input_at', 'failed_codes', 'challenge', 'pending_totp_sealed'],
  second_factor: ['last_used_at', 'totp_used_step', 'sign_count'],
  // Dropped by time; kept by triggers.
  client_secret: ['sha256', 'is_used', 'idle_since', 'last_refused_on'],
};

/** What somebody does on the way to what is recorded, and opens nothing by itself. */
const steps: Record<string, string> = {
  session: `tg_op = 'INSERT' and new.stage = 'second-factor'`,
  // A recovery code that is used up: the session that it starts is recorded.
  recovery_code: `tg_op = 'DELETE'`,
};

/**
 * Until it is undone a transaction that changes anything of the federation, its accounts, sessions or settings fails at its
 * commit unless it wrote an audit event too (R7). New tables are watched without further ado.
 */
export async function requireRecords(db: Db): Promise<{ undo: () => Promise<void> }> {
  const tables = (await db.introspection.getTables({ withInternalKyselyTables: false }))
    .map(({ name }) => name)
    .filter((name) => !withoutRecords.has(name));
  for (const name of tables) {
    // The revision of a change says nothing that the change does not.
    const ignored = [...(usedColumns[name] ?? []), 'changed_revision'];
    await sql
      .raw(
        `create or replace function require_record_${name}() returns trigger language plpgsql as $$
        begin
          ${name in steps ? `if ${steps[name]} then return null; end if;` : ''}
          if tg_op = 'UPDATE' and to_jsonb(new) - '{${ignored.join(',')}}'::text[] = to_jsonb(old) - '{${ignored.join(',')}}'::text[]
          then return null; end if;
          if not exists (select from audit_event where xmin = pg_current_xact_id()::xid)
          then raise exception 'unrecorded: % of %', tg_op, tg_table_name; end if;
          return null;
        end $$`,
      )
      .execute(db);
    await sql
      .raw(
        `create constraint trigger require_record after insert or update or delete on ${name}
        deferrable initially deferred for each row execute function require_record_${name}()`,
      )
      .execute(db);
  }
  return {
    async undo() {
      for (const name of tables) await sql.raw(`drop trigger require_record on ${name}`).execute(db);
    },
  };
}
