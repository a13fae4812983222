import type { Application, Rotation, SecretUsage } from '@keyturn/contract';
import { describe, expect, test } from 'vitest';
import { forgetOldUsage } from '../../src/domain/usage/forget-old-usage.ts';
import { ids } from '../support/federation.ts';
import { startKeyturn, startOfTest, type CreatedSecret, type TestKeyturn } from '../support/keyturn.ts';

const hourMs = 60 * 60 * 1000;
const dayMs = 24 * hourMs;
const application = `/api/v1/applications/${ids.applications.northSearch}`;
const system = { remoteAddress: '203.0.113.7', userAgent: 'python-requests/2.32' };

async function startWithAnna() {
  const keyturn = await startKeyturn();
  const anna = await keyturn.signedIn('anna');
  const read = async (path: string, as: 'anna' | 'maria' | 'operator' = 'anna') => {
    await keyturn.deps.usage.flush();
    // Time passes in these tests, and sessions end.
    const headers = await keyturn.signedIn(as);
    const response = await keyturn.app.inject({ url: `${application}${path}`, headers });
    return { status: response.statusCode, body: (): unknown => response.json() };
  };
  return {
    ...keyturn,
    keyturn,
    anna,
    read,
    usageOf: async ({ id }: CreatedSecret) => (await read(`/secrets/${id}/usage`)).body() as SecretUsage,
    rotations: async () => ((await read('/rotations')).body() as { items: Rotation[] }).items,
  };
}

type Sent = Pick<CreatedSecret, 'clientId' | 'clientSecret'>;

const requestToken = (
  { app }: TestKeyturn,
  { clientId, clientSecret }: Sent,
  { remoteAddress, userAgent } = system,
) =>
  app.inject({
    method: 'POST',
    url: '/oauth2/token',
    remoteAddress,
    headers: { 'content-type': 'application/x-www-form-urlencoded', 'user-agent': userAgent },
    payload: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: clientSecret,
      resource: ids.apis.search,
    }).toString(),
  });

describe('R1.2 usage', () => {
  test('tells who used a secret, when, how often and for what, and the requests of each of 90 days', async () => {
    const { keyturn, clock, usageOf } = await startWithAnna();
    const secret = await keyturn.createSecret('northSearch');
    expect(await usageOf(secret)).toMatchObject({
      firstUsedAt: null,
      lastUsedAt: null,
      requestsThisWeek: 0,
      longestPauseSeconds: null,
      lastTokenEndsAt: null,
      callers: [],
      refused: [],
      unprovenThisWeek: 0,
    });
    for (const days of [0, 8, 2]) {
      clock.advance(days * dayMs);
      await requestToken(keyturn, secret);
      await requestToken(keyturn, secret, { ...system, remoteAddress: '203.0.113.99' });
    }
    await requestToken(keyturn, secret, { remoteAddress: '2001:db8:1:2::3', userAgent: 'curl/8' });
    const usage = await usageOf(secret);
    const last = new Date(startOfTest.getTime() + 10 * dayMs);
    expect(usage).toMatchObject({
      firstUsedAt: startOfTest.toISOString(),
      lastUsedAt: last.toISOString(),
      requestsThisWeek: 5,
      longestPauseSeconds: (8 * dayMs) / 1000,
      lastTokenEndsAt: new Date(last.getTime() + 3_599_000).toISOString(),
    });
    expect(
      usage.callers.map(({ network, requests, requestsThisWeek, address }) => [
        network,
        requests,
        requestsThisWeek,
        address,
      ]),
    ).toEqual(
      expect.arrayContaining([
        ['203.0.113.0/24', 6, 4, '203.0.113.99'],
        ['2001:db8:1::/48', 1, 1, '2001:db8:1:2::3'],
      ]),
    );
    expect(usage.callers.flatMap(({ resources }) => resources)).toEqual([ids.apis.search, ids.apis.search]);
    expect(usage.days).toHaveLength(90);
    expect(usage.days.filter(({ requests }) => requests > 0)).toEqual([
      { date: '2027-03-16', requests: 2 },
      { date: '2027-03-24', requests: 2 },
      { date: '2027-03-26', requests: 3 },
    ]);
  });

  test('refused attempts with a proven secret are told with their caller and reason; unproven ones are a number', async () => {
    const { keyturn, clock, anna, app, usageOf, read } = await startWithAnna();
    const secret = await keyturn.createSecret('northSearch');
    await app.inject({ method: 'POST', url: `${application}/secrets/${secret.id}/disable`, headers: anna });
    await requestToken(keyturn, secret);
    clock.advance(1_000);
    await requestToken(keyturn, secret);
    const guessed = await keyturn.createSecret('southData');
    await requestToken(keyturn, { ...secret, clientSecret: guessed.clientSecret });
    await app.inject({ method: 'DELETE', url: `${application}/secrets/${secret.id}`, headers: anna });
    await requestToken(keyturn, secret);
    const usage = await usageOf(secret);
    expect(usage).toMatchObject({ callers: [], unprovenThisWeek: 1 });
    expect(usage.refused.map(({ reason, requests, address }) => [reason, requests, address])).toEqual([
      ['disabled', 2, '203.0.113.7'],
      ['deleted', 1, '203.0.113.7'],
    ]);
    const found = (await read('?include=deleted')).body() as Application;
    expect(found.secrets[0]?.lastRefused).toEqual({
      at: clock.now().toISOString(),
      address: '203.0.113.7',
      userAgent: system.userAgent,
    });
  });

  test('is written exactly at a clean stop, and kept when the database refuses', async () => {
    const { keyturn, deps, usageOf } = await startWithAnna();
    const secret = await keyturn.createSecret('northSearch');
    await requestToken(keyturn, secret);
    await deps.db.schema.alterTable('client_secret_usage').renameTo('gone').execute();
    await expect(deps.usage.flush()).rejects.toThrow('client_secret_usage');
    await requestToken(keyturn, secret);
    await deps.db.schema.alterTable('gone').renameTo('client_secret_usage').execute();
    expect((await usageOf(secret)).requestsThisWeek).toBe(2);
  });

  test('a flood of user agents and of client IDs stays bounded', async () => {
    const { keyturn, deps, usageOf } = await startWithAnna();
    const secret = await keyturn.createSecret('northSearch');
    const at = keyturn.clock.now();
    for (let caller = 0; caller < 6_000; caller += 1)
      deps.usage.used(secret.id, 'x', at, { address: '203.0.113.7', userAgent: `agent ${caller}` });
    for (let client = 0; client < 3_000; client += 1)
      deps.usage.unproven(`00000000-0000-4000-8000-${String(client).padStart(12, '0')}`, at);
    const usage = await usageOf(secret);
    expect(usage.requestsThisWeek).toBe(6_000);
    expect(usage.callers).toHaveLength(5_001);
    const rows = await deps.db.selectFrom('application_unproven').selectAll().execute();
    expect(rows).toEqual([]);
  });

  test('is forgotten after thirteen months, a mistake after an hour', async () => {
    const { keyturn, deps, clock } = await startWithAnna();
    const secret = await keyturn.createSecret('northSearch');
    await requestToken(keyturn, secret);
    await requestToken(keyturn, { ...secret, clientSecret: secret.hint });
    await deps.usage.flush();
    const count = async (table: 'client_secret_usage' | 'application_mistake' | 'application_unproven') =>
      (await deps.db.selectFrom(table).selectAll().execute()).length;
    await forgetOldUsage(deps);
    expect([await count('client_secret_usage'), await count('application_mistake')]).toEqual([1, 1]);
    clock.advance(2 * hourMs);
    await forgetOldUsage(deps);
    expect([await count('client_secret_usage'), await count('application_mistake')]).toEqual([1, 0]);
    clock.advance(396 * dayMs);
    await forgetOldUsage(deps);
    expect([await count('client_secret_usage'), await count('application_unproven')]).toEqual([0, 0]);
  });

  test('of what one may not see does not exist', async () => {
    const { keyturn, read } = await startWithAnna();
    const { id } = await keyturn.createSecret('northSearch');
    for (const path of [`/secrets/${id}/usage`, '/rotations'])
      expect((await read(path, 'maria')).status).toBe(404);
    const foreign = await keyturn.createSecret('southData');
    expect((await read(`/secrets/${foreign.id}/usage`)).status).toBe(404);
    expect((await read('/rotations', 'operator')).status).toBe(200);
  });
});

describe('R1.8 a rotation', () => {
  async function startRotation() {
    const started = await startWithAnna();
    const { keyturn, app, anna } = started;
    const old = await keyturn.createSecret('northSearch', { name: 'Old' });
    const replacement = await keyturn.createSecret('northSearch', { name: 'New' });
    await app.inject({
      method: 'PATCH',
      url: `${application}/secrets/${replacement.id}`,
      headers: anna,
      payload: { replacesSecretId: old.id },
    });
    return { ...started, old, replacement };
  }

  test('goes from created over first used and taken over to deletable, as real use shows', async () => {
    const { keyturn, clock, rotations, old, replacement } = await startRotation();
    await requestToken(keyturn, old);
    const first = await rotations();
    expect(first).toHaveLength(1);
    expect(first[0]).toMatchObject({
      replacement: { id: replacement.id, name: 'New', createdBy: 'anna (sample)' },
      replaced: { id: old.id, name: 'Old' },
      step: 'update-system',
      firstUse: null,
      takenOver: false,
      waitingFor: 'first-use',
      deletable: false,
    });
    // A test from a desk proves nothing.
    await requestToken(keyturn, replacement, { remoteAddress: '198.51.100.4', userAgent: 'curl/8' });
    expect((await rotations())[0]).toMatchObject({
      step: 'confirm',
      firstUse: { address: '198.51.100.4', userAgent: 'curl/8', resource: ids.apis.search },
      waitingFor: 'known-caller',
      others: [{ userAgent: 'curl/8' }],
      remaining: [{ userAgent: system.userAgent, requestsThisWeek: 1 }],
    });
    clock.advance(hourMs);
    await requestToken(keyturn, replacement);
    expect((await rotations())[0]).toMatchObject({
      waitingFor: 'idle',
      idleAt: new Date(startOfTest.getTime() + dayMs).toISOString(),
      moved: [{ userAgent: system.userAgent }],
      remaining: [],
    });
    clock.advance(23 * hourMs);
    expect((await rotations())[0]).toMatchObject({ step: 'delete', takenOver: true, deletable: true });
    await requestToken(keyturn, old);
    expect((await rotations())[0]).toMatchObject({ step: 'confirm', takenOver: false, waitingFor: 'idle' });
  });

  test('is not deletable before the last token that the old secret obtained has ended', async () => {
    const { keyturn, clock, deps, rotations, old, replacement } = await startRotation();
    await deps.db.updateTable('api').set({ token_ttl_seconds: 200_000 }).execute();
    await requestToken(keyturn, old);
    await requestToken(keyturn, replacement);
    clock.advance(2 * dayMs);
    expect((await rotations())[0]).toMatchObject({
      step: 'confirm',
      takenOver: true,
      deletable: false,
      lastTokenEndsAt: new Date(startOfTest.getTime() + 200_000_000).toISOString(),
    });
    clock.advance(dayMs);
    expect((await rotations())[0]).toMatchObject({ step: 'delete', deletable: true });
  });

  test('ends when the old secret is deleted', async () => {
    const { app, anna, rotations, old } = await startRotation();
    await app.inject({ method: 'DELETE', url: `${application}/secrets/${old.id}`, headers: anna });
    expect(await rotations()).toEqual([]);
  });
});

describe('R1.9 a mistake', () => {
  test('with the application’s credentials is told to a manager at the address it came from, and to nobody else', async () => {
    const { keyturn, app, clock, anna, deps } = await startWithAnna();
    const secret = await keyturn.createSecret('northSearch');
    const read = async (remoteAddress: string) => {
      await deps.usage.flush();
      return (await app.inject({ url: application, headers: anna, remoteAddress })).json<Application>()
        .mistake;
    };
    const mistakes = [
      [secret.id, 'secret-is-id'],
      [secret.hint, 'secret-is-hint'],
      [`${secret.hint}…`, 'secret-is-hint'],
      [secret.clientSecret.slice(0, -1), 'secret-form'],
      [
        `${secret.clientSecret.slice(0, -1)}${secret.clientSecret.endsWith('0') ? '1' : '0'}`,
        'secret-checksum',
      ],
    ] as const;
    for (const [clientSecret, kind] of mistakes) {
      await requestToken(keyturn, { ...secret, clientSecret });
      expect(await read('203.0.113.7')).toEqual({ kind, at: clock.now().toISOString() });
      expect(await read('203.0.113.8')).toBeNull();
    }
    clock.advance(15 * 60_000);
    expect(await read('203.0.113.7')).toBeNull();
  });

  test('the answer to a mistyped secret is the same for an unknown client', async () => {
    const { keyturn } = await startWithAnna();
    const secret = await keyturn.createSecret('northSearch');
    const [known, unknown] = await Promise.all(
      [secret.clientId, '00000000-0000-4000-8000-000000000000'].map((clientId) =>
        requestToken(keyturn, { clientId, clientSecret: secret.hint }),
      ),
    );
    expect([known?.statusCode, known?.body]).toEqual([unknown?.statusCode, unknown?.body]);
  });
});
