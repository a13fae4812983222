import { createLocalJWKSet, createRemoteJWKSet } from 'jose';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { rotateSigningKeys } from '../../src/domain/signing-key/rotate-signing-keys.ts';
import { ids } from '../support/federation.ts';
import { byHand } from '../support/keyturn.ts';
import {
  dayMs,
  hourMs,
  keySetOf,
  kidOf,
  kidsOf,
  startWithBothAlgorithms,
  verifyOffline,
  type Server,
} from '../support/signing-keys.ts';

const algorithms = ['ES256', 'RS256'] as const;

/** Of what index the keys of an algorithm stand in the key set so many hours after its first key was made. */
function expectedKeySet(hour: number): number[] {
  const period = 90 * 24;
  const signing = Math.floor(hour / period);
  const inPeriod = hour % period;
  return [
    signing,
    ...(inPeriod >= period - 48 ? [signing + 1] : []),
    ...(signing > 0 && inPeriod < 25 ? [signing - 1] : []),
  ];
}

/** Far from any change a step a day is enough. */
const isQuiet = (hour: number): boolean => hour % (90 * 24) >= 3 * 24 && hour % (90 * 24) < 86 * 24;

test('200 days of ES256 and RS256 on two servers: at each step one key signs, the next is published two days ahead, and no token is refused before it expires', async () => {
  const { clock, first, another, token, introspect, listed } = await startWithBothAlgorithms();
  const servers = [first, await another()] as const;
  const begin = clock.now().getTime();
  const seen = { ES256: [] as string[], RS256: [] as string[] };
  const live: { token: string; issuedAt: number }[] = [];
  let [server, other] = servers;
  for (let hour = 0; hour <= 200 * 24; hour += isQuiet(hour) ? 24 : 6) {
    clock.set(new Date(begin + hour * hourMs));
    [server, other] = [other, server];
    await rotateSigningKeys(server.deps);
    for (const algorithm of algorithms) {
      const kids = await kidsOf(other, algorithm);
      for (const kid of kids) if (!seen[algorithm].includes(kid)) seen[algorithm].push(kid);
      const expected = expectedKeySet(hour);
      expect({ hour, kids }).toEqual({ hour, kids: expected.map((index) => seen[algorithm][index]) });
      const issued = await token(server, algorithm);
      expect(kidOf(issued)).toBe(seen[algorithm][expected[0] ?? 0]);
      live.push({ token: issued, issuedAt: hour });
    }
    const keys = createLocalJWKSet(await keySetOf(other));
    // Tokens live for a day, as long as any may.
    while (live[0] !== undefined && live[0].issuedAt + 24 <= hour) live.shift();
    for (const { token: earlier } of live) await verifyOffline(earlier, keys, clock.now());
    for (const { token: oldest } of live.slice(0, 2)) expect(await introspect(other, oldest)).toBe(true);
  }
  for (const algorithm of algorithms) {
    expect(seen[algorithm]).toHaveLength(3);
    const keys = (await listed()).filter((key) => key.algorithm === algorithm);
    expect(keys.map(({ kid, status }) => [kid, status])).toEqual([
      [seen[algorithm][0], 'retired'],
      [seen[algorithm][1], 'retired'],
      [seen[algorithm][2], 'signing'],
    ]);
  }
}, 180_000);

describe('R7 what remains of a key that signs no more', () => {
  test('is its row without the private part, and its life in the audit log', async () => {
    const { keyturn, clock, first, events } = await startWithBothAlgorithms({ signingKeyDays: 5 });
    const [old = ''] = await kidsOf(first, 'RS256');
    for (let hour = 0; hour <= 7 * 24; hour += 1) {
      await rotateSigningKeys(first.deps);
      clock.advance(hourMs);
    }
    const rows = await keyturn.deps.db.selectFrom('signing_key').selectAll().execute();
    const row = rows.find(({ kid }) => kid === old);
    expect(row).toMatchObject({ private_sealed: null, revoked_at: null });
    expect(row?.retired_at?.getTime()).toBe((row?.stopped_at?.getTime() ?? 0) + 25 * hourMs);
    const [current = ''] = await kidsOf(first, 'RS256');
    expect((await events('RS256')).slice(0, 5)).toEqual([
      ['created', old, 'system'],
      ['created', current, 'system'],
      ['stopped', old, 'system'],
      ['activated', current, 'system'],
      ['retired', old, 'system'],
    ]);
    // The private part of those that sign or are to sign, and of no other.
    expect(rows.filter((one) => one.private_sealed !== null).map(({ stopped_at }) => stopped_at)).toEqual(
      rows.filter((one) => one.stopped_at === null).map(() => null),
    );
  });
});

/** An API's verifier, against a server that really listens; its clock is the test's. */
async function listen({ app }: Server) {
  await app.listen({ host: '127.0.0.1', port: 0 });
  const address = app.server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return new URL(`http://127.0.0.1:${port}/oauth2/jwks`);
}

test('RFC 7517 5 verifiers that keep the key set refuse no token in any rotation, even one that keeps it for a day and never asks meanwhile', async () => {
  const { clock, first, token, rotate } = await startWithBothAlgorithms({ signingKeyDays: 5 }, 3600);
  // jose looks at the system's clock; timers go on.
  vi.useFakeTimers({ toFake: ['Date'], now: clock.now() });
  onTestFinished(() => void vi.useRealTimers());
  const url = await listen(first);
  const verifiers = {
    'as jose does it by itself': createRemoteJWKSet(url),
    'that keeps it for a day': createRemoteJWKSet(url, { cacheMaxAge: dayMs, cooldownDuration: 10 * dayMs }),
  };
  const signers = new Set<string>();
  const refused: string[] = [];
  for (let hour = 0; hour <= 13 * 24; hour += 1) {
    vi.setSystemTime(clock.now());
    await rotateSigningKeys(first.deps);
    for (const algorithm of algorithms) {
      const issued = await token(first, algorithm);
      signers.add(kidOf(issued));
      for (const [name, keys] of Object.entries(verifiers))
        await verifyOffline(issued, keys, clock.now()).catch((error: unknown) =>
          refused.push(`${name}, ${algorithm}, hour ${hour}: ${String(error)}`),
        );
    }
    // Just after the one of a day has read it: the worst moment.
    if (hour === 48) await rotate();
    clock.advance(hourMs);
  }
  expect(refused).toEqual([]);
  // The first, that of hour 72, and those that follow every five days.
  expect(signers.size).toBe(2 * 4);
}, 60_000);

describe('the job', () => {
  test('on several servers at once makes one next key of each algorithm, and one change', async () => {
    const { clock, first, another, events } = await startWithBothAlgorithms();
    const servers = [first, await another(), await another()];
    clock.advance(89 * dayMs);
    await Promise.all(servers.map(({ deps }) => rotateSigningKeys(deps)));
    for (const algorithm of algorithms) expect(await kidsOf(first, algorithm)).toHaveLength(2);
    clock.advance(dayMs);
    await Promise.all(servers.map(({ deps }) => rotateSigningKeys(deps)));
    for (const algorithm of algorithms)
      expect((await events(algorithm)).map(([action]) => action)).toEqual([
        'created',
        'created',
        'stopped',
        'activated',
      ]);
  });

  test('publishes the next key for a whole day even when every server was down for months', async () => {
    const { clock, first, token } = await startWithBothAlgorithms();
    const before = kidOf(await token(first, 'ES256'));
    clock.advance(200 * dayMs);
    await rotateSigningKeys(first.deps);
    clock.advance(dayMs - 1000);
    await rotateSigningKeys(first.deps);
    expect(kidOf(await token(first, 'ES256'))).toBe(before);
    clock.advance(1000);
    await rotateSigningKeys(first.deps);
    expect(kidOf(await token(first, 'ES256'))).not.toBe(before);
  });

  test('writes nothing when nothing is due', async () => {
    const { keyturn, clock, first } = await startWithBothAlgorithms();
    const head = () =>
      keyturn.deps.db.selectFrom('audit_event').select('seq').orderBy('seq', 'desc').executeTakeFirst();
    const before = await head();
    for (let day = 0; day < 80; day += 10) {
      clock.advance(10 * dayMs);
      await rotateSigningKeys(first.deps);
    }
    expect(await head()).toEqual(before);
  });

  test('lets the key of an algorithm that no API asks for end; the next API that does gets a new one', async () => {
    const { keyturn, clock, first, token } = await startWithBothAlgorithms();
    const issued = await token(first, 'RS256');
    const setAlgorithm = (algorithm: 'ES256' | 'RS256') =>
      byHand(
        keyturn.deps,
        keyturn.deps.db.updateTable('api').set({ algorithm }).where('id', '=', ids.apis.search),
      );
    clock.advance(89 * dayMs);
    await rotateSigningKeys(first.deps);
    expect(await kidsOf(first, 'RS256')).toHaveLength(2);
    await setAlgorithm('ES256');
    clock.advance(dayMs);
    await rotateSigningKeys(first.deps);
    // What it signed may be valid still.
    expect(await kidsOf(first, 'RS256')).toEqual([kidOf(issued)]);
    clock.advance(25 * hourMs);
    await rotateSigningKeys(first.deps);
    expect(await kidsOf(first, 'RS256')).toEqual([]);
    await setAlgorithm('RS256');
    const again = kidOf(await token(first, 'RS256'));
    expect(again).not.toBe(kidOf(issued));
    expect(await kidsOf(first, 'RS256')).toEqual([again]);
  });
});
