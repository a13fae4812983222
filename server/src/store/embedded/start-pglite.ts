import { PGlite } from '@electric-sql/pglite';
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';
import { DurableNodeFs } from './durable-node-fs.ts';
import { asDataDirectoryError, EmbeddedDatabaseError, EmbeddedDatabaseFailedError } from './errors.ts';
import { type FailStopOptions, FailStopPglite } from './fail-stop-pglite.ts';

/** The major version of the PostgreSQL in PGlite: it opens no data directory of another. */
export const embeddedPostgresMajor = 18;

/** What every embedded PostgreSQL is started with, on disk or in memory. */
export const commonStartParameters: readonly string[] = [
  // -F turns fsync off.
  ...PGlite.defaultStartParams.filter((parameter) => parameter !== '-F'),
  // The default of 128 MB costs that much memory and is no faster at the sizes that one machine holds.
  ...setting('shared_buffers', '16MB'),
  // Its files are in the memory of this machine, or on a disk without moving parts.
  ...setting('random_page_cost', '1.1'),
  // WebAssembly's calls are on the JavaScript stack, which overflows before PostgreSQL's default limit is reached:
  // with this, most runaway recursion is a PostgreSQL error (54001) instead of the end of the instance.
  ...setting('max_stack_depth', '100kB'),
  // Statement errors go to the caller, who knows what may be logged of them.
  ...setting('log_min_messages', 'log'),
  ...setting('log_min_error_statement', 'panic'),
  ...setting('log_error_verbosity', 'terse'),
  ...setting('log_line_prefix', ''),
];

/** Extensions that every embedded PostgreSQL has; `store/search-indexes.ts` adds them to the database. */
export const commonExtensions = { pg_trgm };

// The other methods of wal_sync_method end in a stub of Emscripten's that reports success (fdatasync) or in an open
// flag that its file system refuses.
const durableSettings = {
  fsync: 'on',
  wal_sync_method: 'fsync',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  data_sync_retry: 'off',
};

/**
 * Starts PostgreSQL on the files in `directory`, which it makes if there are none. The caller has the directory to
 * itself. Every commit that it acknowledges is on the disk.
 * @throws EmbeddedDatabaseError
 */
export async function startPglite(directory: string, options: FailStopOptions): Promise<FailStopPglite> {
  const files = new DurableNodeFs(directory, (error) => pglite.fail(error));
  const startParams = [
    ...commonStartParameters,
    ...Object.entries(durableSettings).flatMap(([name, value]) => setting(name, value)),
  ];
  const pglite = new FailStopPglite({ fs: files, startParams, extensions: commonExtensions }, options);
  try {
    await pglite.waitReady;
    await assertDurable(pglite);
    return pglite;
  } catch (error) {
    if (files.lastRefusal !== undefined) throw asDataDirectoryError(directory, files.lastRefusal);
    if (error instanceof EmbeddedDatabaseError) throw error;
    throw new EmbeddedDatabaseFailedError(pglite.fatalLine ?? String(error), { cause: error });
  }
}

// A new PGlite may come with other defaults: better no start than one that only looks durable.
async function assertDurable(pglite: PGlite): Promise<void> {
  const { rows } = await pglite.query<{ name: string; setting: string }>(
    'SELECT name, setting FROM pg_settings WHERE name = ANY ($1)',
    [Object.keys(durableSettings)],
  );
  const actual = new Map(rows.map(({ name, setting: value }) => [name, value]));
  for (const [name, wanted] of Object.entries(durableSettings)) {
    if (actual.get(name) !== wanted)
      throw new Error(`${name} is ${actual.get(name) ?? 'unset'}, not ${wanted}`);
  }
}

function setting(name: string, value: string): [string, string] {
  return ['-c', `${name}=${value}`];
}
