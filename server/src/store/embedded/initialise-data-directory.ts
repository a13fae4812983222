import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { syncPath, syncPrivateTree } from './durable-files.ts';
import { EmbeddedDatabaseError, fileSystemCode } from './errors.ts';
import type { EmbeddedDatabaseLog, FailStopPglite } from './fail-stop-pglite.ts';
import { embeddedPostgresMajor, startPglite } from './start-pglite.ts';

/** A database without tables that `npm run build` has made: copying it takes a tenth of the time of making one. */
export const preparedDatabase = path.join(import.meta.dirname, '../../../prepared/pglite');

/**
 * Sees to it that `<directory>/pglite` holds a whole database of the right major version; the caller holds the lock.
 * A new one is made aside and renamed into place once the disk has all of it, so that a kill or a power cut at any
 * moment leaves either none or a whole one. An existing one is never written to.
 * @returns the path of the database
 * @throws EmbeddedDatabaseError
 */
export async function initialiseDataDirectory(
  directory: string,
  {
    log,
    prepared = preparedDatabase,
  }: { log?: EmbeddedDatabaseLog | undefined; prepared?: string | undefined } = {},
): Promise<string> {
  const database = path.join(directory, 'pglite');
  for (const name of fs.readdirSync(directory)) {
    if (name.startsWith(asidePrefix)) fs.rmSync(path.join(directory, name), { recursive: true, force: true });
  }
  if (holdsDatabase(database)) return database;
  const aside = path.join(directory, `${asidePrefix}${randomBytes(6).toString('hex')}`);
  try {
    if (fs.existsSync(prepared)) fs.cpSync(prepared, aside, { recursive: true });
    else await createDatabase(aside, log);
    syncPrivateTree(aside);
    fs.renameSync(aside, database);
  } catch (error) {
    fs.rmSync(aside, { recursive: true, force: true });
    throw error;
  }
  syncPath(directory);
  return database;
}

const asidePrefix = 'pglite.new-';

/** @throws EmbeddedDatabaseError if there is something else, or a database of another major version */
function holdsDatabase(database: string): boolean {
  const version = readIfAny(path.join(database, 'PG_VERSION'))?.trim();
  if (version === String(embeddedPostgresMajor)) return true;
  if (version !== undefined) {
    throw new EmbeddedDatabaseError(
      'embedded-database-version',
      `${database} is of PostgreSQL ${version}, and this version of Keyturn has PostgreSQL ${embeddedPostgresMajor}: ` +
        'start it with the version of Keyturn that wrote it',
    );
  }
  // An empty directory may be there; anything else without a PG_VERSION has lost files, and is not to be overwritten.
  if (!fs.existsSync(database) || fs.readdirSync(database).length === 0) return false;
  throw new EmbeddedDatabaseError(
    'data-directory-damaged',
    `${database} is not empty and has no PG_VERSION: it is not a database of Keyturn, or lost files`,
  );
}

function readIfAny(file: string): string | undefined {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch (error) {
    if (fileSystemCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** Makes a database without tables in `directory`, which must not be there; the disk may not have all of it yet. */
export async function createDatabase(directory: string, log?: EmbeddedDatabaseLog): Promise<void> {
  fs.mkdirSync(directory, { mode: 0o700 });
  // Whatever stops it also makes the call below fail.
  const pglite: FailStopPglite = await startPglite(directory, { log, onFailure: () => undefined });
  await pglite.exec('CHECKPOINT');
  await pglite.close();
  // PGlite's close() swallows its errors; the control file tells whether PostgreSQL got to the end.
  const state = fs.readFileSync(path.join(directory, 'global', 'pg_control')).readUInt32LE(stateOffset);
  if (state !== shutDown) {
    throw new EmbeddedDatabaseError('embedded-database-failed', 'the new database was not shut down cleanly');
  }
}

// PostgreSQL's ControlFileData: system_identifier (8 bytes), pg_control_version, catalog_version_no, state.
const stateOffset = 16;
const shutDown = 1;
