import { sql } from 'kysely';
import { escapeLiteral } from 'pg';
import type { OpenDatabase } from '../../src/compose.ts';
import { createDb, type Db } from '../../src/store/db.ts';

/**
 * One database for all tests of a process, put back to the state in which `prepare` left it before each of them:
 * starting and migrating one takes longer than most tests. It ends with the process.
 */
export function createSharedDatabase<Opened extends OpenDatabase>(
  open: () => Promise<Opened>,
  prepare: (opened: Opened) => Promise<void>,
) {
  let prepared: Promise<{ opened: Opened; restore: () => Promise<void> }> | undefined;

  const prepareOnce = async () => {
    const opened = await open();
    await prepare(opened);
    const statements = await describeRestoring(createDb(opened.pool));
    return { opened, restore: () => opened.pool.query(statements).then(() => undefined) };
  };

  return async (): Promise<Opened> => {
    prepared ??= prepareOnce();
    const { opened, restore } = await prepared;
    await restore();
    // The next test goes on with it.
    return { ...opened, close: () => Promise.resolve() };
  };
}

/**
 * The statements that put every row back, for one round trip. Deleting the few rows there are takes a tenth of the time
 * of truncating, which gives each table and index a new file.
 */
async function describeRestoring(db: Db): Promise<string> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: false });
  const deleted: string[] = [];
  const inserted: string[] = [];
  for (const { name } of tables) {
    deleted.push(`delete from "${name}"`);
    const { rows } = await sql<{ rows: string | null }>`
      select json_agg(t)::text as rows from ${sql.table(name)} t`.execute(db);
    const [{ rows: json } = { rows: null }] = rows;
    if (json !== null)
      inserted.push(
        `insert into "${name}" overriding system value
          select * from json_populate_recordset(null::"${name}", ${escapeLiteral(json)})`,
      );
  }
  // Without triggers, and so without foreign keys: the order of the tables does not matter.
  return ['begin', 'set local session_replication_role = replica', ...deleted, ...inserted, 'commit'].join(
    ';\n',
  );
}
