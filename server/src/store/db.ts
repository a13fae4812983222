import { Kysely, PostgresDialect, type ControlledTransaction } from 'kysely';
import type { Pool } from 'pg';
import type { Schema } from './schema.ts';

/** The database, or a transaction on it: what every store function takes first. */
export type Db = Kysely<Schema>;
export type Tx = ControlledTransaction<Schema>;

/** One dialect and one driver for the embedded database and for PostgreSQL. */
export const createDb = (pool: Pool): Db => new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) });

/** The connection broke while COMMIT was under way: the change is either made whole or not at all. */
export class CommitOutcomeUnknownError extends Error {
  override readonly name = 'CommitOutcomeUnknownError';
}

const mailsQueued = new WeakSet<Tx>();
const mailListeners = new WeakMap<Db, () => void>();

/** Notes that a transaction queued mails. */
export const noteMailsQueued = (tx: Tx): void => void mailsQueued.add(tx);

/** Calls `listener` after each transaction of this process that queued mails; the one before it is called no more. */
export const onMailsQueued = (db: Db, listener: () => void): void => void mailListeners.set(db, listener);

/**
 * Runs `work` in one READ COMMITTED transaction; an error rolls it back and comes out unchanged.
 * Inside, use `tx` only: the embedded database has one connection.
 * @throws CommitOutcomeUnknownError
 */
export async function inTransaction<Result>(db: Db, work: (tx: Tx) => Promise<Result>): Promise<Result> {
  const tx = await db.startTransaction().setIsolationLevel('read committed').execute();
  let result: Result;
  try {
    result = await work(tx);
  } catch (error) {
    // A broken connection cannot roll back either, and need not: the first error is the one to tell.
    await tx
      .rollback()
      .execute()
      .catch(() => undefined);
    throw error;
  }
  try {
    await tx.commit().execute();
  } catch (error) {
    // A failed COMMIT keeps the connection from the pool for good; a rollback gives it back, even one that fails.
    await tx
      .rollback()
      .execute()
      .catch(() => undefined);
    if (isDatabaseUnavailable(error))
      throw new CommitOutcomeUnknownError('COMMIT was not answered', { cause: error });
    throw error;
  }
  if (mailsQueued.has(tx)) mailListeners.get(db)?.();
  return result;
}

/**
 * Runs `work` on one consistent state of the whole database: what is written meanwhile is not seen (REPEATABLE READ,
 * READ ONLY).
 */
export async function inSnapshot<Result>(db: Db, work: (tx: Tx) => Promise<Result>): Promise<Result> {
  const tx = await db
    .startTransaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute();
  try {
    return await work(tx);
  } finally {
    // Nothing was written, and whoever broke off tells why.
    await tx
      .rollback()
      .execute()
      .catch(() => undefined);
  }
}

/** Parameters of one statement are limited to 65,535. */
const rowsAtOnce = 1_000;

/** Writes rows many at a time, however many there are. */
export async function inPortions<Row>(rows: Row[], write: (some: Row[]) => Promise<unknown>): Promise<void> {
  for (let start = 0; start < rows.length; start += rowsAtOnce)
    await write(rows.slice(start, start + rowsAtOnce));
}

// https://www.postgresql.org/docs/current/errcodes-appendix.html: connection exceptions, shutdown, no connection
// left, read-only standby, too long idle in a transaction, disk full, cancelled by a time-out, lock not available,
// deadlock, serialisation failure.
const unavailableStates = /^(08...|57P0[1-4]|53[0-9A-Z]{3}|25006|25P03|57014|55P03|58030|40P01|40001)$/;
const unavailableErrors = new Set([
  'embedded-database-failed',
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ENOTFOUND',
  'ETIMEDOUT',
  'EAI_AGAIN',
]);
const unavailableMessages =
  /connection terminated|timeout exceeded when trying to connect|query read timeout|connection error and is not queryable|PGlite is clos|driver has already been destroyed|Cannot use a pool after calling end/i;

/** Whether an error says that the database cannot serve now, rather than that a statement is wrong. */
export function isDatabaseUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return (
    unavailableStates.test(code) || unavailableErrors.has(code) || unavailableMessages.test(error.message)
  );
}

/** The name of the unique constraint that a statement violated, or null. */
export function violatedUniqueConstraint(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error) || error.code !== '23505') return null;
  return 'constraint' in error && typeof error.constraint === 'string' ? error.constraint : '';
}
