import { Migrator, type Migration } from 'kysely/migration';
import type { Pool } from 'pg';
import type { Db } from './db.ts';
import { initial } from './migrations/0001-initial.ts';
import { settings } from './migrations/0002-settings.ts';
import { secretsElsewhere } from './migrations/0004-secrets-elsewhere.ts';
import { algorithm } from './migrations/0005-algorithm.ts';
import { statusLists } from './migrations/0006-status-lists.ts';
import { keyRotation } from './migrations/0007-key-rotation.ts';
import { overview } from './migrations/0008-overview.ts';
import { servingFromMemory } from './migrations/0009-serving-from-memory.ts';
import { tokenHeaderType } from './migrations/0010-token-header-type.ts';

/** The database was written by a newer version: it has a migration that this one does not know. */
export class NewerSchemaError extends Error {
  override readonly name = 'NewerSchemaError';
  readonly migration: string;
  constructor(migration: string) {
    super(`the database has the unknown migration ${migration}`);
    this.migration = migration;
  }
}

/** The PostgreSQL server is older than 15. */
export class PostgresTooOldError extends Error {
  override readonly name = 'PostgresTooOldError';
  readonly found: string;
  constructor(found: string) {
    super(`PostgreSQL ${found} is too old`);
    this.found = found;
  }
}

const oldestPostgres = 150_000;
/** Every change of the schema by its name, in order. */
export const migrations = {
  '0001-initial': initial,
  '0002-settings': settings,
  '0004-secrets-elsewhere': secretsElsewhere,
  '0005-algorithm': algorithm,
  '0006-status-lists': statusLists,
  '0007-key-rotation': keyRotation,
  '0008-overview': overview,
  '0009-serving-from-memory': servingFromMemory,
  '0010-token-header-type': tokenHeaderType,
};

/** @throws PostgresTooOldError, or the driver’s error when the server cannot be reached */
export async function requireSupportedPostgres(pool: Pool): Promise<void> {
  const { rows } = await pool.query<{ number: string; version: string }>(
    `select current_setting('server_version_num') as number, current_setting('server_version') as version`,
  );
  const [found] = rows;
  if (found !== undefined && Number(found.number) < oldestPostgres)
    throw new PostgresTooOldError(found.version);
}

/**
 * Brings the schema up to date, each migration in a transaction; servers that start together wait for one another.
 * @returns the names of the migrations applied
 * @throws NewerSchemaError before anything is changed
 */
export async function migrate(db: Db): Promise<string[]> {
  await readMigrations(db);
  return apply(db, migrations);
}

/**
 * Makes the schema that these migrations make, and no later one, in an empty database.
 * @throws NewerSchemaError when one of them is unknown
 */
export async function migrateTo(db: Db, names: string[]): Promise<void> {
  refuseUnknownMigrations(names);
  await apply(db, Object.fromEntries(Object.entries(migrations).filter(([name]) => names.includes(name))));
}

async function apply(db: Db, wanted: Record<string, Migration>): Promise<string[]> {
  const migrator = new Migrator({ db, provider: { getMigrations: () => Promise.resolve(wanted) } });
  const { error, results = [] } = await migrator.migrateToLatest();
  if (error !== undefined) throw error;
  return results.filter(({ status }) => status === 'Success').map(({ migrationName }) => migrationName);
}

/** Whether every migration that this version knows was applied; asks the database one thing. */
export async function hasCurrentSchema(db: Db): Promise<boolean> {
  const applied = new Set(await appliedMigrations(db));
  return Object.keys(migrations).every((name) => applied.has(name));
}

/** Whether the database was started before. */
export const hasInstanceTable = (db: Db): Promise<boolean> => hasTable(db, 'instance');

/**
 * The names of the migrations that the database has, in their order.
 * @throws NewerSchemaError when one of them is unknown
 */
export async function readMigrations(db: Db): Promise<string[]> {
  if (!(await hasTable(db, 'kysely_migration'))) return [];
  const names = await appliedMigrations(db);
  refuseUnknownMigrations(names);
  return names;
}

async function appliedMigrations(db: Db): Promise<string[]> {
  const rows = await db
    .withTables<{ kysely_migration: { name: string } }>()
    .selectFrom('kysely_migration')
    .select('name')
    .orderBy('name')
    .execute();
  return rows.map(({ name }) => name);
}

/** @throws NewerSchemaError */
export function refuseUnknownMigrations(names: string[]): void {
  const unknown = names.find((name) => !Object.hasOwn(migrations, name));
  if (unknown !== undefined) throw new NewerSchemaError(unknown);
}

async function hasTable(db: Db, table: string): Promise<boolean> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
  return tables.some(({ name }) => name === table);
}
