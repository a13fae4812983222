import { createSecretKey } from 'node:crypto';
import type { FastifyInstance, LightMyRequestResponse } from 'fastify';
import type { Pool } from 'pg';
import { pino, type DestinationStream } from 'pino';
import { inject, onTestFinished } from 'vitest';
import { buildApp } from '../../src/app.ts';
import { composeOn, type OpenDatabase } from '../../src/compose.ts';
import { createPostgresPool } from '../../src/store/postgres-pool.ts';
import { readConfig, type Config } from '../../src/config.ts';
import type { Actor } from '../../src/domain/audit/actor.ts';
import { createIntrospectionCredential } from '../../src/domain/api/introspection-credentials.ts';
import { createClientSecret } from '../../src/domain/client-secret/create-client-secret.ts';
import type { Deps } from '../../src/domain/deps.ts';
import { importFederation } from '../../src/domain/federation/import-federation.ts';
import { createOperatorClient } from '../../src/domain/operator-client/create-operator-client.ts';
import { startSession } from '../../src/domain/session/sessions.ts';
import { readCacheHead } from '../../src/store/cache-head.ts';
import { federation, ids } from './federation.ts';
import { createMemoryDatabase } from './memory-database.ts';
import { createPostgresDatabase } from './postgres.ts';
import { createSharedDatabase } from './shared-database.ts';

export const publicUrl = 'https://credentials.example.org';
export const portalApi = `${publicUrl}/api`;

/** A Tuesday; summer time has not begun in Europe. */
export const startOfTest = new Date('2027-03-16T10:00:00.000Z');

export type TestClock = {
  now(): Date;
  set(instant: Date | string): void;
  advance(milliseconds: number): void;
};

/** A frozen clock, moved by tests alone. */
export function createTestClock(): TestClock {
  let now = startOfTest;
  return {
    now: () => new Date(now),
    set: (instant) => void (now = new Date(instant)),
    advance: (milliseconds) => void (now = new Date(now.getTime() + milliseconds)),
  };
}

type Person = keyof typeof ids.users;
type Application = keyof typeof ids.applications;

/** A whole Keyturn on a database put back for each test, with the sample federation, driven over its HTTP stack. */
export type TestKeyturn = {
  deps: Deps;
  app: FastifyInstance;
  clock: TestClock;
  /** A token request with a form body. */
  requestToken(form: Record<string, string>, path?: string): Promise<LightMyRequestResponse>;
  /** An access token for `resource` (left out: the only API), or an error when there is none. */
  accessToken(client: { clientId: string; clientSecret: string }, resource?: string): Promise<string>;
  /** Headers of somebody signed in with both factors, from the portal's own pages. */
  signedIn(person: Person): Promise<Record<string, string>>;
  actor(person: Person): Actor;
  /** A client secret that a manager of the application created. */
  createSecret(
    application: Application,
    options?: { name?: string; expiresAt?: Date },
  ): Promise<CreatedSecret>;
  operatorClient(): Promise<{ clientId: string; clientSecret: string }>;
  introspectionCredential(api: keyof typeof ids.apis): Promise<{ clientId: string; clientSecret: string }>;
};

export type CreatedSecret = {
  id: string;
  clientId: string;
  clientSecret: string;
  hint: string;
  expiresAt: Date;
};

const dayMs = 24 * 60 * 60 * 1000;
const managers = { northSearch: 'anna', northData: 'peter', southData: 'maria' } as const;

export async function startKeyturn(
  overrides: Partial<Config> & { logTo?: DestinationStream; through?: (pool: Pool) => Pool } = {},
): Promise<TestKeyturn> {
  const { logTo, through = (pool: Pool) => pool, ...configured } = overrides;
  const clock = createTestClock();
  const config = { ...testConfig(), ...configured };
  const log = logTo === undefined ? pino({ level: 'silent' }) : pino({ level: 'trace' }, logTo);
  const options = { config, demo: false, serves: true, clock, log };
  const opened = await openWithFederation();
  const { deps, close } = await composeOn({ ...opened, pool: through(opened.pool) }, options);
  const app = await buildApp(deps);
  onTestFinished(async () => {
    await app.close();
    await close();
  });

  const requestToken: TestKeyturn['requestToken'] = (form, path = '/oauth2/token') =>
    app.inject({
      method: 'POST',
      url: path,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams(form).toString(),
    });
  const actor = (person: Person): Actor => ({
    kind: 'user',
    id: ids.users[person],
    name: `${person} (sample)`,
    role: person === 'operator' ? 'operator' : 'member',
    mfaAt: clock.now(),
    sessionId: null,
    address: null,
  });
  return {
    deps,
    app,
    clock,
    requestToken,
    actor,
    async accessToken({ clientId, clientSecret }, resource) {
      const response = await requestToken({
        grant_type: 'client_credentials',
        client_id: clientId,
        client_secret: clientSecret,
        ...(resource === undefined ? {} : { resource }),
      });
      if (response.statusCode !== 200) throw new Error(response.body);
      return response.json<{ access_token: string }>().access_token;
    },
    async signedIn(person) {
      const token = await startSession(deps, ids.users[person], {
        stage: 'open',
        mfaAt: clock.now(),
        amr: ['pwd', 'otp'],
        origin: { address: '127.0.0.1', userAgent: '' },
      });
      return { cookie: `__Host-keyturn_session=${token}`, origin: publicUrl };
    },
    async createSecret(
      application,
      { name = 'Secret', expiresAt = new Date(clock.now().getTime() + 200 * dayMs) } = {},
    ) {
      const clientId = ids.applications[application];
      const target = { clientId, expectedRevisions: null };
      const input = { name, expiresAt, replacesSecretId: null };
      const { secret, value } = await createClientSecret(deps, actor(managers[application]), target, input);
      return { id: secret.id, clientId, clientSecret: value, hint: secret.hint, expiresAt };
    },
    async operatorClient() {
      const { clientId, value } = await createOperatorClient(deps, commandLine, 'Automation');
      return { clientId, clientSecret: value };
    },
    async introspectionCredential(api) {
      const { value } = await createIntrospectionCredential(deps, commandLine, ids.apis[api]);
      return { clientId: ids.apis[api], clientSecret: value };
    },
  };
}

const commandLine: Actor = { kind: 'command-line', id: null, name: 'test', address: null };

const openWithFederation = createSharedDatabase(openTestDatabase, addFederation);

/** Makes an empty database one with the sample federation; a test does so itself when it changes more than rows. */
export async function addFederation(opened: OpenDatabase): Promise<void> {
  const options = {
    config: testConfig(),
    demo: false,
    clock: createTestClock(),
    log: pino({ level: 'silent' }),
  };
  // Closing what is composed would close the database.
  const { deps } = await composeOn({ ...opened, close: () => Promise.resolve() }, options);
  const { problems } = await importFederation(deps, commandLine, federation, { dryRun: false });
  if (problems.length > 0) throw new Error(JSON.stringify(problems));
}

export function testConfig(): Config {
  const result = readConfig(
    { KEYTURN_PUBLIC_URL: publicUrl, KEYTURN_MAIL: 'files', KEYTURN_SUPPORT_EMAIL: 'support@example.org' },
    () => '',
    'serve',
  );
  if (!result.ok) throw new Error(result.problems.join('\n'));
  return result.config;
}

/** An empty database of the kind that this project tests on. */
export async function openTestDatabase(): Promise<OpenDatabase & { url?: string }> {
  const masterKey = createSecretKey(Buffer.alloc(32, 7));
  if (inject('database') === 'embedded') {
    const { pool, close } = await createMemoryDatabase();
    return { pool, masterKey, isExclusive: true, close };
  }
  const database = await createPostgresDatabase(inject('postgresUrl'));
  const pool = createPostgresPool(database.url);
  return { pool, masterKey, url: database.url, close: () => pool.end().then(database.drop) };
}

/** Bearer headers for `token`. */
export const bearer = (token: string): Record<string, string> => ({ authorization: `Bearer ${token}` });

/** Writes past every use-case, and has servers follow as they do after one. */
export async function byHand(deps: Deps, query: { execute(): Promise<unknown> }): Promise<void> {
  await query.execute();
  const { revision } = await readCacheHead(deps.db);
  await deps.changes.reach(revision);
}
