import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DataDirectoryInUseError } from '../../src/store/embedded/errors.ts';
import { preparedDatabase } from '../../src/store/embedded/initialise-data-directory.ts';
import { openEmbeddedDatabase } from '../../src/store/embedded/open-embedded-database.ts';

let directory: string;
beforeEach(() => {
  directory = fs.mkdtempSync(path.join(os.tmpdir(), 'keyturn-'));
});
afterEach(() => fs.rmSync(directory, { recursive: true, force: true }));

const script = path.join(import.meta.dirname, 'fixtures/insert-rows.ts');

/** Kills the child `afterMs` after its start, or after its database is open; returns what it acknowledged. */
async function runAndKill({
  afterMs,
  once: moment,
  prepared = preparedDatabase,
}: {
  afterMs: number;
  once: 'started' | 'open';
  prepared?: string;
}): Promise<number[]> {
  const child = spawn(process.execPath, [script, directory, prepared], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  const isOpen = (): boolean => output.startsWith('open\n');
  if (moment === 'open')
    while (!isOpen()) {
      await Promise.race([once(child.stdout, 'data'), exited]);
      // A start that failed would be waited for until the memory is full.
      if (child.exitCode !== null) throw new Error(`the start after a kill failed: ${child.exitCode}`);
    }
  await delay(afterMs);
  child.kill('SIGKILL');
  expect(await exited).toEqual([null, 'SIGKILL']);
  const lines = output.slice(0, output.lastIndexOf('\n')).split('\n');
  return lines.filter((line) => line !== '' && line !== 'open').map(Number);
}

async function storedNumbers(): Promise<number[]> {
  const { pool, close } = await openEmbeddedDatabase({ directory });
  const { rows } = await pool.query<{ n: number }>('SELECT n FROM entry ORDER BY n');
  await close();
  return rows.map(({ n }) => n);
}

test('kill -9 at ten moments: every acknowledged row is there', async () => {
  await (await openEmbeddedDatabase({ directory })).close();
  const acknowledged: number[] = [];
  for (let round = 0; round < 10; round += 1) {
    acknowledged.push(...(await runAndKill({ afterMs: Math.random() * 300, once: 'open' })));
  }
  const stored = await storedNumbers();
  const kept = new Set(stored);
  expect(acknowledged.filter((n) => !kept.has(n))).toEqual([]);
  expect(acknowledged.length).toBeGreaterThan(50);
  // One row may have been on its way at each kill; none comes from nowhere.
  expect(stored.length - acknowledged.length).toBeLessThanOrEqual(10);
}, 60_000);

test.each([
  { how: 'copies the prepared database', moments: [150, 350, 500, 650, 800] },
  { how: 'makes its database', moments: [150, 700, 1500, 2300, 3100], prepared: '/nowhere' },
])(
  'kill -9 at five moments of a first start that $how: the next start succeeds',
  async (start) => {
    for (const afterMs of start.moments)
      await runAndKill({ ...start, afterMs: afterMs + Math.random() * 150, once: 'started' });
    const { pool, close } = await openEmbeddedDatabase({ directory });
    expect((await pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
    expect(fs.readdirSync(directory).toSorted()).toEqual(['keyturn.lock', 'keyturn.lock.json', 'pglite']);
    await close();
  },
  60_000,
);

test('a process that opens the directory while another has it is refused, and does no harm', async () => {
  const child = spawn(process.execPath, [script, directory], { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  while (!/^\d+$/m.test(output)) await once(child.stdout, 'data');
  const refused = openEmbeddedDatabase({ directory });
  await expect(refused).rejects.toBeInstanceOf(DataDirectoryInUseError);
  await expect(refused).rejects.toMatchObject({ holder: { pid: child.pid, command: 'insert-rows' } });
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
  expect((await storedNumbers()).length).toBeGreaterThan(0);
}, 60_000);
