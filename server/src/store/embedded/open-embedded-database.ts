import { setTimeout as delay } from 'node:timers/promises';
import type { Pool } from 'pg';
import { acquireDataDirectoryLock, type DataDirectoryLock } from './data-directory-lock.ts';
import { createEmbeddedPool } from './embedded-pool.ts';
import { asDataDirectoryError, type EmbeddedDatabaseFailedError } from './errors.ts';
import type { EmbeddedDatabaseLog, FailStopPglite } from './fail-stop-pglite.ts';
import { initialiseDataDirectory } from './initialise-data-directory.ts';
import { startPglite } from './start-pglite.ts';

export interface EmbeddedDatabase {
  /** The one way to the database: nothing else may talk to it beside its only connection. */
  readonly pool: Pool;
  /**
   * Waits for whoever holds the connection (at most `closeTimeoutMs`), writes everything out and frees the directory.
   * Calling it again gives the same promise.
   */
  close: () => Promise<void>;
}

export interface EmbeddedDatabaseOptions {
  /** The data directory; made if missing. The database is in `pglite` below it. */
  directory: string;
  /** What to tell another process that finds the directory taken. */
  command?: string;
  /** A lock on `directory` that the caller holds and will release; otherwise one is taken and released here. */
  lock?: DataDirectoryLock;
  /** The database that a first start copies; without one there it makes its own. */
  prepared?: string;
  log?: EmbeddedDatabaseLog;
  /**
   * Called once if the database stops for good (a crash, or a disk that refuses to keep a write). The process should
   * end and be started again; by default the error is thrown where nothing catches it, which ends it.
   */
  onFailure?: (error: EmbeddedDatabaseFailedError) => void;
  /** How long to wait for the connection before giving up; 30 s. */
  acquireTimeoutMs?: number;
  /** How long close() waits for the connection's holder; 10 s. */
  closeTimeoutMs?: number;
}

/**
 * Opens the PostgreSQL that runs in this process, making its files at the first start. A commit that it acknowledges
 * is on the disk, no other process has the directory, and a start that was interrupted does no harm.
 * @throws EmbeddedDatabaseError
 * @throws DataDirectoryInUseError
 */
export async function openEmbeddedDatabase(options: EmbeddedDatabaseOptions): Promise<EmbeddedDatabase> {
  const { directory, command = 'keyturn', prepared, log } = options;
  const lock = options.lock ?? acquireDataDirectoryLock(directory, { command });
  const release = options.lock === undefined ? lock.release : () => undefined;
  let opened = false;
  const onFailure = (error: EmbeddedDatabaseFailedError): void => {
    // Until then the caller hears of it from this function.
    if (!opened) return;
    log?.error({ err: error }, error.message);
    (options.onFailure ?? endProcess)(error);
  };
  try {
    const files = await initialiseDataDirectory(lock.directory, { prepared, log });
    const pglite = await startPglite(files, { log, onFailure });
    const { acquireTimeoutMs, closeTimeoutMs = 10_000 } = options;
    const { pool, free } = createEmbeddedPool(pglite, { acquireTimeoutMs });
    let closed: Promise<void> | undefined;
    opened = true;
    return {
      pool,
      close: () => (closed ??= close({ pool, free, pglite, closeTimeoutMs, log }).finally(release)),
    };
  } catch (error) {
    release();
    throw asDataDirectoryError(lock.directory, error);
  }
}

function endProcess(error: Error): void {
  setImmediate(() => {
    throw error;
  });
}

async function close({
  pool,
  free,
  pglite,
  closeTimeoutMs,
  log,
}: {
  pool: Pool;
  free: () => Promise<void>;
  pglite: FailStopPglite;
  closeTimeoutMs: number;
  log: EmbeddedDatabaseLog | undefined;
}): Promise<void> {
  const ended = (async () => {
    // Kysely's destroy() may have ended it already.
    if (!pool.ending) await pool.end();
    await free();
    return true;
  })();
  const timeout = new AbortController();
  const inTime = await Promise.race([ended, delay(closeTimeoutMs, false, { signal: timeout.signal })]);
  timeout.abort();
  if (inTime && pglite.failure === undefined) await pglite.exec('CHECKPOINT');
  if (!inTime)
    log?.warn({ closeTimeoutMs }, 'the embedded database is closed under a connection still in use');
  // An open transaction is rolled back by PostgreSQL's shutdown.
  await pglite.close();
}
