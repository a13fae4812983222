import { createSecretKey, randomBytes, type KeyObject } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { syncPath, replaceFile } from './durable-files.ts';
import { EmbeddedDatabaseError } from './errors.ts';

/**
 * The master key of an embedded database: read from `master.key` in its directory, or, before there is a database,
 * generated into it (mode 0600). It is on the disk before it is used, because what it sealed cannot be opened without
 * it. Only who holds the directory's lock may call this.
 * @throws EmbeddedDatabaseError `master-key-missing` beside a database, `master-key-damaged`
 */
export function keepMasterKey(directory: string): KeyObject {
  const path = join(directory, 'master.key');
  if (!existsSync(path)) {
    if (existsSync(join(directory, 'pglite')))
      throw new EmbeddedDatabaseError(
        'master-key-missing',
        `${path} is missing, and the database beside it cannot be read without it: restore the file from a backup, or set KEYTURN_MASTER_KEY`,
      );
    replaceFile(path, `${randomBytes(32).toString('base64')}\n`);
    syncPath(directory);
  }
  return readMasterKey(path);
}

/** The same without making one: null when there is no `master.key`. */
export function readMasterKeyIfAny(directory: string): KeyObject | null {
  const path = join(directory, 'master.key');
  return existsSync(path) ? readMasterKey(path) : null;
}

function readMasterKey(path: string): KeyObject {
  const bytes = Buffer.from(readFileSync(path, 'utf8').trim(), 'base64');
  if (bytes.length !== 32)
    throw new EmbeddedDatabaseError(
      'master-key-damaged',
      `${path} does not hold 32 bytes in base64: restore the file from a backup`,
    );
  return createSecretKey(bytes);
}
