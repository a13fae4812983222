import { sql } from 'kysely';
import { afterAll } from 'vitest';
import type { OpenDatabase } from '../../src/compose.ts';
import { createDb, type Db } from '../../src/store/db.ts';

/**
 * One database for all tests of a file, put back to the state in which `prepare` left it before each of them:
 * starting and migrating one takes longer than most tests.
 */
export function createSharedDatabase(
  open: () => Promise<OpenDatabase>,
  prepare: (opened: OpenDatabase) => Promise<void>,
) {
  let prepared: Promise<{ opened: OpenDatabase; restore: () => Promise<void> }> | undefined;

  afterAll(async () => {
    const { opened } = (await prepared) ?? {};
    await opened?.close();
  });

  const prepareOnce = async () => {
    const opened = await open();
    await prepare(opened);
    const db = createDb(opened.pool);
    const snapshot = await takeSnapshot(db);
    return { opened, restore: () => restoreSnapshot(db, snapshot) };
  };

  return async (): Promise<OpenDatabase> => {
    prepared ??= prepareOnce();
    const { opened, restore } = await prepared;
    await restore();
    // The next test goes on with it.
    return { ...opened, close: () => Promise.resolve() };
  };
}

type Snapshot = { table: string; rows: string }[];

async function takeSnapshot(db: Db): Promise<Snapshot> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: false });
  const snapshot: Snapshot = [];
  for (const { name } of tables) {
    const { rows } = await sql<{ rows: string }>`
      select coalesce(json_agg(t), '[]')::text as rows from ${sql.table(name)} t`.execute(db);
    snapshot.push({ table: name, rows: rows[0]?.rows ?? '[]' });
  }
  return snapshot;
}

async function restoreSnapshot(db: Db, snapshot: Snapshot): Promise<void> {
  await db.transaction().execute(async (tx) => {
    // Without triggers, and so without foreign keys: the order of the tables does not matter.
    await sql`set local session_replication_role = replica`.execute(tx);
    await sql`truncate ${sql.join(snapshot.map(({ table }) => sql.table(table)))}`.execute(tx);
    for (const { table, rows } of snapshot)
      await sql`insert into ${sql.table(table)} overriding system value select * from json_populate_recordset(null::${sql.table(table)}, ${rows})`.execute(
        tx,
      );
  });
}
