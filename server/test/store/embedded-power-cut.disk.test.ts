import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { NodeFS } from '@electric-sql/pglite/nodefs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openEmbeddedDatabase } from '../../src/store/embedded/open-embedded-database.ts';
import { watchSyncs } from './fixtures/power-cut.ts';

let directory: string;
beforeEach(() => {
  directory = fs.mkdtempSync(path.join(os.tmpdir(), 'keyturn-'));
});
afterEach(() => fs.rmSync(directory, { recursive: true, force: true }));

test.each([{ first: 'copied' }, { first: 'made', prepared: '/nowhere' }])(
  'a power cut, which keeps only what was synced, loses nothing acknowledged: $first',
  async ({ prepared }) => {
    const disk = watchSyncs(directory);
    const { pool, close } = await openEmbeddedDatabase({
      directory: path.join(directory, 'data'),
      ...(prepared === undefined ? {} : { prepared }),
    });
    await pool.query('CREATE TABLE entry (n int PRIMARY KEY, filling text)');
    const cuts: { at: number; directory: string }[] = [];
    for (let n = 1; n <= 60; n += 1) {
      await pool.query("INSERT INTO entry VALUES ($1, repeat('x', 500))", [n]);
      if (n === 25) await pool.query('CHECKPOINT');
      if (n === 40) await pool.query('CREATE INDEX ON entry (filling)');
      if ([1, 24, 26, 60].includes(n)) {
        const cut = path.join(directory, `cut-${n}`);
        disk.restoreTo(cut);
        cuts.push({ at: n, directory: path.join(cut, 'data') });
      }
    }
    disk.stop();
    await close();
    for (const { at, directory: cut } of cuts) {
      const database = await openEmbeddedDatabase({ directory: cut });
      const { rows } = await database.pool.query('SELECT count(*)::int AS n, max(n) AS last FROM entry');
      expect(rows).toEqual([{ n: at, last: at }]);
      await database.close();
    }
  },
  60_000,
);

test('the same power cut does lose rows of PGlite as shipped', async () => {
  const data = path.join(directory, 'data');
  await (await openEmbeddedDatabase({ directory: data })).close();
  const disk = watchSyncs(directory);
  const pglite = await PGlite.create({ fs: new NodeFS(path.join(data, 'pglite')) });
  await pglite.exec('CREATE TABLE entry (n int)');
  const cut = path.join(directory, 'cut');
  disk.restoreTo(cut);
  disk.stop();
  await pglite.close();

  const { pool, close } = await openEmbeddedDatabase({ directory: path.join(cut, 'data') });
  await expect(pool.query('SELECT * FROM entry')).rejects.toMatchObject({ code: '42P01' });
  await close();
}, 60_000);
