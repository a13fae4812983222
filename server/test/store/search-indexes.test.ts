import { sql } from 'kysely';
import { expect, onTestFinished, test } from 'vitest';
import { createDb, type Tx } from '../../src/store/db.ts';
import { migrate } from '../../src/store/migrate.ts';
import { ensureSearchIndexes, searchIndexes } from '../../src/store/search-indexes.ts';
import { openTestDatabase } from '../support/keyturn.ts';

const made = async (tx: Tx): Promise<string[]> => {
  const { rows } = await sql<{ relname: string }>`
    select relname from pg_class where relname = any(${searchIndexes}) order by relname`.execute(tx);
  return rows.map(({ relname }) => relname);
};

test('a database that refuses pg_trgm goes on without the indexes for searches, and gets them once it allows it', async () => {
  const { pool, close } = await openTestDatabase();
  onTestFinished(close);
  const db = createDb(pool);
  await migrate(db);
  // Everything is undone at the end: roles belong to the whole server.
  const tx = await db.startTransaction().execute();
  try {
    await sql`create role keyturn_without_privileges`.execute(tx);
    await sql`grant all on all tables in schema public to keyturn_without_privileges`.execute(tx);
    await sql`set local role keyturn_without_privileges`.execute(tx);
    expect(await ensureSearchIndexes(tx)).toBe(false);
    expect(await made(tx)).toEqual([]);

    await sql`reset role`.execute(tx);
    expect(await ensureSearchIndexes(tx)).toBe(true);
    expect(await made(tx)).toEqual(searchIndexes.toSorted());
    // Where they are, nothing is done, and nothing is needed.
    await sql`set local role keyturn_without_privileges`.execute(tx);
    expect(await ensureSearchIndexes(tx)).toBe(true);
  } finally {
    await tx.rollback().execute();
  }
});
