import { sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import { expect, onTestFinished, test } from 'vitest';
import { createDb } from '../../src/store/db.ts';
import { initial } from '../../src/store/migrations/0001-initial.ts';
import { statusLists } from '../../src/store/migrations/0006-status-lists.ts';
import { openTestDatabase, startOfTest } from '../support/keyturn.ts';

const id = (kind: string, number: number): string =>
  `0${kind}000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

test('client secrets of before get a status index each, and new ones go on after them', async () => {
  const { pool, close } = await openTestDatabase();
  onTestFinished(close);
  const db = createDb(pool);
  const migrateTo = async (migrations: Record<string, typeof initial>) => {
    const provider = { getMigrations: () => Promise.resolve(migrations) };
    expect((await new Migrator({ db, provider }).migrateToLatest()).error).toBeUndefined();
  };
  const insertSecret = (number: number) =>
    sql`
      insert into client_secret (id, application_id, name, name_folded, hint, created_at, created_by, expires_at)
      values (${id('e', number)}, ${id('c', 1)}, ${`S${number}`}, ${`s${number}`}, ${`a${number}`}, ${startOfTest},
        '{"kind":"user","id":null,"name":"?"}', ${startOfTest})`.execute(db);

  await migrateTo({ '0001-initial': initial });
  await sql`
    insert into organisation (id, kind, name, country, time_zone, locale, status, created_at)
    values (${id('a', 1)}, 'member', 'North', 'DE', 'UTC', 'en', 'active', ${startOfTest})`.execute(db);
  await sql`
    insert into application (id, organisation_id, kind, name, name_folded, self_managed, status, created_at)
    values (${id('c', 1)}, ${id('a', 1)}, 'partner', 'A', 'a', false, 'active', ${startOfTest})`.execute(db);
  for (const number of [1, 2, 3]) await insertSecret(number);

  await migrateTo({ '0001-initial': initial, '0006-status-lists': statusLists });
  await insertSecret(4);
  // Not even what a rolled back insertion took comes again.
  await db
    .transaction()
    .execute(async (tx) => {
      await sql`select nextval('client_secret_status_index')`.execute(tx);
      throw new Error('rolled back');
    })
    .catch(() => undefined);
  await insertSecret(5);
  const rows = await db.selectFrom('client_secret').select('status_index').orderBy('status_index').execute();
  expect(rows.map(({ status_index: index }) => index)).toEqual([0, 1, 2, 3, 5]);
});
