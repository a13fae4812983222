import { createSecretKey } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { pino } from 'pino';
import { composeOn, type Composed, type OpenDatabase } from '../compose.ts';
import { createPostgresPool } from '../store/postgres-pool.ts';
import { readConfig, type Config } from '../config.ts';
import { fillScale, type ScaleStep } from '../demo/scale/fill-scale.ts';
import type { ScaleSize } from '../demo/scale/scale-size.ts';
import { seedDemo } from '../demo/seed-demo.ts';
import { requireSupportedPostgres } from '../store/migrate.ts';
import { openEmbeddedDatabase } from '../store/embedded/open-embedded-database.ts';
import { recordQueries, type QueryRecorder } from './record-queries.ts';

/** A database that holds a federation of some size and nothing that anybody would miss. */
export type BenchDatabase = Composed & { pool: pg.Pool; recorder: QueryRecorder };

/** What is in it is sealed under this: there is nothing to protect. */
const masterKey = createSecretKey(Buffer.alloc(32, 7));
const command = 'keyturn bench';

type Options = { size: ScaleSize; onStep: (step: ScaleStep) => void };

/**
 * An embedded database in a temporary directory, filled; closing removes it.
 * @throws EmbeddedDatabaseError
 */
export async function openTemporaryDatabase(options: Options): Promise<BenchDatabase> {
  const directory = mkdtempSync(join(tmpdir(), 'keyturn-bench-'));
  const remove = (): void => rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
  try {
    const { pool, close } = await openEmbeddedDatabase({ directory, command });
    const opened = { pool, masterKey, close: () => close().finally(remove) };
    const composed = await composeOn(opened, { config: benchConfig(), demo: true, log: quiet });
    await fill(composed, options);
    return { ...composed, pool, recorder: recordQueries(pool) };
  } catch (error) {
    remove();
    throw error;
  }
}

/**
 * A PostgreSQL database that is empty, or that an earlier run filled; it is left as it is.
 * @throws DemoMismatchError for one that holds real data
 */
export async function openPostgresDatabase(url: string, options: Options): Promise<BenchDatabase> {
  // Filling takes longer than a server lets its statements take.
  const patient = new pg.Pool({ connectionString: url, max: 2 });
  await requireSupportedPostgres(patient).catch(async (error: unknown) => {
    await patient.end();
    throw error;
  });
  const filling = await composeOn(openedOn(patient), { config: benchConfig(), demo: true, log: quiet });
  try {
    if (!(await isFilled(filling, options.size))) await fill(filling, options);
  } finally {
    await filling.close();
  }
  const pool = createPostgresPool(url);
  const composed = await composeOn(openedOn(pool), { config: benchConfig(), demo: true, log: quiet });
  return { ...composed, pool, recorder: recordQueries(pool) };
}

const quiet = pino({ level: 'silent' });

const openedOn = (pool: pg.Pool): OpenDatabase => ({ pool, masterKey, close: () => pool.end() });

async function fill({ deps }: Composed, { size, onStep }: Options): Promise<void> {
  await seedDemo(deps);
  await fillScale(deps, size, { onStep });
}

async function isFilled({ deps }: Composed, size: ScaleSize): Promise<boolean> {
  const { count } = await deps.db
    .selectFrom('organisation')
    .select((select) => select.fn.countAll<string>().as('count'))
    .executeTakeFirstOrThrow();
  return Number(count) >= size.organisations;
}

function benchConfig(): Config {
  const result = readConfig(
    { KEYTURN_MAIL: 'files', KEYTURN_SUPPORT_EMAIL: 'support@example.org', KEYTURN_LOG_LEVEL: 'silent' },
    () => '',
    'serve',
  );
  if (!result.ok) throw new Error(result.problems.join('\n'));
  return result.config;
}
