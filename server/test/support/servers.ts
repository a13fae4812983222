import { setTimeout as wait } from 'node:timers/promises';
import type { LightMyRequestResponse } from 'fastify';
import { pino } from 'pino';
import { inject, onTestFinished } from 'vitest';
import { buildApp } from '../../src/app.ts';
import { composeOn, type OpenDatabase } from '../../src/compose.ts';
import { createPostgresPool } from '../../src/store/postgres-pool.ts';
import type { TokenSigner } from '../../src/domain/access-token/token-signer.ts';
import type { Actor } from '../../src/domain/audit/actor.ts';
import { createChangeHub } from '../../src/domain/change-hub.ts';
import { createClientSecret } from '../../src/domain/client-secret/create-client-secret.ts';
import { deleteClientSecret } from '../../src/domain/client-secret/delete-client-secret.ts';
import type { Deps } from '../../src/domain/deps.ts';
import { importFederation } from '../../src/domain/federation/import-federation.ts';
import { loadSigningKeys } from '../../src/domain/signing-key/signing-keys.ts';
import { createStatusLists } from '../../src/domain/status-list/status-lists.ts';
import { createLease, waitMs, type Lease } from '../../src/domain/token-memory/lease.ts';
import { createReachServers } from '../../src/domain/token-memory/reach-servers.ts';
import { createServerInstance, type ServerInstance } from '../../src/domain/token-memory/server-instance.ts';
import type { Times } from '../../src/domain/token-memory/times.ts';
import { createTokenMemory, type KeptMemory } from '../../src/domain/token-memory/token-memory.ts';
import type { Db } from '../../src/store/db.ts';
import { federation, identifiers, ids } from './federation.ts';
import { createTestClock, openTestDatabase, startOfTest, testConfig } from './keyturn.ts';
import { createSharedDatabase } from './shared-database.ts';
import { createSteppingPool, type SteppingPool } from './stepping-pool.ts';

/** Clocks of one machine, moved by tests alone. */
type SteppedTimes = Times & { advance(ms: number): void; setWall(ms: number): void };

function createSteppedTimes(): SteppedTimes {
  let monotonicMs = 1_000_000;
  let wallMs = startOfTest.getTime();
  return {
    monotonicMs: () => monotonicMs,
    wallMs: () => wallMs,
    advance(ms) {
      monotonicMs += ms;
      wallMs += ms;
    },
    setWall: (ms) => void (wallMs = ms),
  };
}

/** What a server is made of otherwise, to show that a test would notice. */
export type Otherwise = {
  lease?: (lease: Lease, times: Times) => Lease;
  /** What the instance keeps up to date. */
  kept?: (memory: KeptMemory, db: Db) => KeptMemory;
  /** What requests are answered from. */
  memory?: (memory: KeptMemory) => KeptMemory;
};

/** One of several servers on a database; nothing happens on it by time. */
export type TestServer = {
  deps: Deps;
  database: SteppingPool;
  times: SteppedTimes;
  lease: Lease;
  memory: KeptMemory;
  instance: ServerInstance;
  requestToken(): Promise<LightMyRequestResponse>;
  /** Resolves when the deletion is answered. */
  deleteSecret(): Promise<void>;
  /** The next signature stands still. */
  pauseSigning(): { reached: Promise<void>; goOn: () => void };
};

const dayMs = 24 * 60 * 60 * 1000;
const anna: Actor = {
  kind: 'user',
  id: ids.users.anna,
  name: 'Anna (sample)',
  role: 'member',
  mfaAt: startOfTest,
  sessionId: null,
  address: null,
};

const silent = pino({ level: 'silent' });
const composeFor = (opened: OpenDatabase) =>
  composeOn(
    { ...opened, close: () => Promise.resolve() },
    { config: testConfig(), demo: false, clock: createTestClock(), log: silent },
  );

const openWithFederation = createSharedDatabase(openTestDatabase, async (opened) => {
  const { deps } = await composeFor(opened);
  const actor: Actor = { kind: 'command-line', id: null, name: 'test', address: null };
  const { problems } = await importFederation(deps, actor, federation, { dryRun: false });
  if (problems.length > 0) throw new Error(JSON.stringify(problems));
});

/** A database with the sample federation and one client secret, and whatever servers the test starts on it. */
export async function startServers() {
  if (inject('database') !== 'postgres')
    throw new Error('one server at a time can have an embedded database');
  const opened = await openWithFederation();
  const { deps } = await composeFor(opened);
  const target = { clientId: ids.applications.northSearch, expectedRevisions: null };
  const expiresAt = new Date(startOfTest.getTime() + 200 * dayMs);
  const input = { name: 'Secret', expiresAt, replacesSecretId: null };
  const { secret, value } = await createClientSecret(deps, anna, target, input);
  const created = { id: secret.id, clientId: target.clientId, clientSecret: value };

  /** @param url leads to the database another way */
  async function startServer(otherwise: Otherwise = {}, url?: string): Promise<TestServer> {
    const inner = url === undefined ? opened.pool : createPostgresPool(url);
    const database = createSteppingPool(inner);
    const composed = await composeFor({ ...opened, pool: database.pool });
    const times = createSteppedTimes();
    const { db } = composed.deps;
    const lease = createLease(times);
    const memory = createTokenMemory({ db, lease });
    const kept = otherwise.kept?.(memory, db) ?? memory;
    const instance = createServerInstance({
      db,
      memory: kept,
      lease: otherwise.lease?.(lease, times) ?? lease,
      times,
      log: silent,
    });
    const reach = createReachServers({ db, times, follow: instance.follow });
    const base = {
      ...composed.deps,
      times,
      memory: otherwise.memory?.(memory) ?? memory,
      changes: createChangeHub(reach),
    };
    const signingKeys = await loadSigningKeys(base);
    let signing = Promise.resolve();
    let signs: () => void = () => undefined;
    const tokenSigner: TokenSigner = {
      async sign(...wanted) {
        const token = await composed.deps.tokenSigner.sign(...wanted);
        signs();
        await signing;
        return token;
      },
    };
    const statusLists = createStatusLists({ ...base, signingKeys });
    const own: Deps = { ...base, signingKeys, tokenSigner, statusLists };
    const app = await buildApp(own);
    onTestFinished(async () => {
      await app.close();
      await instance.stop();
      if (url !== undefined) await inner.end();
    });
    await instance.renew();
    return {
      deps: own,
      database,
      times,
      lease,
      memory,
      instance,
      requestToken: () =>
        app.inject({
          method: 'POST',
          url: '/oauth2/token',
          headers: { 'content-type': 'application/x-www-form-urlencoded' },
          payload: new URLSearchParams({
            grant_type: 'client_credentials',
            client_id: created.clientId,
            client_secret: created.clientSecret,
            resource: identifiers.search,
          }).toString(),
        }),
      deleteSecret: () => deleteClientSecret(own, anna, target, created.id),
      pauseSigning() {
        const reached = Promise.withResolvers<void>();
        const gone = Promise.withResolvers<void>();
        signing = gone.promise;
        signs = reached.resolve;
        return { reached: reached.promise, goOn: gone.resolve };
      },
    };
  }

  return { db: deps.db, pool: opened.pool, url: opened.url, secret: created, startServer };
}

/** Whether it is still not done after it could have been; on a busy machine what can be done takes a while. */
export async function isPending(work: Promise<unknown>, patienceMs = 150): Promise<boolean> {
  return (await Promise.race([work.then(() => 'done'), wait(patienceMs, 'pending')])) === 'pending';
}

/** Time passes on every machine, by every clock, until nobody waits for it any more. */
export async function passTimeUntil(work: Promise<unknown>, servers: TestServer[]): Promise<void> {
  // Again: on a busy machine it may have begun to wait only now.
  while (await isPending(work)) for (const { times } of servers) times.advance(waitMs);
  await work;
}
