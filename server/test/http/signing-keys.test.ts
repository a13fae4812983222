import { createLocalJWKSet, decodeJwt, SignJWT } from 'jose';
import { describe, expect, test } from 'vitest';
import { rotateSigningKeys } from '../../src/domain/signing-key/rotate-signing-keys.ts';
import { ids } from '../support/federation.ts';
import { bearer } from '../support/keyturn.ts';
import {
  dayMs,
  keySetOf,
  kidOf,
  kidsOf,
  startWithBothAlgorithms,
  verifyOffline,
} from '../support/signing-keys.ts';

const algorithms = ['ES256', 'RS256'] as const;

type Answer = { keys: { kid: string; status: string; signsFrom: string }[]; notice: string };

describe('an operator rotates', () => {
  test('ahead of time: the next keys are published now, sign after a day, and asking again changes nothing', async () => {
    const { clock, first, token, rotate, events } = await startWithBothAlgorithms();
    const [before = ''] = await kidsOf(first, 'RS256');
    const answer = await rotate();
    expect(answer.statusCode).toBe(200);
    expect(answer.json<Answer>().notice).toContain('need do nothing');
    const kids = await kidsOf(first, 'RS256');
    // Some who check tokens take the first key.
    expect(kids).toEqual([before, expect.any(String)]);
    const tomorrow = new Date(clock.now().getTime() + dayMs).toISOString();
    expect(answer.json<Answer>().keys.filter(({ status }) => status === 'next')).toMatchObject([
      { signsFrom: tomorrow },
      { signsFrom: tomorrow },
    ]);
    clock.advance(dayMs / 2);
    await rotate();
    await rotateSigningKeys(first.deps);
    expect(await kidsOf(first, 'RS256')).toEqual(kids);
    expect(kidOf(await token(first, 'RS256'))).toBe(before);
    clock.advance(dayMs / 2);
    await rotateSigningKeys(first.deps);
    expect(kidOf(await token(first, 'RS256'))).toBe(kids[1]);
    expect(await events('RS256')).toEqual([
      ['created', before, 'system'],
      ['created', kids[1], 'user'],
      ['stopped', before, 'system'],
      ['activated', kids[1], 'system'],
    ]);
  });

  test('a key that waits for later signs earlier, and not before it was published for a day', async () => {
    const { clock, first, token, rotate, events } = await startWithBothAlgorithms();
    clock.advance(88 * dayMs);
    await rotateSigningKeys(first.deps);
    const [before = '', next = ''] = await kidsOf(first, 'ES256');
    clock.advance(dayMs / 2);
    await rotate();
    await rotateSigningKeys(first.deps);
    expect(kidOf(await token(first, 'ES256'))).toBe(before);
    clock.advance(dayMs / 2);
    await rotateSigningKeys(first.deps);
    expect(kidOf(await token(first, 'ES256'))).toBe(next);
    expect((await events('ES256')).map(([action]) => action)).toEqual([
      'created',
      'created',
      'brought-forward',
      'stopped',
      'activated',
    ]);
  });

  test('at once: every server signs with new keys that are published; tokens of the old ones stay valid', async () => {
    const { keyturn, clock, first, another, token, introspect, rotate } = await startWithBothAlgorithms();
    const second = await another();
    const before = await Promise.all(algorithms.map((algorithm) => token(second, algorithm)));
    const answer = await rotate({ now: true });
    expect(answer.statusCode).toBe(200);
    expect(answer.json<Answer>().notice).toContain('https://credentials.example.org/oauth2/jwks');
    const keys = createLocalJWKSet(await keySetOf(second));
    for (const [index, algorithm] of algorithms.entries()) {
      const old = before[index] ?? '';
      const fresh = await token(second, algorithm);
      expect(await kidsOf(second, algorithm)).toEqual([kidOf(fresh), kidOf(old)]);
      expect(kidOf(fresh)).not.toBe(kidOf(old));
      for (const one of [old, fresh]) {
        await verifyOffline(one, keys, clock.now());
        expect(await introspect(first, one)).toBe(true);
      }
    }
    const sealed = await keyturn.deps.db
      .selectFrom('signing_key')
      .select(['stopped_at', 'private_sealed'])
      .execute();
    expect(
      sealed.map(({ stopped_at, private_sealed }) => (stopped_at === null) === (private_sealed !== null)),
    ).toEqual([true, true, true, true]);
  });

  test('at once, with the key that was published already', async () => {
    const { first, token, rotate } = await startWithBothAlgorithms();
    await rotate();
    const [, next] = await kidsOf(first, 'ES256');
    await rotate({ now: true });
    expect(kidOf(await token(first, 'ES256'))).toBe(next);
    expect(await kidsOf(first, 'ES256')).toHaveLength(2);
  });

  test('twice at once: one next key of each algorithm', async () => {
    const { first, rotate } = await startWithBothAlgorithms();
    const answers = await Promise.all([rotate(), rotate(), rotate({ revoke: null })]);
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200]);
    for (const algorithm of algorithms) expect(await kidsOf(first, algorithm)).toHaveLength(2);
  });
});

describe('an operator revokes', () => {
  test('the key that signs: its tokens are dead at once on every server, forged ones too, and new ones work', async () => {
    const { first, another, token, introspect, connects, rotate, events } = await startWithBothAlgorithms();
    const second = await another();
    await rotate();
    const [old, api, other] = [
      await token(second, 'ES256'),
      await token(second, 'portal'),
      await token(second, 'RS256'),
    ];
    const [compromised = '', waiting = ''] = await kidsOf(first, 'ES256');
    // The second server has verified by it, and keeps what it needs for that.
    expect([await introspect(second, old), await connects(second, api)]).toEqual([true, 200]);

    const stolen = await second.deps.signingKeys.current('ES256');
    const forged = await new SignJWT(decodeJwt(old))
      .setProtectedHeader({ typ: 'at+jwt', alg: 'ES256', kid: stolen.kid })
      .sign(stolen.privateKey);
    expect(await introspect(second, forged)).toBe(true);

    const answer = await rotate({ revoke: compromised });
    expect(answer.statusCode).toBe(200);
    expect(answer.json<Answer>().notice).toContain('NOW');
    expect(answer.json<Answer>().keys[0]).toMatchObject({ kid: compromised, status: 'revoked' });
    const portal = { url: `/api/v1/applications/${ids.applications.northSearch}`, headers: bearer(api) };
    for (const server of [first, second]) {
      for (const dead of [old, forged]) expect(await introspect(server, dead)).toBe(false);
      expect(await connects(server, api)).toBe(401);
      expect((await server.app.inject(portal)).statusCode).toBe(401);
      const fresh = await token(server, 'ES256');
      expect(await kidsOf(server, 'ES256')).toEqual([kidOf(fresh)]);
      expect(await introspect(server, fresh)).toBe(true);
      // RS256 is not concerned.
      expect(await introspect(server, other)).toBe(true);
      expect(kidOf(await token(server, 'RS256'))).toBe(kidOf(other));
    }
    // The one that waited lay where the compromised one did.
    const [fresh = ''] = await kidsOf(first, 'ES256');
    expect((await events('ES256')).slice(2)).toEqual([
      ['revoked', compromised, 'user'],
      ['retired', waiting, 'user'],
      ['created', fresh, 'user'],
    ]);
  });

  test('an earlier key alone: the one that signs goes on; revoking it again succeeds and changes nothing', async () => {
    const { first, token, introspect, rotate, events } = await startWithBothAlgorithms();
    const old = await token(first, 'RS256');
    await rotate({ now: true });
    const current = await token(first, 'RS256');
    await rotate({ revoke: kidOf(old) });
    expect(await introspect(first, old)).toBe(false);
    expect(await introspect(first, current)).toBe(true);
    expect(await kidsOf(first, 'RS256')).toEqual([kidOf(current)]);
    const before = await events('RS256');
    expect((await rotate({ revoke: kidOf(old) })).statusCode).toBe(200);
    expect(await events('RS256')).toEqual(before);
  });

  test('the key that waits: the job makes another one in time', async () => {
    const { clock, first, token, rotate } = await startWithBothAlgorithms();
    await rotate();
    const [current = '', next = ''] = await kidsOf(first, 'ES256');
    await rotate({ revoke: next });
    expect(await kidsOf(first, 'ES256')).toEqual([current]);
    clock.advance(88 * dayMs);
    await rotateSigningKeys(first.deps);
    clock.advance(2 * dayMs);
    await rotateSigningKeys(first.deps);
    expect([current, next]).not.toContain(kidOf(await token(first, 'ES256')));
  });

  test('what is no key of this Keyturn: 404 with what to do; what cannot be one: 400', async () => {
    const { first, rotate } = await startWithBothAlgorithms();
    const before = await kidsOf(first);
    const unknown = await rotate({ revoke: 'x'.repeat(43) });
    expect(unknown.json()).toMatchObject({ status: 404, code: 'signing-key-unknown' });
    for (const body of [
      { revoke: 'short' },
      { revoke: 7 },
      { revoke: ['x'.repeat(43)] },
      { now: 'yes' },
      { kid: 'x'.repeat(43) },
    ])
      expect((await rotate(body)).statusCode).toBe(400);
    expect(await kidsOf(first)).toEqual(before);
  });
});

describe('GET /signing-keys', () => {
  test('lists every key page by page, without gap or repetition, and nothing of the key itself', async () => {
    const { keyturn, first, listed, rotate } = await startWithBothAlgorithms();
    await rotate({ now: true });
    const [compromised = ''] = await kidsOf(first, 'ES256');
    await rotate({ revoke: compromised });
    const all = (await listed()).toReversed().map(({ kid }) => kid);
    expect(all).toHaveLength(5);
    const kids: string[] = [];
    let cursor = '';
    do {
      const headers = await keyturn.signedIn('operator');
      const answer = await first.app.inject({ url: `/api/v1/signing-keys?limit=2${cursor}`, headers });
      expect(answer.body).not.toMatch(/"(d|x|y|n|p|q|private\w*)"/);
      const { items, next } = answer.json<{ items: { kid: string }[]; next: string | null }>();
      kids.push(...items.map(({ kid }) => kid));
      cursor = next === null ? '' : `&cursor=${next}`;
    } while (cursor !== '');
    expect(kids).toEqual(all);
    const bad = await first.app.inject({
      url: '/api/v1/signing-keys?cursor=bm8',
      headers: await keyturn.signedIn('operator'),
    });
    expect(bad.statusCode).toBe(400);
  });
});
