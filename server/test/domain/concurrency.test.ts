import { createSecretKey } from 'node:crypto';
import type { Application, CreatedClientSecret, Problem } from '@keyturn/contract';
import { pino } from 'pino';
import { describe, expect, inject, onTestFinished, test } from 'vitest';
import { composeOn } from '../../src/compose.ts';
import { createPostgresPool } from '../../src/store/postgres-pool.ts';
import { readConfig } from '../../src/config.ts';
import { ids } from '../support/federation.ts';
import { byHand, createTestClock, publicUrl, startKeyturn, type TestKeyturn } from '../support/keyturn.ts';
import { createPostgresDatabase } from '../support/postgres.ts';

const north = `/api/v1/applications/${ids.applications.northSearch}`;
const expiresAt = '2027-09-01T10:00:00.000Z';

async function startAsAnna(config: { maxValidSecrets?: number } = {}) {
  const keyturn = await startKeyturn(config);
  const headers = await keyturn.signedIn('anna');
  const create = (name: string, more: object = {}) =>
    keyturn.app.inject({
      method: 'POST',
      url: `${north}/secrets`,
      headers,
      payload: { name, expiresAt, ...more },
    });
  return { keyturn, headers, create };
}

/** The status of each success and the code of each refusal, in alphabetical order. */
const outcomes = (responses: { statusCode: number; json(): unknown }[]): string[] =>
  responses
    .map((response) =>
      response.statusCode < 400
        ? String(response.statusCode)
        : `${response.statusCode} ${(response.json() as Problem).code}`,
    )
    .toSorted();

const secretsOf = async (keyturn: TestKeyturn, headers: Record<string, string>) =>
  (await keyturn.app.inject({ url: north, headers })).json<Application>().secrets;

describe('at the same time', () => {
  test('R1.3 two secrets of the same name: one is created, the other is 409', async () => {
    const { keyturn, headers, create } = await startAsAnna();
    const responses = await Promise.all([create('Same'), create(' SAME ')]);
    expect(outcomes(responses)).toEqual(['201', '409 name-taken']);
    expect(await secretsOf(keyturn, headers)).toHaveLength(1);
  });

  test('R1.7 creates at the limit: exactly as many as are allowed', async () => {
    const { keyturn, headers, create } = await startAsAnna({ maxValidSecrets: 3 });
    await create('first');
    const responses = await Promise.all(['a', 'b', 'c', 'd', 'e'].map((name) => create(name)));
    expect(outcomes(responses)).toEqual(['201', '201', ...Array<string>(3).fill('409 too-many-secrets')]);
    expect(await secretsOf(keyturn, headers)).toHaveLength(3);
  });

  test('R1.9 two deletions of the last two secrets with one ETag: only one succeeds', async () => {
    const { keyturn, headers, create } = await startAsAnna();
    const one = (await create('one')).json<CreatedClientSecret>();
    const two = await create('two');
    const etag = String(two.headers.etag);
    const remove = (id: string) =>
      keyturn.app.inject({
        method: 'DELETE',
        url: `${north}/secrets/${id}`,
        headers: { ...headers, 'if-match': etag },
      });
    const responses = await Promise.all([remove(one.id), remove(two.json<CreatedClientSecret>().id)]);
    expect(outcomes(responses)).toEqual(['204', '412 secrets-changed']);
    expect(await secretsOf(keyturn, headers)).toHaveLength(1);
  });

  test('R1.5 a token request that begins after the deletion was answered gets no token', async () => {
    const { keyturn, headers, create } = await startAsAnna();
    const { id, clientSecret } = (await create('one')).json<CreatedClientSecret>();
    const client = { client_id: ids.applications.northSearch, client_secret: clientSecret };
    const request = () =>
      keyturn.requestToken({ grant_type: 'client_credentials', resource: ids.apis.search, ...client });
    const load = Array.from({ length: 20 }, () => request());
    const deleted = await keyturn.app.inject({ method: 'DELETE', url: `${north}/secrets/${id}`, headers });
    expect(deleted.statusCode).toBe(204);
    const after = await Promise.all(Array.from({ length: 5 }, () => request()));
    expect(after.map(({ statusCode }) => statusCode)).toEqual([401, 401, 401, 401, 401]);
    for (const { statusCode } of await Promise.all(load)) expect([200, 401]).toContain(statusCode);
  });

  test('a self-managed application gets one successor, however often it asks at once', async () => {
    const { keyturn, create } = await startAsAnna();
    const { clientSecret } = (await create('one')).json<CreatedClientSecret>();
    await byHand(keyturn.deps, keyturn.deps.db.updateTable('application').set({ self_managed: true }));
    const client = { clientId: ids.applications.northSearch, clientSecret };
    const token = await keyturn.accessToken(client, `${publicUrl}/api`);
    const headers = { authorization: `Bearer ${token}` };
    const responses = await Promise.all(
      ['a', 'b', 'c'].map((name) =>
        keyturn.app.inject({
          method: 'POST',
          url: `${north}/secrets`,
          headers,
          payload: { name, expiresAt },
        }),
      ),
    );
    expect(outcomes(responses)).toEqual(['201', '409 successor-exists', '409 successor-exists']);
  });
});

describe.runIf(inject('database') === 'postgres')('several servers on one PostgreSQL', () => {
  test('that start on an empty database at once agree: one tenant ID, one signing key of each algorithm, one operator organisation', async () => {
    const database = await createPostgresDatabase(inject('postgresUrl'));
    const result = readConfig({ KEYTURN_PUBLIC_URL: publicUrl, KEYTURN_MAIL: 'files' }, () => '', 'serve');
    if (!result.ok) throw new Error(result.problems.join('\n'));
    const { config } = result;
    const start = () => {
      const pool = createPostgresPool(database.url);
      const opened = { pool, masterKey: createSecretKey(Buffer.alloc(32, 7)), close: () => pool.end() };
      return composeOn(opened, {
        config,
        demo: false,
        clock: createTestClock(),
        log: pino({ level: 'silent' }),
      });
    };
    const started = await Promise.allSettled([start(), start(), start(), start()]);
    const servers = started.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
    onTestFinished(async () => {
      await Promise.all(servers.map((server) => server.close()));
      await database.drop();
    });
    expect(started.filter(({ status }) => status === 'rejected')).toEqual([]);
    expect(new Set(servers.map(({ deps }) => deps.tenantId)).size).toBe(1);
    const keys = await Promise.all(servers.map(({ deps }) => deps.signingKeys.current('ES256')));
    expect(new Set(keys.map(({ kid }) => kid)).size).toBe(1);
    // Two need the first key of another algorithm at once; the others learn of it when they need it.
    const [one, two, other] = servers.map(({ deps }) => deps.signingKeys);
    const made = await Promise.all([one?.current('RS256'), two?.current('RS256')]);
    expect(made[0]?.kid).toBe(made[1]?.kid);
    expect(await other?.find(made[0]?.kid ?? '')).toMatchObject({ algorithm: 'RS256' });
    const published = await Promise.all(servers.map(({ deps }) => deps.signingKeys.readPublicKeys()));
    expect(published.map(({ keys: { length } }) => length)).toEqual([2, 2, 2, 2]);
    const db = servers[0]?.deps.db;
    const actions = await db?.selectFrom('audit_event').select(['seq', 'action']).orderBy('seq').execute();
    expect(actions).toEqual([
      { seq: '1', action: 'instance.created' },
      { seq: '2', action: 'signing-key.created' },
      { seq: '3', action: 'signing-key.created' },
    ]);
    expect(await db?.selectFrom('organisation').select('kind').execute()).toEqual([{ kind: 'operator' }]);
    // Exactly one of them migrated.
    expect(servers.map(({ migrated }) => migrated.length > 0).filter(Boolean)).toEqual([true]);
  });
});
