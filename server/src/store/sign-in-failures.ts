import { sql } from 'kysely';
import type { Db } from './db.ts';

type Attempt = { key: Buffer; now: Date; freeAttempts: number; longestDelaySeconds: number };

/**
 * Counts an attempt before it is made, in one statement: parallel ones cannot slip through together. From the one
 * after the free ones on, each blocks the next for twice as long as the one before.
 * @returns whether the attempt may be made
 */
export async function countAttempt(db: Db, attempt: Attempt): Promise<boolean> {
  const { key, now, freeAttempts, longestDelaySeconds } = attempt;
  const { rows } = await sql`
    insert into sign_in_failure as known (key_sha256, failures, blocked_until) values (${key}, 1, ${now})
    on conflict (key_sha256) do update set
      failures = known.failures + 1,
      blocked_until = ${now}::timestamptz + make_interval(secs => case
        when known.failures < ${freeAttempts}::integer then 0
        else least(power(2, least(known.failures + 1 - ${freeAttempts}::integer, 20)), ${longestDelaySeconds}::integer)
      end)
    where known.blocked_until <= ${now}
    returning failures`.execute(db);
  return rows.length > 0;
}

/** Until when attempts at any of these are blocked; null: they are not. */
export async function findBlockedUntil(db: Db, keys: Buffer[], now: Date): Promise<Date | null> {
  const row = await db
    .selectFrom('sign_in_failure')
    .select((select) => select.fn.max('blocked_until').as('blocked_until'))
    .where('key_sha256', 'in', keys)
    .where('blocked_until', '>', now)
    .executeTakeFirst();
  return row?.blocked_until ?? null;
}

/** Whether there was any attempt. */
export async function hasAttempts(db: Db, key: Buffer): Promise<boolean> {
  const row = await db
    .selectFrom('sign_in_failure')
    .select('failures')
    .where('key_sha256', '=', key)
    .executeTakeFirst();
  return row !== undefined;
}

/** One attempt was right: it counts no longer, and delays nobody. */
export const forgiveAttempt = (db: Db, key: Buffer, now: Date): Promise<unknown> =>
  db
    .updateTable('sign_in_failure')
    .set((column) => ({ failures: column('failures', '-', 1), blocked_until: now }))
    .where('key_sha256', '=', key)
    .execute();

export const deleteSignInFailures = (db: Db, key: Buffer): Promise<unknown> =>
  db.deleteFrom('sign_in_failure').where('key_sha256', '=', key).execute();

/** Forgets failures whose delay ended before `before`. */
export const deleteOldSignInFailures = (db: Db, before: Date): Promise<unknown> =>
  db.deleteFrom('sign_in_failure').where('blocked_until', '<', before).execute();
