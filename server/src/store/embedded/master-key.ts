import { createSecretKey, randomBytes, type KeyObject } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { replaceFile } from './durable-files.ts';

/**
 * The master key of an embedded database: read from `master.key` in its directory, or generated into it (mode 0600).
 * It is on the disk before it is used, because what it sealed cannot be opened without it.
 */
export function keepMasterKey(directory: string): KeyObject {
  const path = join(directory, 'master.key');
  if (!existsSync(path)) replaceFile(path, `${randomBytes(32).toString('base64')}\n`);
  const bytes = Buffer.from(readFileSync(path, 'utf8').trim(), 'base64');
  if (bytes.length !== 32) throw new Error(`${path} does not hold 32 bytes in base64`);
  return createSecretKey(bytes);
}
