import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { createDatabase, preparedDatabase } from '../server/src/store/embedded/initialise-data-directory.ts';

const directory = dirname(preparedDatabase);
const stamp = join(directory, 'made-by');

/** Makes the database that a first start copies, unless this version of PGlite has made it. */
export async function prepareDatabase(): Promise<void> {
  const version = pgliteVersion();
  if (existsSync(preparedDatabase) && readStamp() === version) return;
  process.stdout.write('Preparing an empty database; this takes a few seconds.\n');
  mkdirSync(directory, { recursive: true });
  const temporary = mkdtempSync(join(directory, 'new-'));
  try {
    const made = join(temporary, 'pglite');
    await createDatabase(made);
    rmSync(preparedDatabase, { recursive: true, force: true });
    renameSync(made, preparedDatabase);
    writeFileSync(stamp, version);
  } finally {
    rmSync(temporary, { recursive: true });
  }
}

function readStamp(): string | null {
  return existsSync(stamp) ? readFileSync(stamp, 'utf8') : null;
}

function pgliteVersion(): string {
  const resolve = createRequire(join(import.meta.dirname, '../server/package.json')).resolve;
  const packageFile = join(dirname(resolve('@electric-sql/pglite')), '../package.json');
  return (JSON.parse(readFileSync(packageFile, 'utf8')) as { version: string }).version;
}
