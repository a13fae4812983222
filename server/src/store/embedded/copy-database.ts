import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { sql } from 'kysely';
import type { Db } from '../db.ts';
import { acquireDataDirectoryLock } from './data-directory-lock.ts';
import { asDataDirectoryError, fileSystemCode } from './errors.ts';

const prefix = 'backup-copy-';
/** Time for whoever asked for a copy to take its lock. */
const youngMs = 60_000;

/**
 * Copies an embedded database, that this process has open, to a directory of its own inside of the data directory, and
 * gives its path: a data directory whose database is of one moment. Others wait for the connection meanwhile, which is
 * as long as copying the files takes; nothing but this process writes them.
 * @throws EmbeddedDatabaseError when there is no room
 */
export async function copyDatabase(db: Db, directory: string): Promise<string> {
  removeStaleCopies(directory);
  const copy = path.join(directory, `${prefix}${randomBytes(6).toString('hex')}`);
  try {
    fs.mkdirSync(copy, { mode: 0o700 });
    await db.connection().execute(async (connection) => {
      await sql`checkpoint`.execute(connection);
      await fs.promises.cp(path.join(directory, 'pglite'), path.join(copy, 'pglite'), {
        recursive: true,
        // Where the file system can, nothing is copied until one of the two changes.
        mode: fs.constants.COPYFILE_FICLONE,
      });
    });
    return copy;
  } catch (error) {
    fs.rmSync(copy, { recursive: true, force: true });
    throw fileSystemCode(error)?.startsWith('E') === true ? asDataDirectoryError(directory, error) : error;
  }
}

/** Removes copies that a killed command left; one that is in use is locked. Only who holds the data directory may. */
export function removeStaleCopies(directory: string): void {
  for (const name of fs.readdirSync(directory)) {
    if (!name.startsWith(prefix)) continue;
    const copy = path.join(directory, name);
    if (Date.now() - fs.statSync(copy).mtimeMs < youngMs) continue;
    try {
      acquireDataDirectoryLock(copy, { command: 'keyturn' }).release();
      fs.rmSync(copy, { recursive: true, force: true });
    } catch {
      // In use, or nothing that can be helped: the next start tries again.
    }
  }
}
