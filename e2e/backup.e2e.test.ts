import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { beforeAll, expect, test, vi } from 'vitest';
import { createPostgresPool } from '../server/src/store/postgres-pool.ts';
import { importFederation } from '../server/src/domain/federation/import-federation.ts';
import { createOperatorClient } from '../server/src/domain/operator-client/create-operator-client.ts';
import {
  dumpDatabase,
  makePostgresDatabase,
  serveEnvironment,
  signIn,
  withDeps,
  type Session,
} from './support/database.ts';
import { applications, federationFile, type Person } from './support/federation.ts';
import { requestToken, type Credentials } from './support/http.ts';
import { createSecret, deleteSecret } from './support/journey.ts';
import {
  databaseNotice,
  launch,
  repository,
  run,
  startServer,
  succeed,
  type Environment,
} from './support/keyturn-process.ts';
import { makeTemporaryDirectory } from './support/temporary-directory.ts';

/** An embedded database with a federation; no server runs on it. */
let rich: Environment;
/** A client secret that every copy of it has. */
let known: Credentials;
let sessions: Record<Person, Session>;
/** A PostgreSQL database that was restored from a backup of it. */
let onPostgres: Environment;
let tenantId: string;

const main = join(repository, 'server/src/main.ts');
const clientId = applications.eastData;
const directory = makeTemporaryDirectory();
const file = join(directory, 'keyturn.backup');
const directoryOf = (env: Environment): string => env['KEYTURN_DATA_DIR'] ?? '';
const masterKeyOf = (env: Environment): string =>
  readFileSync(join(directoryOf(env), 'master.key'), 'utf8').trim();

beforeAll(async () => {
  rich = await serveEnvironment('embedded');
  await withDeps(rich, async (deps) => {
    const importer = { kind: 'command-line', id: null, name: 'test', address: null } as const;
    const federation: unknown = JSON.parse(readFileSync(federationFile, 'utf8'));
    await importFederation(deps, importer, federation, { dryRun: false });
    await createOperatorClient(deps, importer, 'Automation');
  });
  sessions = await signIn(rich, `http://localhost:${rich['KEYTURN_PORT']}`);
});

/** An environment of this kind with an empty database, and the master key of `rich`. */
async function emptyEnvironment(kind: 'embedded' | 'PostgreSQL'): Promise<Environment> {
  return { ...(await serveEnvironment(kind)), KEYTURN_MASTER_KEY: masterKeyOf(rich) };
}

/** All rows, but for what a restore itself adds, and what a server writes by itself when it runs. */
const rowsOf = async (env: Environment): Promise<string[]> =>
  (await dumpDatabase(env))
    .map((line) => line.replaceAll('+00:00', 'Z'))
    .filter(
      (line) =>
        !/^public\.(kysely_|audit_head|cache_head|job )|"instance\.(restored|moved|backup-started)"/.test(
          line,
        ),
    );

/** Waits until a server that nobody asks has written what it still had to: use, and mails that went out. */
async function waitUntilQuiet(env: Environment): Promise<void> {
  let before: string[] = [];
  await vi.waitFor(
    async () => {
      const now = await rowsOf(env);
      const isQuiet = isDeepStrictEqual(now, before);
      before = now;
      expect(isQuiet).toBe(true);
    },
    { timeout: 60_000, interval: 3_000 },
  );
}

async function expectToServe(env: Environment): Promise<void> {
  const server = await startServer(['serve'], { env });
  const issued = await requestToken(server.url, known);
  expect(issued.status).toBe(200);
  expect(await server.stop()).toMatchObject({ code: 0, stderr: '' });
}

test('R7 a backup beside a running server that writes is whole, and is restored on PostgreSQL', async () => {
  const { headers } = sessions.eastManager;
  const server = await startServer(['serve'], { env: rich });
  known = { clientId, ...(await createSecret(server.url, headers, clientId)) };
  const backup = run(['backup', file, '--json'], { env: rich });
  const progress = { isDone: false };
  void backup.finally(() => (progress.isDone = true));
  const slowestMs = await createAndDelete(server.url, headers, () => progress.isDone);
  expect(await backup).toMatchObject({ code: 0, stderr: databaseNotice(rich) });
  expect(slowestMs).toBeLessThan(10_000);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readdirSync(directory)).toEqual(['keyturn.backup']);
  expect(readdirSync(directoryOf(rich)).filter((name) => name.startsWith('backup-copy'))).toEqual([]);

  const held = await run(['migrate-to', 'postgres://nobody@localhost/none'], { env: rich });
  expect(held).toMatchObject({ code: 1, stdout: '' });
  expect(held.stderr).toContain(`process ${server.pid} on `);
  expect(await server.stop()).toMatchObject({ code: 0, stderr: '' });

  onPostgres = await emptyEnvironment('PostgreSQL');
  const restored = await run(['restore', file, '--json'], { env: onPostgres });
  expect(restored).toMatchObject({ code: 0, stderr: databaseNotice(onPostgres) });
  const summary = JSON.parse(restored.stdout) as { tenantId: string };
  expect(summary).toMatchObject({ auditProblem: null, migrated: [] });
  ({ tenantId } = summary);
});

/** A secret after the other until `isDone`, each used and deleted; how long the slowest round took. */
async function createAndDelete(
  url: string,
  headers: Record<string, string>,
  isDone: () => boolean,
): Promise<number> {
  let slowestMs = 0;
  do {
    const begun = performance.now();
    const secret = await createSecret(url, headers, clientId);
    expect((await requestToken(url, { clientId, ...secret })).status).toBe(200);
    // At most ten may be valid at once.
    expect((await deleteSecret(url, headers, clientId, secret.id)).status).toBe(204);
    slowestMs = Math.max(slowestMs, performance.now() - begun);
  } while (!isDone());
  return slowestMs;
}

/** Restores over what the database holds, with this answer to the question. */
const replace = (from: string, env: Environment, answer: string) =>
  spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', main, 'restore', from, '--force'], {
    env: { ...process.env, ...env },
    input: `${answer}\n`,
    encoding: 'utf8',
  });

test('R7 a backup of PostgreSQL beside its server is restored embedded; secrets still get tokens on both', async () => {
  const second = join(makeTemporaryDirectory(), 'second.backup');
  const server = await startServer(['serve'], { env: onPostgres });
  expect((await requestToken(server.url, known)).status).toBe(200);
  await waitUntilQuiet(onPostgres);
  const written = await run(['backup', second], { env: onPostgres });
  expect(written).toMatchObject({ code: 0, stderr: databaseNotice(onPostgres) });
  expect(written.stdout).toContain('The master key is not in it.');
  // Nobody takes the database away from a server that runs.
  const inUse = replace(second, onPostgres, tenantId.slice(0, 8));
  expect(inUse).toMatchObject({ status: 1, stdout: '' });
  expect(inUse.stderr).toMatch(/in use by (another|\d+ other) connections? of Keyturn/);
  expect(await server.stop()).toMatchObject({ code: 0, stderr: '' });

  const embedded = await emptyEnvironment('embedded');
  const restored = await run(['restore', second], { env: embedded });
  expect(restored).toMatchObject({ code: 0, stderr: databaseNotice(embedded) });
  expect(restored.stdout).toContain('compared with the file after writing');
  expect(await rowsOf(embedded)).toEqual(await rowsOf(onPostgres));
  await expectToServe(embedded);
});

test('restore refuses what it cannot do with one line that says what to do, and writes nothing', async () => {
  const noKey = await serveEnvironment('embedded');
  const [missing, nothing, exists, notAsked] = await Promise.all([
    run(['restore', file], { env: noKey }),
    run(['backup', join(directory, 'none')], { env: noKey }),
    run(['backup', file], { env: onPostgres }),
    run(['restore', file], { env: onPostgres }),
  ]);
  expect(missing).toMatchObject({ code: 1, stdout: '' });
  expect(missing.stderr).toMatch(/the one that has the fingerprint [0-9a-f]{8}\. Set KEYTURN_MASTER_KEY/);
  expect(existsSync(directoryOf(noKey))).toBe(false);

  expect(notAsked.stderr).toContain(`holds the federation with the tenant ID ${tenantId}`);
  const declined = replace(file, onPostgres, 'yes');
  expect(declined).toMatchObject({ status: 1, stdout: '' });
  expect(declined.stderr).toContain('Nothing was changed.');
  expect(replace(file, onPostgres, tenantId.slice(0, 8))).toMatchObject({ status: 0 });

  expect(exists).toMatchObject({ code: 1, stdout: '' });
  expect(exists.stderr).toContain('replace it with --force');
  expect(nothing.stderr).toContain(`There is no database in ${directoryOf(noKey)}.`);
  expect(nothing.code).toBe(1);
  expect(existsSync(directoryOf(noKey))).toBe(false);
});

test('a backup that is killed leaves the earlier file as it was', async () => {
  const pool = createPostgresPool(onPostgres['KEYTURN_DATABASE_URL'] ?? '');
  await pool.query(`insert into client_secret_usage
    select id, now() - n * interval '1 hour', 'network', 'agent', 'resource', 1, now(), now(), '::1', '::1'
    from (select id from client_secret order by id limit 1) as one, generate_series(1000, 61000) as n`);
  await pool.end();
  const target = join(makeTemporaryDirectory(), 'kept.backup');
  writeFileSync(target, 'earlier');
  const backup = launch(['backup', target, '--force'], { env: onPostgres });
  const begun = (): string[] => readdirSync(join(target, '..')).filter((name) => name.endsWith('.partial'));
  await vi.waitFor(() => expect(begun()).toHaveLength(1), { timeout: 30_000, interval: 2 });
  expect(await backup.kill()).toMatchObject({ signal: 'SIGKILL' });
  expect(begun()).toHaveLength(1);
  expect(readFileSync(target, 'utf8')).toBe('earlier');
});

test('R7 migrate-to moves an embedded database to PostgreSQL; the old one is kept and marked', async () => {
  const old = await serveEnvironment('embedded');
  cpSync(directoryOf(rich), directoryOf(old), { recursive: true });
  const before = await rowsOf(old);
  const taken = await run(['migrate-to', onPostgres['KEYTURN_DATABASE_URL'] ?? ''], { env: old });
  expect(taken).toMatchObject({ code: 1, stdout: '' });
  expect(taken.stderr).toContain('The database is not empty');
  expect(existsSync(join(directoryOf(old), 'MOVED'))).toBe(false);

  const url = await makePostgresDatabase();
  const moved = await succeed(['migrate-to', url], { env: old });
  expect(moved).toContain(`KEYTURN_MASTER_KEY_FILE=${join(directoryOf(old), 'master.key')}`);
  expect(moved).toMatch(/KEYTURN_DATABASE_URL=postgres:\/\/\w+:PASSWORD@[^@]+\/keyturn_test_/);
  expect(moved).not.toContain(new URL(url).password);
  const moving = {
    ...(await serveEnvironment('embedded')),
    KEYTURN_DATABASE_URL: url,
    KEYTURN_MASTER_KEY_FILE: join(directoryOf(old), 'master.key'),
  };
  expect(await rowsOf({ ...moving, KEYTURN_MASTER_KEY: masterKeyOf(old) })).toEqual(before);
  await expectToServe(moving);

  const refused = await run(['serve'], { env: old });
  expect(refused).toMatchObject({ code: 1, stdout: '' });
  expect(refused.stderr).toMatch(/was moved to postgres:.*delete .*MOVED/);
  rmSync(join(directoryOf(old), 'MOVED'));
  expect(await rowsOf(old)).toEqual(before);
});
