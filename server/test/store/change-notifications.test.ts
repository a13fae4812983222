import { createSecretKey } from 'node:crypto';
import { once } from 'node:events';
import net, { type AddressInfo, type Socket } from 'node:net';
import { sql } from 'kysely';
import { pino } from 'pino';
import { describe, expect, inject, onTestFinished, test } from 'vitest';
import { compose } from '../../src/compose.ts';
import { readConfig } from '../../src/config.ts';
import type { Actor } from '../../src/domain/audit/actor.ts';
import { createClientSecret } from '../../src/domain/client-secret/create-client-secret.ts';
import { deleteClientSecret } from '../../src/domain/client-secret/delete-client-secret.ts';
import type { Deps } from '../../src/domain/deps.ts';
import { importFederation } from '../../src/domain/federation/import-federation.ts';
import { listenForChanges } from '../../src/store/change-notifications.ts';
import { federation, ids } from '../support/federation.ts';
import { createTestClock, startOfTest } from '../support/keyturn.ts';
import { createPostgresDatabase } from '../support/postgres.ts';

const withinMs = 20_000;

async function createDatabase(): Promise<string> {
  const { url, drop } = await createPostgresDatabase(inject('postgresUrl'));
  onTestFinished(drop);
  return url;
}

/** A connection to a server that can fall silent, as when a firewall forgets it. */
async function startSilencer(databaseUrl: string) {
  const { hostname, port } = new URL(databaseUrl);
  const state: { silent: 'none' | 'listener' | 'all'; connections: number } = {
    silent: 'none',
    connections: 0,
  };
  const sockets = new Set<Socket>();
  const server = net.createServer({ allowHalfOpen: true }, (near) => {
    state.connections += 1;
    const far = net.connect({ port: Number(port), host: hostname, allowHalfOpen: true });
    let isListener = false;
    near.once('data', (start) => (isListener = start.includes('keyturn changes')));
    const isSilent = (): boolean => state.silent === 'all' || (isListener && state.silent === 'listener');
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one);
      one.on('error', () => undefined);
      one.on('data', (chunk) => isSilent() || other.write(chunk));
      one.on('end', () => isSilent() || other.end());
      one.on('close', () => isSilent() || other.destroy());
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const url = new URL(databaseUrl);
  url.hostname = '127.0.0.1';
  url.port = String((server.address() as AddressInfo).port);
  return { url: url.href, state };
}

const commandLine: Actor = { kind: 'command-line', id: null, name: 'test', address: null };

/** A server on this database, as `keyturn serve` makes it, with what it was told. */
async function startServer(databaseUrl: string, { onWarning }: { onWarning?: () => void } = {}) {
  const masterKey = createSecretKey(Buffer.alloc(32, 7));
  const environment = {
    KEYTURN_PUBLIC_URL: 'https://credentials.example.org',
    KEYTURN_MAIL: 'files',
    KEYTURN_SUPPORT_EMAIL: 'support@example.org',
    KEYTURN_DATABASE_URL: databaseUrl,
    KEYTURN_MASTER_KEY: masterKey.export().toString('base64'),
  };
  const read = readConfig(environment, () => '', 'serve');
  if (!read.ok) throw new Error(read.problems.join('\n'));
  const composed = await compose({
    config: read.config,
    secrets: read.secrets,
    command: 'test',
    demo: false,
    serves: true,
    clock: createTestClock(),
    log: pino({ level: 'warn' }, { write: () => onWarning?.() }),
  });
  const told: string[] = [];
  composed.deps.changes.subscribe((changed) =>
    told.push(...(changed === 'everything' ? [changed] : changed)),
  );
  const seconds = async (): Promise<number> => {
    const begun = performance.now();
    await composed.close();
    return (performance.now() - begun) / 1000;
  };
  return { ...composed, told, close: seconds };
}

const anna: Actor = {
  kind: 'user',
  id: ids.users.anna,
  name: 'Anna (sample)',
  role: 'member',
  mfaAt: startOfTest,
  sessionId: null,
  address: null,
};

/** A change of an application. */
async function createSecret(deps: Deps) {
  await importFederation(deps, commandLine, federation, { dryRun: false, invite: false });
  const expiresAt = new Date(startOfTest.getTime() + 200 * 24 * 60 * 60 * 1000);
  const target = { clientId: ids.applications.northSearch, expectedRevisions: null };
  return createClientSecret(deps, anna, target, { name: 'Secret', expiresAt, replacesSecretId: null });
}

async function eventually(condition: () => boolean): Promise<void> {
  await expect.poll(condition, { timeout: withinMs, interval: 50 }).toBe(true);
}

// The embedded database is one process's own.
describe.skipIf(inject('database') === 'embedded')('on PostgreSQL', () => {
  test('R1.2 a change on one server is told by another on the same PostgreSQL', async () => {
    const url = await createDatabase();
    const [one, two] = [await startServer(url), await startServer(url)];
    await eventually(() => two.told.includes('everything'));
    await createSecret(one.deps);
    await eventually(() => two.told.includes(ids.applications.northSearch));
    two.told.length = 0;
    one.deps.usage.mistaken(ids.applications.southData, 'secret-form', startOfTest, {
      address: '203.0.113.7',
      userAgent: null,
    });
    await one.deps.usage.flush();
    await eventually(() => two.told.includes(ids.applications.southData));
    expect([await one.close(), await two.close()].every((seconds) => seconds < 5)).toBe(true);
  });

  test('R1.5 a deletion on one server is in the memory of the other when it is answered', async () => {
    const url = await createDatabase();
    const [one, two] = [await startServer(url), await startServer(url)];
    const { secret } = await createSecret(one.deps);
    const target = { clientId: ids.applications.northSearch, expectedRevisions: null };
    const held = () => two.deps.memory.present()?.client(target.clientId, new Date(0), () => true)?.secrets;
    expect(held()?.map(({ deleted_at }) => deleted_at)).toEqual([null]);
    await deleteClientSecret(one.deps, anna, target, secret.id);
    expect(held()?.map(({ deleted_at }) => deleted_at)).toEqual([startOfTest]);
    await one.close();
    // Whoever has gone is waited for no more.
    const { rows } = await sql`select from server_instance`.execute(two.deps.db);
    expect(rows).toHaveLength(1);
    await two.close();
  });

  test('a connection that fell silent is found out and made anew; everything may have changed meanwhile', async () => {
    const { url, state } = await startSilencer(await createDatabase());
    const told: string[] = [];
    const stop = listenForChanges(
      url,
      {
        onChange: (id) => told.push(id),
        onSettings: () => undefined,
        onRevision: () => undefined,
        onGap: () => told.push('everything'),
      },
      { everyMs: 200, answerMs: 400 },
    );
    await eventually(() => told.length === 1);
    state.silent = 'all';
    // New connections hang too.
    await eventually(() => state.connections === 3);
    expect(told).toEqual(['everything']);
    state.silent = 'none';
    await eventually(() => told.length === 2);
    expect(told).toEqual(['everything', 'everything']);
    await stop();
  });

  test('R1.2 a clean stop writes all use, although the connection that listens fell silent', async () => {
    const databaseUrl = await createDatabase();
    const { url, state } = await startSilencer(databaseUrl);
    const server = await startServer(url);
    const { secret } = await createSecret(server.deps);
    server.deps.usage.used(secret.id, 'api', startOfTest, { address: '203.0.113.7', userAgent: null });
    await eventually(() => server.told.includes('everything'));
    state.silent = 'listener';
    expect(await server.close()).toBeLessThan(8);
    const after = await startServer(databaseUrl);
    const uses = await after.deps.db.selectFrom('client_secret_usage').select('requests').execute();
    await after.close();
    expect(uses).toEqual([{ requests: '1' }]);
  });

  test('R1.2 a clean stop tries again to write use that the database refused', async () => {
    const databaseUrl = await createDatabase();
    const other = await startServer(databaseUrl);
    const { schema } = other.deps.db;
    let mended: Promise<void> | undefined;
    const server = await startServer(databaseUrl, {
      onWarning: () => {
        mended ??= schema.alterTable('gone').renameTo('client_secret_usage').execute();
      },
    });
    const { secret } = await createSecret(server.deps);
    server.deps.usage.used(secret.id, 'api', startOfTest, { address: '203.0.113.7', userAgent: null });
    await schema.alterTable('client_secret_usage').renameTo('gone').execute();
    await server.close();
    expect(await other.deps.db.selectFrom('client_secret_usage').select('requests').execute()).toEqual([
      { requests: '1' },
    ]);
    await other.close();
  });

  test('a clean stop ends within half a minute although PostgreSQL fell silent', async () => {
    const { url, state } = await startSilencer(await createDatabase());
    const server = await startServer(url);
    const { secret } = await createSecret(server.deps);
    server.deps.usage.used(secret.id, 'api', startOfTest, { address: '203.0.113.7', userAgent: null });
    state.silent = 'all';
    expect(await server.close()).toBeLessThan(30);
  }, 60_000);

  test('a server that cannot be reached is tried again until it can, and does not hold up a stop', async () => {
    const silent = net.createServer(() => undefined);
    silent.listen(0, '127.0.0.1');
    await once(silent, 'listening');
    onTestFinished(() => void silent.close());
    const { port } = silent.address() as AddressInfo;
    const connections: number[] = [];
    silent.on('connection', (socket) => {
      socket.on('error', () => undefined);
      connections.push(performance.now());
    });
    const stop = listenForChanges(
      `postgres://x@127.0.0.1:${port}/x`,
      {
        onChange: () => undefined,
        onSettings: () => undefined,
        onRevision: () => undefined,
        onGap: () => undefined,
      },
      { answerMs: 400 },
    );
    await eventually(() => connections.length === 2);
    const begun = performance.now();
    await stop();
    expect(performance.now() - begun).toBeLessThan(4_000);
  });
});
