import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { EmbeddedDatabaseFailedError } from '../../src/store/embedded/errors.ts';
import {
  type EmbeddedDatabase,
  openEmbeddedDatabase,
} from '../../src/store/embedded/open-embedded-database.ts';
import { createMemoryDatabase } from '../support/memory-database.ts';

// Other test files keep the processors busy meanwhile.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

const ioError = Object.assign(new Error('EIO: i/o error, fsync'), {
  code: 'EIO',
  errno: -5,
  syscall: 'fsync',
});
const fullError = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });

describe('a disk that refuses', () => {
  let directory: string;
  let database: EmbeddedDatabase | undefined;
  const failures: EmbeddedDatabaseFailedError[] = [];

  beforeAll(async () => {
    directory = fs.mkdtempSync(path.join(os.tmpdir(), 'keyturn-'));
    database = await openEmbeddedDatabase({ directory });
    await database.pool.query('CREATE TABLE entry (n int)');
    await database.close();
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    await database?.close();
    failures.length = 0;
  });
  afterAll(() => fs.rmSync(directory, { recursive: true, force: true }));

  const open = async (): Promise<EmbeddedDatabase> => {
    database = await openEmbeddedDatabase({ directory, onFailure: (error) => failures.push(error) });
    return database;
  };
  const failed = { name: 'EmbeddedDatabaseFailedError', code: 'embedded-database-failed' };

  test('to sync a commit: the commit is not acknowledged, and nothing after it is', async () => {
    const { pool } = await open();
    await pool.query('INSERT INTO entry VALUES (1)');
    vi.spyOn(fs, 'fsyncSync').mockImplementation(() => {
      throw ioError;
    });
    await expect(pool.query('INSERT INTO entry VALUES (2)')).rejects.toMatchObject(failed);
    vi.restoreAllMocks();
    await expect(pool.query('SELECT 1')).rejects.toMatchObject(failed);
    await expect(pool.query('INSERT INTO entry VALUES (3)')).rejects.toMatchObject(failed);
    expect(failures).toEqual([expect.objectContaining(failed)]);
    expect(failures[0]?.message).toMatch('EIO: i/o error');
    await database?.close();

    const reopened = await open();
    const { rows } = await reopened.pool.query<{ n: number }>('SELECT n FROM entry WHERE n <> 2');
    expect(rows).toEqual([{ n: 1 }]);
  });

  test('to sync with an error code that Emscripten does not know: no success is made of it', async () => {
    const { pool } = await open();
    vi.spyOn(fs, 'fsyncSync').mockImplementation(() => {
      throw Object.assign(new Error('ESOMETHING'), { code: 'ESOMETHING' });
    });
    await expect(pool.query('INSERT INTO entry VALUES (4)')).rejects.toMatchObject(failed);
  });

  test('to sync in a transaction: Kysely-style use of one client gets the error too', async () => {
    const { pool } = await open();
    const client = await pool.connect();
    await client.query('BEGIN');
    await client.query('INSERT INTO entry VALUES (5)');
    vi.spyOn(fs, 'fsyncSync').mockImplementation(() => {
      throw ioError;
    });
    await expect(client.query('COMMIT')).rejects.toMatchObject(failed);
    client.release();
    await expect(pool.query('SELECT 1')).rejects.toMatchObject(failed);
  });

  test('more data, being full: the statement fails, and what was there stays', async () => {
    const { pool } = await open();
    const { rows: before } = await pool.query('SELECT count(*) FROM entry');
    const write = fs.writeSync;
    const spy = vi.spyOn(fs, 'writeSync').mockImplementation((...args: unknown[]) => {
      const [, buffer] = args;
      if (buffer instanceof Int8Array || buffer instanceof Uint8Array) throw fullError;
      return (write as (...all: unknown[]) => number)(...args);
    });
    await expect(
      pool.query("CREATE TABLE big AS SELECT repeat('x', 1000) FROM generate_series(1, 10000)"),
    ).rejects.toThrow(/No space left/);
    expect(spy).toHaveBeenCalled();
    vi.restoreAllMocks();
    await database?.close();

    const { rows } = await (await open()).pool.query('SELECT count(*) FROM entry');
    expect(rows).toEqual(before);
  });

  test('the first start, being full: it says so, leaves nothing behind, and the next start succeeds', async () => {
    const fresh = path.join(directory, 'fresh');
    const write = fs.writeSync;
    vi.spyOn(fs, 'writeSync').mockImplementation((...args: unknown[]) => {
      const [, buffer] = args;
      if (buffer instanceof Int8Array || buffer instanceof Uint8Array) throw fullError;
      return (write as (...all: unknown[]) => number)(...args);
    });
    const start = openEmbeddedDatabase({ directory: fresh, prepared: '/nowhere' });
    await expect(start).rejects.toMatchObject({ code: 'data-directory-full' });
    expect(fs.readdirSync(fresh)).toEqual(['keyturn.lock']);
    vi.restoreAllMocks();
    await (await openEmbeddedDatabase({ directory: fresh })).close();
  });

  test('the first start, being full while it copies the prepared database: the same', async () => {
    const fresh = path.join(directory, 'copied');
    vi.spyOn(fs, 'cpSync').mockImplementation(() => {
      throw fullError;
    });
    const start = openEmbeddedDatabase({ directory: fresh });
    await expect(start).rejects.toMatchObject({ code: 'data-directory-full' });
    expect(fs.readdirSync(fresh)).toEqual(['keyturn.lock']);
    vi.restoreAllMocks();
    await (await openEmbeddedDatabase({ directory: fresh })).close();
  });
});

test('a stack overflow inside PostgreSQL stops the database instead of hanging it', async () => {
  const failures: unknown[] = [];
  const { pool, close } = await createMemoryDatabase({ onFailure: (error) => failures.push(error) });
  await pool.query(
    'CREATE FUNCTION deeper(int) RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN deeper($1 + 1); END $$',
  );
  await expect(pool.query('SELECT deeper(1)')).rejects.toMatchObject({ code: '54001' });

  const tooDeep = '['.repeat(200_000);
  const answers = await Promise.allSettled([
    pool.query('SELECT $1::jsonb', [tooDeep]),
    pool.query('SELECT 1'),
  ]);
  const refusal = { status: 'rejected', reason: { code: 'embedded-database-failed' } };
  expect(answers).toMatchObject([refusal, refusal]);
  expect(failures).toHaveLength(1);
  await close();
});
