import { sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import { expect, onTestFinished, test } from 'vitest';
import { createDb } from '../../src/store/db.ts';
import { migrate, migrations } from '../../src/store/migrate.ts';
import { currentSigningKey, listPublicKeys } from '../../src/store/signing-keys.ts';
import { openTestDatabase, startOfTest } from '../support/keyturn.ts';

test('the keys of before go on signing, since they were made; an earlier one of the same algorithm verifies', async () => {
  const { pool, close } = await openTestDatabase();
  onTestFinished(close);
  const db = createDb(pool);
  const known = Object.fromEntries(Object.entries(migrations).filter(([name]) => name < '0007'));
  const before = new Migrator({ db, provider: { getMigrations: () => Promise.resolve(known) } });
  expect((await before.migrateToLatest()).error).toBeUndefined();
  const earlier = new Date(startOfTest.getTime() - 1000);
  for (const [kid, alg, at] of [
    ['old', 'ES256', earlier],
    ['new', 'ES256', startOfTest],
    ['rsa', 'RS256', startOfTest],
  ])
    await sql`insert into signing_key (kid, algorithm, public_jwk, private_sealed, created_at)
      values (${kid}, ${alg}, '{"kty":"EC"}', '\\x01', ${at})`.execute(db);

  expect(await migrate(db)).toContain('0007-key-rotation');
  expect((await currentSigningKey(db, 'ES256'))?.kid).toBe('new');
  expect((await currentSigningKey(db, 'RS256'))?.kid).toBe('rsa');
  expect((await listPublicKeys(db)).map(({ kid }) => kid)).toEqual(['new', 'old', 'rsa']);
  const rows = await db.selectFrom('signing_key').selectAll().orderBy('kid').execute();
  expect(rows.map(({ kid, private_sealed, signs_since }) => [kid, private_sealed, signs_since])).toEqual([
    ['new', Buffer.from([1]), startOfTest],
    ['old', null, earlier],
    ['rsa', Buffer.from([1]), startOfTest],
  ]);
  // One signs, whatever a server believes.
  await expect(
    db
      .updateTable('signing_key')
      .set({ stopped_at: null, private_sealed: Buffer.from([1]) })
      .execute(),
  ).rejects.toThrow('signing_key_signing');
});
