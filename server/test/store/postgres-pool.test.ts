import { describe, expect, inject, onTestFinished, test } from 'vitest';
import { createPostgresPool } from '../../src/store/postgres-pool.ts';
import { startPostgresProxy } from '../support/postgres-proxy.ts';

describe.runIf(inject('database') === 'postgres')('a pool on PostgreSQL', () => {
  test('gives up a connection on which no answer comes, and the next question gets one', async () => {
    const proxy = await startPostgresProxy(inject('postgresUrl'));
    const pool = createPostgresPool(proxy.url, 'swift');
    onTestFinished(async () => {
      await pool.end();
      await proxy.stop();
    });
    await pool.query('select 1');
    proxy.silence();
    await expect(pool.query('select 1')).rejects.toThrow('Query read timeout');
    expect((await pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
  });

  test('has what a server says about itself survive a crash of the database', async () => {
    const pool = createPostgresPool(inject('postgresUrl'), 'swift');
    onTestFinished(() => pool.end());
    expect((await pool.query('show synchronous_commit')).rows).toEqual([{ synchronous_commit: 'on' }]);
  });
});
