import { randomUUID } from 'node:crypto';
import type { Application } from '@keyturn/contract';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { forgetOldUsage } from '../../src/domain/usage/forget-old-usage.ts';
import { ids } from '../support/federation.ts';
import { byHand, startOfTest } from '../support/keyturn.ts';
import { application, dayMs, hourMs, requestToken, startWithAnna, system } from '../support/usage.ts';

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
      reason: 'deleted',
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
      deps.usage.unproven(`00000000-0000-4000-8000-${String(client).padStart(12, '0')}`, at, 'claimed');
    const usage = await usageOf(secret);
    expect(usage.requestsThisWeek).toBe(6_000);
    expect([usage.callers.length, usage.moreCallers]).toEqual([50, 51]);
    const rows = await deps.db.selectFrom('application_unproven').selectAll().execute();
    expect(rows).toEqual([]);
  });

  test('R1.9 a proven secret that gets no token for another reason leaves a trace with that reason, and counts as no use', async () => {
    const { keyturn, deps, usageOf, read } = await startWithAnna();
    const secret = await keyturn.createSecret('northSearch');
    const ask = async (resource?: string) =>
      (await requestToken(keyturn, secret, system, resource)).json<unknown>();
    expect(await ask('https://elsewhere.example.org')).toMatchObject({ error: 'invalid_target' });
    const setStatus = (table: 'application' | 'organisation', id: string, status: 'active' | 'disabled') =>
      byHand(deps, deps.db.updateTable(table).set({ status }).where('id', '=', id));
    for (const [table, id] of [
      ['application', secret.clientId],
      ['organisation', ids.organisations.north],
    ] as const) {
      await setStatus(table, id, 'disabled');
      expect(await ask()).toMatchObject({ error: 'invalid_client' });
      await setStatus(table, id, 'active');
    }
    const usage = await usageOf(secret);
    expect(usage).toMatchObject({ firstUsedAt: null, callers: [], unprovenThisWeek: 0 });
    expect(usage.refused.map(({ reason, requests }) => [reason, requests])).toEqual([
      ['application-disabled', 2],
      ['resource-refused', 1],
    ]);
    const found = (await read('')).body() as Application;
    expect(found.secrets[0]?.lastRefused?.reason).toMatch(/application-disabled|resource-refused/);
  });

  test('R1.5 its last token ends with the longest lifetime among the APIs, and with the secret at the latest', async () => {
    const { keyturn, deps, clock, usageOf } = await startWithAnna();
    const expiresAt = new Date(startOfTest.getTime() + 2 * dayMs);
    const secret = await keyturn.createSecret('northSearch', { expiresAt });
    const lifetime = (id: string, seconds: number) =>
      byHand(deps, deps.db.updateTable('api').set({ token_ttl_seconds: seconds }).where('id', '=', id));
    await lifetime(ids.apis.search, 600);
    await lifetime(ids.apis.searchSandbox, 7_200);
    // Of an API that this application may not use.
    await lifetime(ids.apis.data, 72_000);
    await requestToken(keyturn, secret);
    const endsAt = async () => (await usageOf(secret)).lastTokenEndsAt;
    expect(await endsAt()).toBe(new Date(startOfTest.getTime() + 7_200_000).toISOString());
    clock.set(new Date(expiresAt.getTime() - hourMs));
    await requestToken(keyturn, secret);
    expect(await endsAt()).toBe(expiresAt.toISOString());
  });

  test('is shown for ninety days to the request, a refusal of the list for thirty-five', async () => {
    const { keyturn, clock, act, usageOf, read } = await startWithAnna();
    const secret = await keyturn.createSecret('northSearch', {
      expiresAt: new Date(startOfTest.getTime() + 300 * dayMs),
    });
    clock.advance(hourMs / 2);
    await requestToken(keyturn, secret);
    const used = clock.now().getTime();
    clock.set(new Date(used + 90 * dayMs));
    expect((await usageOf(secret)).callers).toHaveLength(1);
    clock.advance(1);
    expect((await usageOf(secret)).callers).toHaveLength(0);

    await act('POST', `${secret.id}/disable`);
    await requestToken(keyturn, secret);
    const refused = clock.now().getTime();
    const lastRefused = async () => ((await read('')).body() as Application).secrets[0]?.lastRefused;
    clock.set(new Date(refused + 35 * dayMs));
    expect(await lastRefused()).toMatchObject({ reason: 'disabled' });
    clock.advance(1);
    expect(await lastRefused()).toBeNull();
  });

  test('R1.8 a pause that reaches into the ninety days counts from their beginning', async () => {
    const { keyturn, clock, usageOf } = await startWithAnna();
    const secret = await keyturn.createSecret('northSearch', {
      expiresAt: new Date(startOfTest.getTime() + 300 * dayMs),
    });
    await requestToken(keyturn, secret);
    clock.advance(100 * dayMs);
    await requestToken(keyturn, secret);
    clock.advance(30 * dayMs);
    await requestToken(keyturn, secret);
    expect(await usageOf(secret)).toMatchObject({ longestPauseSeconds: (60 * dayMs) / 1000 });
  });

  test('is forgotten in portions, however much there is', async () => {
    const { deps, clock } = await startWithAnna();
    await sql`insert into application_unproven (application_id, hour, requests)
      select ${ids.applications.northSearch}, ${clock.now()}::timestamptz - interval '1 hour' * (n + 24 * 400), 1
      from generate_series(1, 25000) as n`.execute(deps.db);
    await deps.db
      .insertInto('usage_writer')
      .values([
        { id: randomUUID(), last_batch: 1, at: new Date(clock.now().getTime() - 8 * dayMs) },
        { id: randomUUID(), last_batch: 1, at: new Date(clock.now().getTime() - 6 * dayMs) },
      ])
      .execute();
    await forgetOldUsage(deps);
    expect(await deps.db.selectFrom('application_unproven').select('hour').execute()).toEqual([]);
    expect(await deps.db.selectFrom('usage_writer').select('id').execute()).toHaveLength(1);
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

  test('is told at the same place of an IPv6 network, whose addresses change by themselves', async () => {
    const { keyturn, app, anna, deps } = await startWithAnna();
    const secret = await keyturn.createSecret('northSearch');
    const sent = { ...system, remoteAddress: '2001:db8:1:2:aaaa::1' };
    await requestToken(keyturn, { ...secret, clientSecret: secret.hint }, sent);
    await deps.usage.flush();
    const read = async (remoteAddress: string) =>
      (await app.inject({ url: application, headers: anna, remoteAddress })).json<Application>().mistake;
    expect(await read('2001:db8:1:2:bbbb:cccc::2')).toMatchObject({ kind: 'secret-is-hint' });
    expect(await read('2001:db8:1:3::1')).toBeNull();
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
