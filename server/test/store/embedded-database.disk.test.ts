import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { acquireDataDirectoryLock } from '../../src/store/embedded/data-directory-lock.ts';
import { openEmbeddedDatabase } from '../../src/store/embedded/open-embedded-database.ts';
import { embeddedPostgresMajor } from '../../src/store/embedded/start-pglite.ts';

// Other test files keep the processors busy meanwhile.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

let root: string;
let directory: string;

beforeAll(async () => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), 'keyturn-'));
  directory = path.join(root, 'data');
  const { pool, close } = await openEmbeddedDatabase({ directory });
  await pool.query('CREATE TABLE entry (n int)');
  await close();
});
afterAll(() => fs.rmSync(root, { recursive: true, force: true }));

test('every commit is synced to the write-ahead log before it is acknowledged', async () => {
  const { pool, close } = await openEmbeddedDatabase({ directory });
  const written = new Map<number, string>();
  const openSync = fs.openSync;
  vi.spyOn(fs, 'openSync').mockImplementation((file, ...rest) => {
    const descriptor = openSync(file, ...rest);
    written.set(descriptor, String(file));
    return descriptor;
  });
  const fsyncSync = vi.spyOn(fs, 'fsyncSync');
  // The log's current segment is open already; the next one is opened under watch.
  await pool.query('SELECT pg_switch_wal()');
  for (let n = 0; n < 20; n += 1) {
    fsyncSync.mockClear();
    await pool.query('INSERT INTO entry VALUES ($1)', [n]);
    const synced = fsyncSync.mock.calls.map(([descriptor]) => written.get(descriptor) ?? '');
    expect(synced.filter((file) => /pg_wal\/[0-9A-F]{24}$/.test(file))).not.toEqual([]);
  }
  fsyncSync.mockClear();
  await pool.query('SELECT * FROM entry');
  expect(fsyncSync).not.toHaveBeenCalled();
  vi.restoreAllMocks();
  await close();
});

test('a closed and reopened directory has everything, and close needs no repetition', async () => {
  const first = await openEmbeddedDatabase({ directory });
  await first.pool.query('CREATE TABLE kept AS SELECT n FROM generate_series(1, 1000) n');
  expect(first.close()).toBe(first.close());
  await first.close();
  const second = await openEmbeddedDatabase({ directory });
  expect((await second.pool.query('SELECT sum(n)::int AS sum FROM kept')).rows).toEqual([{ sum: 500_500 }]);
  await second.close();
});

test('closing under a transaction still open rolls it back and keeps the rest', async () => {
  const first = await openEmbeddedDatabase({ directory, closeTimeoutMs: 50 });
  await first.pool.query('CREATE TABLE half (n int)');
  const client = await first.pool.connect();
  await client.query('BEGIN');
  await client.query('INSERT INTO half VALUES (1)');
  await first.close();
  await expect(client.query('COMMIT')).rejects.toThrow('PGlite is closed');
  const second = await openEmbeddedDatabase({ directory });
  expect((await second.pool.query('SELECT n FROM half')).rows).toEqual([]);
  await second.close();
});

test('a pool that was ended already does not stop close from freeing the directory', async () => {
  const { pool, close } = await openEmbeddedDatabase({ directory });
  await pool.end();
  await close();
  const lock = acquireDataDirectoryLock(directory, { command: 'test' });
  expect(lock.directory).toBe(directory);
  lock.release();
});

test("a caller's own lock is used and left to the caller", async () => {
  const lock = acquireDataDirectoryLock(directory, { command: 'test' });
  await (await openEmbeddedDatabase({ directory, lock })).close();
  await expect(openEmbeddedDatabase({ directory })).rejects.toMatchObject({ code: 'data-directory-in-use' });
  lock.release();
});

test('nobody but the owner can read the files', () => {
  const files = path.join(directory, 'pglite');
  expect(fs.statSync(files).mode & 0o777).toBe(0o700);
  // And each is private by itself, should the directory be copied; but for PostgreSQL's cache of its catalogue.
  const loose = fs
    .readdirSync(files, { recursive: true, encoding: 'utf8' })
    .filter((name) => (fs.statSync(path.join(files, name)).mode & 0o077) !== 0)
    .map((name) => path.basename(name));
  expect(new Set(loose)).toEqual(new Set(['pg_internal.init']));
});

test('the declared major version is that of the PostgreSQL inside', async () => {
  const { pool, close } = await openEmbeddedDatabase({ directory });
  const { rows } = await pool.query("SELECT current_setting('server_version_num')::int / 10000 AS major");
  expect(rows).toEqual([{ major: embeddedPostgresMajor }]);
  await close();
});

describe('what cannot be opened is refused, left as it is and free for others:', () => {
  test('a database of another major version', async () => {
    const target = prepare('old', { PG_VERSION: '17\n', data: 'x' });
    const message = await refused(target, 'embedded-database-version');
    expect(message).toContain('PostgreSQL 17');
    expect(message).toContain(`PostgreSQL ${embeddedPostgresMajor}`);
    expect(message).toContain('start it with the version of Keyturn that wrote it');
    expect(fs.readdirSync(path.join(target, 'pglite')).toSorted()).toEqual(['PG_VERSION', 'data']);
    acquireDataDirectoryLock(target, { command: 'test' }).release();
  });

  test('a directory with files that are no database', async () => {
    const target = prepare('damaged', { something: 'precious' });
    await refused(target, 'data-directory-damaged');
    expect(fs.readdirSync(path.join(target, 'pglite'))).toEqual(['something']);
  });

  test('a database without its control file', async () => {
    const target = path.join(root, 'no-control');
    fs.cpSync(directory, target, { recursive: true });
    fs.rmSync(path.join(target, 'pglite/global/pg_control'));
    expect(await refused(target, 'embedded-database-failed')).toContain('pg_control');
  });

  test('a path that is a file, or leads through one', async () => {
    const file = path.join(root, 'file');
    fs.writeFileSync(file, 'x');
    await refused(file, 'data-directory-not-a-directory');
    await refused(path.join(file, 'data'), 'data-directory-not-a-directory');
    expect(fs.readFileSync(file, 'utf8')).toBe('x');
  });

  test.skipIf(process.getuid?.() !== 0)('a directory without the right to write', () => {
    fs.chmodSync(root, 0o755);
    const target = path.join(root, 'foreign');
    fs.mkdirSync(target, { mode: 0o755 });
    const lockModule = path.join(import.meta.dirname, '../../src/store/embedded/data-directory-lock.ts');
    const code = `import { acquireDataDirectoryLock } from ${JSON.stringify(lockModule)};
      try { acquireDataDirectoryLock(${JSON.stringify(target)}, { command: 'x' }); } catch (error) { console.log(error.code); }`;
    const { stdout } = spawnSync(process.execPath, ['--input-type=module-typescript', '-e', code], {
      uid: 65_534,
      gid: 65_534,
      encoding: 'utf8',
    });
    expect(stdout).toBe('data-directory-not-writable\n');
  });
});

test('an empty directory in the place of the database is used', async () => {
  const target = path.join(root, 'empty');
  fs.mkdirSync(path.join(target, 'pglite'), { recursive: true });
  fs.mkdirSync(path.join(target, 'pglite.new-abandoned/base'), { recursive: true });
  const { pool, close } = await openEmbeddedDatabase({ directory: target });
  expect((await pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  await close();
  expect(fs.readdirSync(target).toSorted()).toEqual(['keyturn.lock', 'pglite']);
});

async function refused(target: string, code: string): Promise<string> {
  const error: unknown = await openEmbeddedDatabase({ directory: target }).catch((reason: unknown) => reason);
  expect(error).toMatchObject({ code });
  return (error as Error).message;
}

/** A data directory with these files in the place of its database. */
function prepare(name: string, files: Record<string, string>): string {
  const target = path.join(root, name);
  fs.mkdirSync(path.join(target, 'pglite'), { recursive: true });
  for (const [file, text] of Object.entries(files)) fs.writeFileSync(path.join(target, 'pglite', file), text);
  return target;
}
