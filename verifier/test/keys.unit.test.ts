import { describe, expect, test } from 'vitest';
import { makeKey } from './support/issuer.ts';
import { outcomeOf, refusalOf, start } from './support/start.ts';
import { unreachable } from './support/world.ts';

const keyRequests = (requests: string[]): number =>
  requests.filter((one) => one === 'GET /oauth2/jwks').length;

describe('the issuer’s keys', () => {
  test('are fetched in the background from the beginning: no token waits for them', async () => {
    const { world, verify } = await start();
    await world.pass(0);
    expect(world.requests).toEqual(['GET /oauth2/jwks']);
    await verify();
    expect(world.requests).toEqual(['GET /oauth2/jwks', 'GET /oauth2/status-lists/0']);
  });

  test('a new key is fetched when a token names it, before the next turn', async () => {
    const { fake, world, verifier, verify } = await start();
    await verify();
    await world.pass(1_500);
    const next = await makeKey('ES256', 'next');
    fake.published = [next, ...fake.published];
    const before = keyRequests(world.requests);
    expect(await outcomeOf(verifier, await fake.token(world, { key: next }))).toBe('accepted');
    expect(keyRequests(world.requests)).toBe(before + 1);
  });

  test('unknown key IDs have them fetched no more than once a second, however many come', async () => {
    const { fake, world, verifier, verify } = await start();
    await verify();
    await world.pass(1_000);
    const before = keyRequests(world.requests);
    const unknown = await makeKey('ES256', 'unknown');
    for (let count = 0; count < 20; count += 1) {
      const sent = await fake.token(world, { key: { ...unknown, kid: `${count}` } });
      expect(await outcomeOf(verifier, sent)).toBe('token-invalid');
    }
    expect(keyRequests(world.requests)).toBe(before + 1);
    await world.pass(999);
    expect(await outcomeOf(verifier, await fake.token(world, { key: unknown }))).toBe('token-invalid');
    expect(keyRequests(world.requests)).toBe(before + 1);
  });

  test('a key that the issuer withdrew is refused from the next turn on', async () => {
    const { fake, world, verifier, verify } = await start();
    await verify();
    fake.published = [fake.es256];
    const sent = await fake.token(world, { key: fake.rs256 });
    expect(await outcomeOf(verifier, sent)).toBe('accepted');
    await world.pass(2_000);
    expect(await outcomeOf(verifier, sent)).toBe('token-invalid');
  });

  test('as long as there are none every token is told 503, not that it is wrong; then it is accepted', async () => {
    const { fake, world, verify } = await start();
    world.answer = unreachable;
    const error = await refusalOf(verify());
    expect([error.code, error.status, error.headers, error.body?.error]).toEqual([
      'unavailable',
      503,
      { 'cache-control': 'no-store', 'retry-after': '2' },
      'temporarily_unavailable',
    ]);
    world.answer = fake.answer(world);
    await world.pass(2_000);
    expect((await verify()).clientId).toBe('client');
  });

  test('while they cannot be fetched an unknown key is 503 too: it may be a new one', async () => {
    const { fake, world, verifier, verify } = await start();
    await verify();
    world.answer = unreachable;
    await world.pass(1_000);
    const unknown = await fake.token(world, { key: await makeKey('ES256', 'unknown') });
    expect(await outcomeOf(verifier, unknown)).toBe('unavailable');
    expect((await verify()).clientId).toBe('client');
  });

  test.each(['', '{}', '{"keys":{}}', '<html>'])(
    'an answer that is no key set changes nothing: %s',
    async (text) => {
      const { world, verify } = await start();
      await verify();
      const { answer } = world;
      world.answer = (url, init) => (url.endsWith('/jwks') ? new Response(text) : answer(url, init));
      await world.pass(10_000);
      expect((await verify()).clientId).toBe('client');
    },
  );
});
