import { sql } from 'kysely';
import { describe, expect, inject, test } from 'vitest';
import type { Actor } from '../../src/domain/audit/actor.ts';
import { deleteClientSecret } from '../../src/domain/client-secret/delete-client-secret.ts';
import { disableClientSecret } from '../../src/domain/client-secret/disable-client-secret.ts';
import { dropSecretHashes } from '../../src/domain/client-secret/drop-secret-hashes.ts';
import { recordJobRun } from '../../src/domain/job/record-job-run.ts';
import { readCacheHead } from '../../src/store/cache-head.ts';
import { findIntrospectionClient } from '../../src/store/introspection-credentials.ts';
import { currentSigningKey } from '../../src/store/signing-keys.ts';
import { findTokenClient } from '../../src/store/token-clients.ts';
import { identifiers, ids } from '../support/federation.ts';
import { bearer, byHand, startKeyturn, startOfTest, type TestKeyturn } from '../support/keyturn.ts';
import { createSteppingPool, type SteppingPool } from '../support/stepping-pool.ts';

const dayMs = 24 * 60 * 60 * 1000;
const commandLine: Actor = { kind: 'command-line', id: null, name: 'test', address: null };

/** With every statement that reaches its database, whoever sent it; those that renew a lease apart. */
async function startWatched() {
  let database: SteppingPool | undefined;
  const keyturn = await startKeyturn({ through: (pool) => (database = createSteppingPool(pool)).pool });
  const statements = (): string[] =>
    (database?.sent ?? []).filter((text) => !/server_instance|as "secrets"/.test(text));
  return {
    keyturn,
    sentBy: async (work: () => Promise<unknown>): Promise<string[]> => {
      const before = statements().length;
      await work();
      return statements().slice(before);
    },
  };
}

const formOf = (app: TestKeyturn['app'], url: string, form: Record<string, string>, headers = {}) =>
  app.inject({
    method: 'POST',
    url,
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    payload: new URLSearchParams(form).toString(),
  });

describe('without any database statement', () => {
  test('R2.2 a token is granted and refused, introspected, shown by /connectivity and told of by its status list', async () => {
    const { keyturn, sentBy } = await startWatched();
    const secret = await keyturn.createSecret('northSearch');
    const api = await keyturn.introspectionCredential('search');
    const authorization = `Basic ${btoa(`${api.clientId}:${api.clientSecret}`)}`;
    const { app } = keyturn;
    const client = { clientId: secret.clientId, clientSecret: secret.clientSecret };
    // The list is read and signed when somebody first asks.
    await app.inject('/oauth2/status-lists/0');
    const sent = await sentBy(async () => {
      const token = await keyturn.accessToken(client, identifiers.search);
      const path = `/${keyturn.deps.tenantId}/oauth2/token`;
      const refused = { grant_type: 'client_credentials', client_id: secret.clientId };
      expect((await keyturn.requestToken({ ...refused, client_secret: 'nonsense' }, path)).statusCode).toBe(
        401,
      );
      for (const clientId of [ids.applications.southData, ids.apis.search, crypto.randomUUID()]) {
        const form = { ...refused, client_id: clientId, client_secret: secret.clientSecret };
        expect((await keyturn.requestToken(form)).statusCode).toBe(401);
      }
      const introspected = await formOf(app, '/oauth2/introspect', { token }, { authorization });
      expect(introspected.json()).toMatchObject({ active: true });
      const connected = await app.inject({ url: '/connectivity', headers: bearer(token) });
      expect(connected.statusCode).toBe(200);
      expect((await app.inject('/oauth2/status-lists/0')).statusCode).toBe(200);
    });
    expect(sent).toEqual([]);
    // What was noted meanwhile is written once a second.
    const written = await sentBy(() => keyturn.deps.usage.flush());
    expect(written.filter((text) => text.includes('client_secret_usage'))).toHaveLength(1);
  });

  test('R1.5 a deleted secret gets no token and its tokens are inactive, as soon as the deletion is answered', async () => {
    const { keyturn, sentBy } = await startWatched();
    const secret = await keyturn.createSecret('northSearch');
    const token = await keyturn.accessToken(secret, identifiers.search);
    const target = { clientId: secret.clientId, expectedRevisions: null };
    await deleteClientSecret(keyturn.deps, keyturn.actor('anna'), target, secret.id);
    const sent = await sentBy(async () => {
      await expect(keyturn.accessToken(secret, identifiers.search)).rejects.toThrow('was deleted');
      expect((await keyturn.app.inject({ url: '/connectivity', headers: bearer(token) })).statusCode).toBe(
        401,
      );
    });
    expect(sent).toEqual([]);
  });
});

describe('the memory', () => {
  /** What memory and database say of every application, API and signing key. */
  async function compare({ deps }: TestKeyturn, endedSince: Date) {
    const state = deps.memory.present();
    if (state === null) throw new Error('nothing is in memory');
    const { db } = deps;
    const applications = await db.selectFrom('application').select('id').execute();
    const apis = await db.selectFrom('api').select('id').execute();
    const ordered = <Client extends { secrets: { id: string }[] }>(client: Client | undefined) =>
      client && { ...client, secrets: client.secrets.toSorted((a, b) => (a.id < b.id ? -1 : 1)) };
    for (const { id } of applications)
      expect(ordered(state.client(id, endedSince, () => true))).toEqual(
        ordered(await findTokenClient(db, id, endedSince)),
      );
    for (const { id } of apis)
      expect(state.apiCredentials(id)).toEqual(await findIntrospectionClient(db, id));
    expect(state.signingKey('ES256')).toEqual(await currentSigningKey(db, 'ES256'));
    return applications.length;
  }

  test('says what the database says, after each change and after being read anew', async () => {
    const keyturn = await startKeyturn();
    const { deps } = keyturn;
    const longAgo = new Date(startOfTest.getTime() - 90 * dayMs);
    const check = async () => expect(await compare(keyturn, longAgo)).toBeGreaterThan(2);
    await check();
    const secrets = [];
    for (const name of ['one', 'two', 'three', 'four'])
      secrets.push(await keyturn.createSecret('northSearch', { name }));
    const [one, two] = secrets;
    if (one === undefined || two === undefined) throw new Error('no secrets');
    await check();
    const target = { clientId: one.clientId, expectedRevisions: null };
    await deleteClientSecret(deps, keyturn.actor('anna'), target, one.id);
    await check();
    await disableClientSecret(deps, keyturn.actor('anna'), target, two.id, 'Is it used?');
    await check();
    const { clientSecret } = await keyturn.introspectionCredential('search');
    expect(clientSecret).not.toBe('');
    await keyturn.operatorClient();
    await check();
    const { db } = deps;
    await byHand(deps, db.deleteFrom('api_permission').where('api_id', '=', ids.apis.search));
    await check();
    const again = { application_id: ids.applications.northSearch, api_id: ids.apis.search };
    await byHand(deps, db.insertInto('api_permission').values(again));
    await check();
    await byHand(deps, db.updateTable('api').set({ roles: ['Other'], token_ttl_seconds: 77 }));
    await byHand(deps, db.updateTable('organisation').set({ status: 'disabled' }));
    await check();
    keyturn.clock.advance(100 * dayMs);
    expect(await dropSecretHashes(deps)).toBe(1);
    const { revision } = await readCacheHead(db);
    await deps.changes.reach(revision);
    await check();
    // A row that is gone has no number: all is read anew.
    await byHand(deps, db.deleteFrom('introspection_credential'));
    await check();
    expect(await compare(keyturn, startOfTest)).toBeGreaterThan(2);
  });

  test('is not concerned by what it does not hold: usage, sessions and other changes take no revision', async () => {
    const keyturn = await startKeyturn();
    const { deps } = keyturn;
    const secret = await keyturn.createSecret('northSearch');
    const api = await keyturn.introspectionCredential('search');
    const before = await readCacheHead(deps.db);
    const token = await keyturn.accessToken(secret, identifiers.search);
    const authorization = `Basic ${btoa(`${api.clientId}:${api.clientSecret}`)}`;
    await formOf(keyturn.app, '/oauth2/introspect', { token }, { authorization });
    await deps.usage.flush();
    const { last_used_at } = await deps.db
      .selectFrom('introspection_credential')
      .select('last_used_at')
      .executeTakeFirstOrThrow();
    expect(last_used_at).toEqual(startOfTest);
    await keyturn.signedIn('anna');
    await recordJobRun(deps, commandLine, 'test', { done: 1 });
    expect(await readCacheHead(deps.db)).toEqual(before);
  });

  test('every table of it takes a revision for each change, of one transaction one, and none for no change', async () => {
    const { deps } = await startKeyturn();
    const { db } = deps;
    const revision = async () => (await readCacheHead(db)).revision;
    const updates = {
      organisation: db.updateTable('organisation').set({ status: 'disabled' }),
      api: db.updateTable('api').set({ status: 'disabled' }),
      application: db.updateTable('application').set({ status: 'disabled' }),
      signing_key: db.updateTable('signing_key').set({ due_at: startOfTest }),
      api_permission: db.deleteFrom('api_permission'),
      revoked_access_token: db
        .insertInto('revoked_access_token')
        .values({ jti: 'x', expires_at: startOfTest }),
    };
    for (const [table, update] of Object.entries(updates)) {
      const before = await revision();
      await update.execute();
      expect([table, await revision()]).toEqual([table, before + 1]);
    }
    const before = await revision();
    await db.deleteFrom('api_permission').execute();
    await db.updateTable('client_secret').set({ hint: 'xyz' }).where('hint', '=', 'none').execute();
    expect(await revision()).toBe(before);
    // Expired ones are forgotten everywhere.
    await db.deleteFrom('revoked_access_token').execute();
    expect(await revision()).toBe(before);
    await expect(db.deleteFrom('organisation').execute()).rejects.toMatchObject({ code: '23503' });
  });
});

test.runIf(inject('database') === 'postgres')(
  'a transaction that changes what servers keep is durable when it is answered, and gives up early when it hangs',
  async () => {
    const { deps } = await startKeyturn();
    const tx = await deps.db.startTransaction().execute();
    const settings = async () => {
      const names = ['synchronous_commit', 'lock_timeout', 'idle_in_transaction_session_timeout'];
      const { rows } = await sql<{ setting: string }>`
        select current_setting(name) as setting from unnest(${names}::text[]) as name`.execute(tx);
      return rows.map(({ setting }) => setting);
    };
    await sql`set local synchronous_commit = off`.execute(tx);
    expect(await settings()).toEqual(['off', '5s', '10s']);
    await tx.updateTable('api').set({ status: 'disabled' }).execute();
    expect(await settings()).toEqual(['on', '2s', '1s']);
    await tx.rollback().execute();
  },
);
