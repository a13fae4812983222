import { describe, expect, test } from 'vitest';
import { ids } from '../support/federation.ts';
import { byHand, startOfTest } from '../support/keyturn.ts';
import { dayMs, desk, hourMs, requestToken, startWithAnna, system } from '../support/usage.ts';

describe('R1.8 a rotation', () => {
  async function startRotation({ newExpiresInDays = 360 } = {}) {
    const started = await startWithAnna();
    const { keyturn, clock, act } = started;
    const inDays = (days: number): Date => new Date(clock.now().getTime() + days * dayMs);
    const old = await keyturn.createSecret('northSearch', { name: 'Old', expiresAt: inDays(360) });
    const replacement = await keyturn.createSecret('northSearch', {
      name: 'New',
      expiresAt: inDays(newExpiresInDays),
    });
    expect(await act('PATCH', replacement.id, { replacesSecretId: old.id })).toBe(200);
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
    await requestToken(keyturn, replacement, desk);
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
    await byHand(deps, deps.db.updateTable('api').set({ token_ttl_seconds: 200_000 }));
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
    const { act, rotations, old } = await startRotation();
    await act('DELETE', old.id);
    expect(await rotations()).toEqual([]);
  });

  describe('has not taken over, and nothing is deletable, when the replacement obtains no tokens', () => {
    async function startTakenOver(options: { newExpiresInDays?: number } = {}) {
      const started = await startRotation(options);
      await requestToken(started.keyturn, started.old);
      await requestToken(started.keyturn, started.replacement);
      started.clock.advance(2 * dayMs);
      expect((await started.rotations())[0]).toMatchObject({
        takenOver: true,
        deletable: true,
        step: 'delete',
      });
      return started;
    }
    const notValid = {
      takenOver: false,
      deletable: false,
      waitingFor: 'replacement-not-valid',
      step: 'confirm',
    };

    test('R1.8 because it was disabled, until it is enabled again', async () => {
      const { act, rotations, replacement } = await startTakenOver();
      await act('POST', `${replacement.id}/disable`);
      expect((await rotations())[0]).toMatchObject(notValid);
      await act('POST', `${replacement.id}/enable`);
      expect((await rotations())[0]).toMatchObject({ takenOver: true, deletable: true });
    });

    test('R1.8 because it expired', async () => {
      const { clock, rotations } = await startTakenOver({ newExpiresInDays: 20 });
      clock.advance(19 * dayMs);
      expect((await rotations())[0]).toMatchObject(notValid);
    });
  });

  test('R1.8 whoever is refused with the old secret still depends on it: remaining, the time begins anew, nothing is deletable', async () => {
    const { keyturn, clock, act, rotations, old, replacement } = await startRotation();
    const other = { ...system, userAgent: 'nightly-job/1.4' };
    await requestToken(keyturn, old);
    await requestToken(keyturn, old, other);
    await requestToken(keyturn, replacement);
    await act('POST', `${old.id}/disable`);
    clock.advance(2 * dayMs);
    expect((await rotations())[0]).toMatchObject({ takenOver: true, deletable: true });
    expect((await requestToken(keyturn, old, other)).statusCode).toBe(401);
    const refused = clock.now();
    expect((await rotations())[0]).toMatchObject({
      takenOver: false,
      deletable: false,
      waitingFor: 'idle',
      // Its longest pause is now that of two days.
      idleAt: new Date(refused.getTime() + 2 * dayMs).toISOString(),
      moved: [{ userAgent: system.userAgent }],
      remaining: [{ userAgent: other.userAgent, lastAt: refused.toISOString(), requestsThisWeek: 2 }],
    });
  });

  test('R1.8 an old secret that is only presented, and refused, is one in use', async () => {
    const { keyturn, act, rotations, old, replacement } = await startRotation();
    await act('POST', `${old.id}/disable`);
    await requestToken(keyturn, replacement, desk);
    expect((await rotations())[0]).toMatchObject({ takenOver: true });
    await requestToken(keyturn, old);
    expect((await rotations())[0]).toMatchObject({ takenOver: false, waitingFor: 'known-caller' });
  });

  test('R1.8 the first use of the new secret, and who moved, is not forgotten while both exist', async () => {
    const { keyturn, clock, rotations, old, replacement } = await startRotation();
    await requestToken(keyturn, old);
    await requestToken(keyturn, replacement);
    clock.advance(200 * dayMs);
    expect((await rotations())[0]).toMatchObject({
      takenOver: true,
      firstUse: { at: startOfTest.toISOString(), address: system.remoteAddress },
    });
    await requestToken(keyturn, old);
    expect((await rotations())[0]).toMatchObject({
      waitingFor: 'idle',
      moved: [{ userAgent: system.userAgent, firstAt: startOfTest.toISOString() }],
    });
    // Rows are forgotten at last; that it was used is not.
    clock.advance(100 * dayMs);
    await keyturn.deps.db.deleteFrom('client_secret_usage').execute();
    expect((await rotations())[0]).toMatchObject({
      step: 'delete',
      firstUse: { at: startOfTest.toISOString() },
    });
  });

  test('R1.8 the first request is told with the address it came from, also when others of its network follow within the hour', async () => {
    const { keyturn, clock, rotations, replacement } = await startRotation();
    await requestToken(keyturn, replacement);
    clock.advance(1_000);
    await requestToken(keyturn, replacement, { ...system, remoteAddress: '203.0.113.99' });
    clock.advance(1_000);
    await keyturn.deps.usage.flush();
    await requestToken(keyturn, replacement, { ...system, remoteAddress: '203.0.113.100' });
    expect((await rotations())[0]).toMatchObject({
      firstUse: { address: system.remoteAddress },
      others: [{ address: '203.0.113.100' }],
    });
  });

  test('R1.8 lists fifty callers of each kind, the last ones, and how many others there are', async () => {
    const { deps, clock, rotations, old } = await startRotation();
    for (let number = 0; number < 60; number += 1) {
      clock.advance(1_000);
      const caller = { address: '203.0.113.7', userAgent: `system ${number}` };
      deps.usage.used(old.id, ids.apis.search, clock.now(), caller);
    }
    const [rotation] = await rotations();
    expect(rotation?.more).toEqual({ moved: 0, remaining: 10, others: 0 });
    expect(rotation?.remaining.map(({ userAgent }) => userAgent)).toEqual(
      Array.from({ length: 50 }, (_caller, index) => `system ${59 - index}`),
    );
  });
});
