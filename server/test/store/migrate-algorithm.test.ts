import { sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import { expect, onTestFinished, test } from 'vitest';
import { createDb } from '../../src/store/db.ts';
import { introspectionCredentialsOf } from '../../src/store/introspection-credentials.ts';
import { initial } from '../../src/store/migrations/0001-initial.ts';
import { migrate } from '../../src/store/migrate.ts';
import { openTestDatabase, startOfTest } from '../support/keyturn.ts';

const apiId = '0b000000-0000-4000-8000-000000000001';
const credentialId = (number: number): string => `0e000000-0000-4000-8000-00000000000${number}`;

test('APIs of before sign by ES256 with the type at+jwt, and their introspection credentials get names and creators', async () => {
  const { pool, close } = await openTestDatabase();
  onTestFinished(close);
  const db = createDb(pool);
  const before = { getMigrations: () => Promise.resolve({ '0001-initial': initial }) };
  expect((await new Migrator({ db, provider: before }).migrateToLatest()).error).toBeUndefined();
  await sql`
    insert into api (id, identifier, name, code, environment, roles, status_check, status, created_at)
    values (${apiId}, 'https://search.example.org', 'Search', 'SMC', 'production', '{}', 'none', 'active', ${startOfTest})`.execute(
    db,
  );
  for (const number of [1, 2])
    await sql`
      insert into introspection_credential (id, api_id, hint, sha256, created_at)
      values (${credentialId(number)}, ${apiId}, 'abc', '\\x00', ${startOfTest})`.execute(db);
  await sql`
    insert into audit_event (seq, at, action, actor, target_type, target_id, target_name, after, mac)
    values (1, ${startOfTest}, 'introspection-credential.created', '{"kind":"user","id":"u","name":"Olga"}',
      'api', ${apiId}, 'Search', ${JSON.stringify({ id: credentialId(1), hint: 'abc' })}, '\\x00')`.execute(
    db,
  );

  expect(await migrate(db)).toEqual(expect.arrayContaining(['0005-algorithm', '0010-token-header-type']));
  expect(await db.selectFrom('api').select(['algorithm', 'token_header_type']).execute()).toEqual([
    { algorithm: 'ES256', token_header_type: 'at+jwt' },
  ]);
  const rows = await introspectionCredentialsOf(db, [apiId]);
  expect(rows.map(({ name, created_by }) => [name, created_by])).toEqual([
    ['Credentials 1', { kind: 'operator', id: 'u', name: 'Olga' }],
    ['Credentials 2', { kind: 'operator', id: null, name: '?' }],
  ]);
});
