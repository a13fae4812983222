import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { acquireDataDirectoryLock } from '../../src/store/embedded/data-directory-lock.ts';
import { DataDirectoryInUseError } from '../../src/store/embedded/errors.ts';

let directory: string;
beforeEach(() => {
  directory = fs.mkdtempSync(path.join(os.tmpdir(), 'keyturn-'));
});
afterEach(() => fs.rmSync(directory, { recursive: true, force: true }));

const acquire = (command = 'test'): ReturnType<typeof acquireDataDirectoryLock> =>
  acquireDataDirectoryLock(directory, { command });

function refusal(): DataDirectoryInUseError {
  try {
    acquire().release();
  } catch (error) {
    if (error instanceof DataDirectoryInUseError) return error;
    throw error;
  }
  throw new Error('the lock was given twice');
}

test('whoever comes second is told who has it', () => {
  const lock = acquire('serve');
  const { code, holder, message } = refusal();
  expect(code).toBe('data-directory-in-use');
  expect(holder).toEqual({
    pid: process.pid,
    host: os.hostname(),
    command: 'serve',
    since: expect.any(Date) as Date,
  });
  expect(message).toContain(`process ${process.pid} on ${os.hostname()} (serve, since `);
  lock.release();
});

test('it is held without a reference to it', () => {
  acquire();
  setFlagsFromString('--expose-gc');
  runInNewContext('gc()');
  expect(refusal().code).toBe('data-directory-in-use');
});

test('releasing lets the next one in, and releasing again takes nothing from it', () => {
  const first = acquire('first');
  first.release();
  const second = acquire('second');
  first.release();
  expect(refusal().holder?.command).toBe('second');
  second.release();
  expect(fs.readdirSync(directory)).toEqual(['keyturn.lock']);
});

test('what an earlier holder left beside the lock blocks nobody', () => {
  const left = { pid: 1, host: 'elsewhere', command: 'serve', since: new Date().toISOString() };
  fs.writeFileSync(path.join(directory, 'keyturn.lock.json'), JSON.stringify(left));
  const lock = acquire('next');
  expect(refusal().holder?.command).toBe('next');
  lock.release();
});

test.each(['', '{', '[]', '{"pid":"1"}', '{"pid":1,"host":"h","command":"c","since":"yesterday"}'])(
  'a description that reads %j is no obstacle to saying that the lock is taken',
  (text) => {
    const lock = acquire();
    fs.writeFileSync(path.join(directory, 'keyturn.lock.json'), text);
    expect(refusal()).toMatchObject({ code: 'data-directory-in-use', holder: null });
    expect(refusal().message).toContain('in use by another process');
    lock.release();
  },
);

test('a lock that cannot be had is not taken for one that is taken', () => {
  fs.mkdirSync(path.join(directory, 'keyturn.lock'));
  expect(() => acquire()).toThrow(expect.objectContaining({ code: 'data-directory-lock-unavailable' }));
});

test('the directory is made for its owner only, and an existing one keeps its mode', () => {
  const made = path.join(directory, 'a/b');
  acquireDataDirectoryLock(made, { command: 'test' }).release();
  expect(fs.statSync(made).mode & 0o777).toBe(0o700);
  fs.chmodSync(made, 0o750);
  acquireDataDirectoryLock(made, { command: 'test' }).release();
  expect(fs.statSync(made).mode & 0o777).toBe(0o750);
});
