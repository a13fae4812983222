import fs from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { makeDirectory, replaceFile } from './durable-files.ts';
import {
  asDataDirectoryError,
  type DataDirectoryHolder,
  DataDirectoryInUseError,
  EmbeddedDatabaseError,
} from './errors.ts';

export interface DataDirectoryLock {
  readonly directory: string;
  /** Lets the next process in; calling it again does nothing. */
  release: () => void;
}

/**
 * Takes the data directory for this process alone, making it (mode 0700) if missing. The operating system frees the
 * lock when the process ends, however it ends; the description left beside it never blocks anyone.
 *
 * The lock is an exclusive transaction on an empty SQLite file: POSIX record locks, which Node offers nowhere else.
 * Nothing in this process may open `keyturn.lock` meanwhile, since closing any descriptor of it drops such a lock.
 * @throws DataDirectoryInUseError if another process, or this one, has it
 * @throws EmbeddedDatabaseError if the directory cannot be made, written to or locked
 */
export function acquireDataDirectoryLock(
  directory: string,
  { command }: { command: string },
): DataDirectoryLock {
  const absolute = path.resolve(directory);
  try {
    makeDirectory(absolute);
    fs.accessSync(absolute, fs.constants.R_OK | fs.constants.W_OK | fs.constants.X_OK);
  } catch (error) {
    throw asDataDirectoryError(absolute, error);
  }
  const database = lockFile(absolute);
  held.add(database);
  const description = path.join(absolute, 'keyturn.lock.json');
  describe(description, command);
  return {
    directory: absolute,
    release: () => {
      if (!held.delete(database)) return;
      fs.rmSync(description, { force: true });
      database.close();
    },
  };
}

// A connection that is garbage-collected closes, and its lock goes with it: held by reference until released.
const held = new Set<DatabaseSync>();

const sqliteBusy = 5;

function lockFile(directory: string): DatabaseSync {
  // The typings do not know that a build of Node.js may lack it.
  const sqlite: ReturnType<typeof process.getBuiltinModule<'node:sqlite'>> | undefined =
    process.getBuiltinModule('node:sqlite');
  if (sqlite === undefined) {
    throw new EmbeddedDatabaseError(
      'data-directory-lock-unavailable',
      'the embedded database needs node:sqlite for its lock, which this Node.js does not have',
    );
  }
  let database: DatabaseSync | undefined;
  try {
    database = new sqlite.DatabaseSync(path.join(directory, 'keyturn.lock'), { timeout: 0 });
    // Without a journal in memory an empty one would appear beside the file.
    database.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
    return database;
  } catch (error) {
    database?.close();
    if (error instanceof Error && 'errcode' in error && error.errcode === sqliteBusy) {
      throw new DataDirectoryInUseError(directory, readHolder(path.join(directory, 'keyturn.lock.json')));
    }
    throw new EmbeddedDatabaseError(
      'data-directory-lock-unavailable',
      `the file system does not let ${directory} be locked: ${error instanceof Error ? error.message : String(error)}`,
      { cause: error },
    );
  }
}

const holderSchema = z.object({
  pid: z.int(),
  host: z.string(),
  command: z.string(),
  since: z.iso.datetime().transform((since) => new Date(since)),
});

function describe(file: string, command: string): void {
  const holder = { pid: process.pid, host: hostname(), command, since: new Date().toISOString() };
  try {
    replaceFile(file, `${JSON.stringify(holder)}\n`);
  } catch {
    // Only a courtesy to whoever is refused: a disk too full for it is not a reason to refuse work. The description
    // of an earlier holder would mislead.
    fs.rmSync(file, { force: true });
  }
}

function readHolder(file: string): DataDirectoryHolder | null {
  try {
    return holderSchema.parse(JSON.parse(fs.readFileSync(file, 'utf8')));
  } catch {
    return null;
  }
}
