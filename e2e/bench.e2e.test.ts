import { expect, inject, test } from 'vitest';
import { benchTokens, tokenCases } from '../server/src/bench/tokens/bench-tokens.ts';
import { createPostgresPool } from '../server/src/store/postgres-pool.ts';
import { run } from './support/keyturn-process.ts';

/** Short rounds measure nothing, but everything is started, asked for good tokens, loaded and stopped. */
test('R2.5 the bench runs: every peer gives a good token, every case is measured, and no database is left behind', async () => {
  const databaseUrl = inject('postgresUrl');
  const before = await countBenchDatabases(databaseUrl);
  const { cases } = await benchTokens({
    databaseUrl,
    applications: 10,
    sizes: [10],
    servers: 1,
    rounds: 1,
    seconds: 0.1,
    only: tokenCases,
    onPrepare: () => undefined,
    onRow: () => undefined,
  });

  expect(cases.map(({ name, rows }) => [name, rows.map((row) => row.name)])).toEqual([
    ['peers', ['keyturn', 'floor', 'oidc-provider', 'oauth2-server']],
    [
      'scaling',
      [
        '10 applications',
        '10 applications, all asking',
        'start with 10 applications',
        'memory after load, 10 applications',
      ],
    ],
    ['workers', ['workers: 1', 'workers: 2']],
    ['introspection', ['introspection']],
    ['verifier', ['verifier', 'jose alone']],
    ['deletion', ['deletion with 1 server']],
    ['churn', ['quiet', 'secrets created and deleted']],
  ]);
  const loaded = cases.flatMap(({ rows }) => rows).filter(({ rounds }) => rounds.length > 0);
  expect(loaded.filter(({ perSecond }) => !(Number(perSecond) > 0))).toEqual([]);
  expect(cases.flatMap(({ targets }) => targets).filter(({ value }) => Number.isNaN(value))).toEqual([]);
  expect(await countBenchDatabases(databaseUrl)).toBe(before);
});

test('keyturn bench tokens says what it needs before it begins', async () => {
  const { code, stderr } = await run(['bench', 'tokens']);
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr:
      'The benchmark of tokens needs a PostgreSQL: --database postgres://user:password@host:port/database, whose user may make databases. That one itself is left as it is.\n',
  });
});

async function countBenchDatabases(url: string): Promise<number> {
  const pool = createPostgresPool(url);
  const { rows } = await pool.query(
    `select datname from pg_database where starts_with(datname, 'keyturn_bench_')`,
  );
  await pool.end();
  return rows.length;
}
