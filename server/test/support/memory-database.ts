import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { MemoryFS } from '@electric-sql/pglite';
import { createEmbeddedPool } from '../../src/store/embedded/embedded-pool.ts';
import type { EmbeddedDatabaseFailedError } from '../../src/store/embedded/errors.ts';
import { FailStopPglite } from '../../src/store/embedded/fail-stop-pglite.ts';
import type { EmbeddedDatabase } from '../../src/store/embedded/open-embedded-database.ts';
import { commonExtensions, commonStartParameters } from '../../src/store/embedded/start-pglite.ts';

export interface MemoryDatabaseOptions {
  acquireTimeoutMs?: number;
  /** By default the error is thrown where nothing catches it, which fails the test run. */
  onFailure?: (error: EmbeddedDatabaseFailedError) => void;
}

/**
 * An empty embedded database in memory: the pool, the guards and the settings of the one on disk, without its files.
 * About 0.3 s; the first on a machine initialises it and keeps the outcome in node_modules/.cache.
 */
export async function createMemoryDatabase({
  acquireTimeoutMs,
  onFailure = (error) => {
    throw error;
  },
}: MemoryDatabaseOptions = {}): Promise<EmbeddedDatabase> {
  const pglite = await startInMemory(onFailure, new Blob([await initialised()]));
  const { pool, free } = createEmbeddedPool(pglite, { acquireTimeoutMs });
  let closed: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    if (!pool.ending) await pool.end();
    await free();
    await pglite.close();
  };
  return { pool, close: () => (closed ??= close()) };
}

const modules = path.resolve(import.meta.dirname, '../../../node_modules');
const startParameters = [...commonStartParameters, '-c', 'fsync=off'];

async function startInMemory(
  onFailure: (error: EmbeddedDatabaseFailedError) => void,
  loadDataDir?: Blob,
): Promise<FailStopPglite> {
  const pglite = new FailStopPglite(
    {
      fs: new MemoryFS(),
      startParams: startParameters,
      extensions: commonExtensions,
      // Small write-ahead log segments make a small archive.
      initDbStartParams: ['--wal-segsize=1'],
      ...(loadDataDir === undefined ? {} : { loadDataDir }),
    },
    { onFailure },
  );
  await pglite.waitReady;
  return pglite;
}

async function initialised(): Promise<Buffer<ArrayBuffer>> {
  const { version } = JSON.parse(
    fs.readFileSync(path.join(modules, '@electric-sql/pglite/package.json'), 'utf8'),
  ) as { version: string };
  const cache = path.join(modules, '.cache/keyturn');
  const archive = path.join(cache, `pglite-${version}.tar`);
  if (!fs.existsSync(archive)) {
    const pglite = await startInMemory((error) => {
      throw error;
    });
    await pglite.exec('CHECKPOINT');
    const tar = await pglite.dumpDataDir('none');
    await pglite.close();
    // Test processes start together: each makes its own, and the last to rename it is as good as the first.
    fs.mkdirSync(cache, { recursive: true });
    const temporary = `${archive}.${randomBytes(6).toString('hex')}`;
    fs.writeFileSync(temporary, Buffer.from(await tar.arrayBuffer()));
    fs.renameSync(temporary, archive);
  }
  return fs.readFileSync(archive);
}
