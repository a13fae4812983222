import { Kysely, PostgresDialect, sql, type Generated } from 'kysely';
import { Migrator } from 'kysely/migration';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { EmbeddedDatabase } from '../../src/store/embedded/open-embedded-database.ts';
import { createMemoryDatabase } from '../support/memory-database.ts';

// Other test files keep the processors busy meanwhile.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

interface Tables {
  account: { id: Generated<number>; name: string };
}

let database: EmbeddedDatabase;
let db: Kysely<Tables>;

beforeEach(async () => {
  database = await createMemoryDatabase({ acquireTimeoutMs: 1000 });
  db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: database.pool }) });
  await database.pool.query(
    'CREATE TABLE account (id serial PRIMARY KEY, name text NOT NULL CONSTRAINT account_name_unique UNIQUE)',
  );
});

afterEach(() => database.close());

const names = async (): Promise<string[]> =>
  (await db.selectFrom('account').select('name').orderBy('name').execute()).map(({ name }) => name);

describe('transactions', () => {
  test('two that run at the same time take turns, and neither sees the unfinished work of the other', async () => {
    const seen: string[][] = [];
    const addAndLook = (name: string): Promise<void> =>
      db.transaction().execute(async (tx) => {
        await tx.insertInto('account').values({ name }).execute();
        await new Promise((resolve) => setImmediate(resolve));
        seen.push(
          (await tx.selectFrom('account').select('name').orderBy('name').execute()).map((row) => row.name),
        );
        if (name === 'a') throw new Error('changed my mind');
      });
    const outcomes = await Promise.allSettled([addAndLook('a'), addAndLook('b')]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
    expect(seen).toEqual([['a'], ['b']]);
    expect(await names()).toEqual(['b']);
  });

  test('a statement that fails in one leaves the pool usable', async () => {
    await db.insertInto('account').values({ name: 'a' }).execute();
    const twice = db.transaction().execute(async (tx) => {
      await tx.insertInto('account').values({ name: 'b' }).execute();
      await tx.insertInto('account').values({ name: 'a' }).execute();
    });
    await expect(twice).rejects.toMatchObject({ code: '23505' });
    expect(await names()).toEqual(['a']);
  });

  test.each([
    ['released in one', (release: (error?: boolean) => void) => release()],
    ['discarded in one', (release: (error?: boolean) => void) => release(true)],
  ])('a client %s does not leave it to the next holder', async (_, leave) => {
    const client = await database.pool.connect();
    await client.query('BEGIN');
    await client.query("INSERT INTO account (name) VALUES ('left behind')");
    leave((error) => client.release(error));
    await database.pool.query("INSERT INTO account (name) VALUES ('kept')");
    const { rows } = await database.pool.query('SELECT pg_current_xact_id_if_assigned() AS xid');
    expect(rows).toEqual([{ xid: null }]);
    expect(await names()).toEqual(['kept']);
  });

  test('a client released in a failed one does not leave it to the next holder', async () => {
    const client = await database.pool.connect();
    await client.query('BEGIN');
    await expect(client.query('SELECT 1/0')).rejects.toMatchObject({ code: '22012' });
    client.release();
    expect((await database.pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  });

  test.each([false, true])(
    'queries not awaited before release(%s) end before the next holder starts',
    async (discard) => {
      const client = await database.pool.connect();
      const unawaited = [
        client.query("BEGIN; INSERT INTO account (name) VALUES ('left behind')"),
        client.query('SELECT $1::int AS n', [2]),
      ];
      client.release(discard);
      const next = await database.pool.query('SELECT $1::int AS n', [3]);
      expect(next.rows).toEqual([{ n: 3 }]);
      expect((await Promise.all(unawaited))[1]?.rows).toEqual([{ n: 2 }]);
      expect(await names()).toEqual([]);
    },
  );

  test('a query outside of the transaction that waits for it fails in time, and the pool goes on', async () => {
    const nested = db.transaction().execute(async (tx) => {
      await tx.insertInto('account').values({ name: 'a' }).execute();
      await db.selectFrom('account').selectAll().execute();
    });
    await expect(nested).rejects.toThrow('timeout exceeded when trying to connect');
    expect(await names()).toEqual([]);
  });
});

describe('load', () => {
  test('200 concurrent queries each get their own answer', async () => {
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, n) => database.pool.query<{ n: number }>('SELECT $1::int AS n', [n])),
    );
    expect(answers.map(({ rows }) => rows[0]?.n)).toEqual(Array.from({ length: 200 }, (_, n) => n));
  });

  test('200 concurrent queries of which every second fails do not disturb one another', async () => {
    const answers = await Promise.allSettled(
      Array.from({ length: 200 }, (_, n) =>
        database.pool.query<{ n: number }>('SELECT $1::int / $2::int AS n', [n, n % 2]),
      ),
    );
    expect(answers.map((answer) => answer.status === 'fulfilled' && answer.value.rows[0]?.n)).toEqual(
      Array.from({ length: 200 }, (_, n) => (n % 2 === 0 ? false : n)),
    );
  });

  test('a parameter and a result of 20 MB come through whole', async () => {
    const text = 'é'.repeat(10_000_000);
    const { rows } = await database.pool.query<{ text: string }>('SELECT $1 AS text', [text]);
    expect(rows[0]?.text === text).toBe(true);
  });
});

describe('as with a server', () => {
  test("values arrive as pg's types", async () => {
    const { rows } = await database.pool.query(`SELECT
      '2026-01-02T03:04:05.678+02:00'::timestamptz AS instant, 9007199254740993::int8 AS big, 7::int4 AS small,
      '{"a": [1, null]}'::jsonb AS json, '\\x00ff'::bytea AS bytes, ARRAY['a', NULL, 'c,d'] AS texts,
      ARRAY[1, 2]::int[] AS numbers, '5e3d6a44-6c5a-4f8a-9f6e-0f0f0f0f0f0f'::uuid AS uuid, true AS yes,
      1.50::numeric AS amount, NULL::text AS nothing, 'ß €'::text AS text, '1 day 02:00'::interval AS span`);
    expect(rows).toEqual([
      {
        instant: new Date('2026-01-02T01:04:05.678Z'),
        big: '9007199254740993',
        small: 7,
        json: { a: [1, null] },
        bytes: Buffer.from([0, 255]),
        texts: ['a', null, 'c,d'],
        numbers: [1, 2],
        uuid: '5e3d6a44-6c5a-4f8a-9f6e-0f0f0f0f0f0f',
        yes: true,
        amount: '1.50',
        nothing: null,
        text: 'ß €',
        span: expect.objectContaining({ days: 1, hours: 2 }) as object,
      },
    ]);
  });

  test('parameters of every kind come back as they went', async () => {
    const values = [
      new Date('2026-01-02T03:04:05.678Z'),
      Buffer.from([0, 1, 255]),
      ['a', 'b"c', null],
      { a: 'ü' },
    ];
    const { rows } = await database.pool.query({
      text: 'SELECT $1::timestamptz, $2::bytea, $3::text[], $4::jsonb',
      values,
      rowMode: 'array',
    });
    expect(rows).toEqual([values]);
  });

  test('the session is in UTC, and another time zone changes no instant', async () => {
    const instant = new Date('2026-07-01T00:00:00Z');
    const client = await database.pool.connect();
    expect((await client.query('SHOW TimeZone')).rows).toEqual([{ TimeZone: 'UTC' }]);
    await client.query("BEGIN; SET LOCAL TIME ZONE 'Pacific/Auckland'");
    const { rows } = await client.query('SELECT $1::timestamptz AS instant, $1::timestamptz::text AS text', [
      instant,
    ]);
    client.release();
    expect(rows).toEqual([{ instant, text: '2026-07-01 12:00:00+12' }]);
    expect((await database.pool.query('SHOW TimeZone')).rows).toEqual([{ TimeZone: 'UTC' }]);
  });

  test('an error carries the fields that the store tells errors apart by', async () => {
    await database.pool.query("INSERT INTO account (name) VALUES ('a')");
    await expect(database.pool.query("INSERT INTO account (name) VALUES ('a')")).rejects.toMatchObject({
      code: '23505',
      severity: 'ERROR',
      schema: 'public',
      table: 'account',
      constraint: 'account_name_unique',
      detail: 'Key (name)=(a) already exists.',
    });
    await expect(database.pool.query('INSERT INTO account (name) VALUES (NULL)')).rejects.toMatchObject({
      code: '23502',
      column: 'name',
    });
  });

  test('a NUL in a text is an error of the statement', async () => {
    const insert = database.pool.query('INSERT INTO account (name) VALUES ($1)', ['a\0b']);
    await expect(insert).rejects.toMatchObject({ code: '22021' });
    expect(await names()).toEqual([]);
  });

  test('a NUL in the statement itself disturbs nobody else', async () => {
    const bad = database.pool.query("SELECT 'a\0b'");
    const good = database.pool.query('SELECT $1::text AS text', ['x']);
    await expect(bad).rejects.toMatchObject({ code: '08P01' });
    expect((await good).rows).toEqual([{ text: 'x' }]);
  });

  test('nesting too deep is an error of the statement', async () => {
    const deep = '['.repeat(5000) + ']'.repeat(5000);
    await expect(database.pool.query('SELECT $1::jsonb', [deep])).rejects.toMatchObject({ code: '54001' });
    expect((await database.pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  });

  test('a named statement is prepared once and serves every holder', async () => {
    const named = { name: 'twice', text: 'SELECT 2 * $1::int AS n' };
    for (const n of [1, 2, 3]) {
      const { rows } = await database.pool.query({ ...named, values: [n] });
      expect(rows).toEqual([{ n: 2 * n }]);
    }
    const { rows } = await database.pool.query('SELECT count(*)::int AS n FROM pg_prepared_statements');
    expect(rows).toEqual([{ n: 1 }]);
  });

  test("Kysely's migrator runs", async () => {
    const migrator = new Migrator({
      db,
      provider: {
        getMigrations: () =>
          Promise.resolve({
            '0001': {
              up: (tx: Kysely<unknown>) => tx.schema.createTable('made').addColumn('id', 'integer').execute(),
            },
            '0002': {
              up: (tx: Kysely<unknown>) => tx.schema.alterTable('made').addColumn('x', 'text').execute(),
            },
          }),
      },
    });
    const { error, results } = await migrator.migrateToLatest();
    expect(error).toBeUndefined();
    expect(results?.map(({ status }) => status)).toEqual(['Success', 'Success']);
    expect((await sql`SELECT id, x FROM made`.execute(db)).rows).toEqual([]);
  });
});

test('after close the pool refuses, and closing again is no error', async () => {
  await Promise.all([database.close(), database.close()]);
  await expect(database.pool.query('SELECT 1')).rejects.toThrow('Cannot use a pool after calling end');
});
