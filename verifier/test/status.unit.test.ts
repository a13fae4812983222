import { describe, expect, test } from 'vitest';
import { issuer, listUri } from './support/issuer.ts';
import { credentials, outcomeOf, refusalOf, start } from './support/start.ts';
import { unreachable } from './support/world.ts';

const listRequests = (requests: string[]): number =>
  requests.filter((one) => one === 'GET /oauth2/status-lists/0').length;

/** A verifier that has accepted its token once, so that it knows the list; `outcome` is what it says of it now. */
async function startKnowing(options: Parameters<typeof start>[0] = {}) {
  const started = await start(options);
  await started.verify();
  const { fake, world, verifier, token } = started;
  return {
    ...started,
    outcome: () => outcomeOf(verifier, token),
    /** Whatever the list said before: its next version is another one. */
    setStatus: (status: number) => void (fake.statuses = new Map([[5, status]])),
    down: () => (world.answer = unreachable),
    up: () => (world.answer = fake.answer(world)),
  };
}

describe('the status of a token’s client secret', () => {
  test.each([
    [1, 'secret-deleted'],
    [2, 'secret-disabled'],
    [3, 'status-unknown'],
  ])('R1.5 %i refuses the token from the next turn on', async (status, code) => {
    const { world, setStatus, outcome, verify } = await startKnowing();
    setStatus(status);
    expect(await outcome()).toBe('accepted');
    await world.pass(2_000);
    const error = await refusalOf(verify());
    expect([error.code, error.status, error.body?.error]).toEqual([code, 401, 'invalid_token']);
    setStatus(0);
    await world.pass(2_000);
    expect(await outcome()).toBe('accepted');
  });

  test('R1.5 is learnt within five seconds even when the fetch that would have told it is lost', async () => {
    const { fake, world, setStatus, outcome } = await startKnowing();
    await world.pass(2_000);
    // Just after a fetch has begun: the worst moment.
    await world.pass(1);
    setStatus(1);
    const answered = fake.answer(world);
    world.answer = (url, init) =>
      url === listUri ? new Promise<Response>(() => undefined) : answered(url, init);
    await world.pass(2_000);
    world.answer = answered;
    await world.pass(2_999);
    expect(await outcome()).toBe('secret-deleted');
  });

  test('is found by index: the last entry counts, and an index beyond it is refused', async () => {
    const { fake, world, verifier } = await startKnowing();
    fake.entries = 64;
    fake.statuses = new Map([[63, 1]]);
    await world.pass(2_000);
    const outcomeAt = async (idx: unknown) =>
      outcomeOf(
        verifier,
        await fake.token(world, { claims: { status: { status_list: { idx, uri: listUri } } } }),
      );
    expect(await outcomeAt(62)).toBe('accepted');
    expect(await outcomeAt(63)).toBe('secret-deleted');
    expect(await outcomeAt(64)).toBe('status-unknown');
    expect(await outcomeAt(2 ** 40)).toBe('status-unknown');
    for (const idx of [-1, 1.5, '5', null, undefined, Number.MAX_VALUE])
      expect(await outcomeAt(idx)).toBe('status-missing');
  });

  test('must be there, and with the issuer: a token leads the verifier nowhere else', async () => {
    const { fake, world, verifier } = await startKnowing();
    const before = world.requests.length;
    const uris = [
      'https://evil.example.org/list',
      `${issuer}.evil.example.org/`,
      `${issuer}@evil.example.org/`,
      5,
    ];
    const statuses: unknown[] = [undefined, null, 'x', {}, { status_list: {} }];
    for (const uri of uris) statuses.push({ status_list: { idx: 5, uri } });
    for (const status of statuses)
      expect(await outcomeOf(verifier, await fake.token(world, { claims: { status } }))).toBe(
        'status-missing',
      );
    expect(world.requests).toHaveLength(before);
  });

  test('is not looked at before the token itself is found good', async () => {
    const { fake, world, verifier } = await start();
    const sent = await fake.token(world, { claims: { aud: 'x' } });
    expect(await outcomeOf(verifier, sent)).toBe('audience-wrong');
    expect(listRequests(world.requests)).toBe(0);
  });
});

describe('the status list', () => {
  test('is fetched every two seconds, with the tag of the one at hand, and no token waits for it', async () => {
    const { fake, world, outcome } = await startKnowing();
    const tags: (string | null)[] = [];
    const statuses: number[] = [];
    const answer = fake.answer(world);
    world.answer = (url, init) => {
      const response = answer(url, init);
      if (url === listUri && response instanceof Response) {
        tags.push(new Headers(init.headers).get('if-none-match'));
        statuses.push(response.status);
      }
      return response;
    };
    const before = listRequests(world.requests);
    await world.pass(1_999);
    expect(listRequests(world.requests)).toBe(before);
    await world.pass(8_001);
    expect(listRequests(world.requests)).toBe(before + 5);
    expect(statuses).toEqual([304, 304, 304, 304, 304]);
    expect(tags[0]).toMatch(/^W\/"/);
    // One that never answers holds nobody up.
    world.answer = () => new Promise<Response>(() => undefined);
    await world.pass(2_500);
    expect(await outcome()).toBe('accepted');
  });

  test('of a fetch that takes longer than a second counts as not fetched, also when it comes after all', async () => {
    const { fake, world, setStatus, outcome } = await startKnowing({ maxStatusAgeSeconds: 3 });
    const late = Promise.withResolvers<Response>();
    const answer = fake.answer(world);
    setStatus(2);
    const other = await Promise.resolve(answer(listUri, {}));
    setStatus(0);
    let signal: AbortSignal | null | undefined;
    world.answer = (url, init) => {
      if (url !== listUri) return answer(url, init);
      signal = init.signal;
      return late.promise;
    };
    await world.pass(2_999);
    expect(signal?.aborted).toBe(false);
    await world.pass(1);
    expect(signal?.aborted).toBe(true);
    late.resolve(other);
    await world.pass(0);
    world.answer = unreachable;
    expect(await outcome()).toBe('accepted');
    await world.pass(1);
    expect(await outcome()).toBe('unavailable');
  });

  test('is as old as the time since its fetch began, not since it was answered', async () => {
    const { fake, world, outcome, setStatus } = await startKnowing({ maxStatusAgeSeconds: 3 });
    const slow = Promise.withResolvers<Response>();
    const answer = fake.answer(world);
    setStatus(0);
    fake.entries = 128;
    world.answer = (url, init) => (url === listUri ? slow.promise : answer(url, init));
    await world.pass(2_000);
    // It began at 2,000 and is answered at 2,900; from then on nothing is.
    await world.pass(900);
    slow.resolve(await Promise.resolve(answer(listUri, {})));
    await world.pass(0);
    world.answer = unreachable;
    await world.pass(2_100);
    expect(await outcome()).toBe('accepted');
    await world.pass(1);
    expect(await outcome()).toBe('unavailable');
  });

  test('an answer that it has not changed makes it new, as of when that was asked', async () => {
    const { fake, world, outcome, down } = await startKnowing({ maxStatusAgeSeconds: 3 });
    const slow = Promise.withResolvers<Response>();
    const answer = fake.answer(world);
    world.answer = (url, init) => (url === listUri ? slow.promise : answer(url, init));
    await world.pass(2_900);
    slow.resolve(new Response(null, { status: 304 }));
    await world.pass(0);
    down();
    await world.pass(2_100);
    expect(await outcome()).toBe('accepted');
    await world.pass(1);
    expect(await outcome()).toBe('unavailable');
  });

  test('is never replaced by an older one, which does not make it newer either; one as old is taken', async () => {
    const { fake, world, setStatus, outcome } = await startKnowing();
    const issuedAt = world.nowSeconds();
    setStatus(1);
    fake.listIssuedAt = issuedAt;
    await world.pass(2_000);
    expect(await outcome()).toBe('secret-deleted');
    setStatus(0);
    fake.listIssuedAt = issuedAt - 1;
    await world.pass(59_000);
    expect(await outcome()).toBe('secret-deleted');
    await world.pass(2_000);
    // By now nothing is known that is recent enough, and still the older list is not believed.
    expect(await outcome()).toBe('unavailable');
    fake.listIssuedAt = issuedAt;
    await world.pass(2_000);
    expect(await outcome()).toBe('accepted');
  });

  test('from the future is not taken: it would keep out every later one', async () => {
    const { fake, world, setStatus, outcome } = await startKnowing();
    setStatus(1);
    fake.listIssuedAt = world.nowSeconds() + 308;
    await world.pass(2_000);
    expect(await outcome()).toBe('accepted');
    fake.listIssuedAt = null;
    await world.pass(2_000);
    expect(await outcome()).toBe('secret-deleted');
  });

  test('is taken from an issuer whose clock is ahead by five minutes, as tokens are', async () => {
    const { fake, world, setStatus, outcome } = await startKnowing();
    setStatus(1);
    fake.listIssuedAt = world.nowSeconds() + 2 + 305;
    await world.pass(2_000);
    expect(await outcome()).toBe('secret-deleted');
  });

  test.each([
    ['another type', { header: { typ: 'at+jwt' } }],
    ['another issuer', { claims: { iss: 'https://evil.example.org' } }],
    ['no issuer', { claims: { iss: undefined } }],
    ['another list', { claims: { sub: `${issuer}/oauth2/status-lists/1` } }],
    ['no time of issue', { claims: { iat: undefined } }],
    ['its time over', { claims: { exp: 1 } }],
    ['no list', { claims: { status_list: undefined } }],
    ['three bits', { claims: { status_list: { bits: 3, lst: 'eNo76fITAAPfAgc' } } }],
    ['bytes that are not compressed', { claims: { status_list: { bits: 2, lst: 'AAAA' } } }],
    ['bits alone', { claims: { status_list: { bits: 2 } } }],
  ])('with %s is not used', async (_about, change) => {
    const { fake, world, setStatus, outcome } = await startKnowing();
    setStatus(1);
    fake.listSigning = change;
    await world.pass(2_000);
    expect(await outcome()).toBe('accepted');
    await world.pass(60_000);
    expect(await outcome()).toBe('unavailable');
    fake.listSigning = {};
    await world.pass(2_000);
    expect(await outcome()).toBe('secret-deleted');
  });

  test('signed by another key, or by another algorithm than ES256, is not used', async () => {
    for (const name of ['other key', 'RS256'] as const) {
      const { fake, world, setStatus, outcome } = await startKnowing();
      setStatus(1);
      const key = name === 'RS256' ? fake.rs256 : { ...fake.es256, kid: fake.rs256.kid };
      fake.listSigning = { key };
      await world.pass(2_000);
      expect([name, await outcome()]).toEqual([name, 'accepted']);
    }
  });

  test('that swells beyond a mebibyte when it is decompressed is not used', async () => {
    const { fake, world, outcome } = await startKnowing();
    fake.listBytes = new Uint8Array(1024 * 1024 + 1);
    await world.pass(62_000);
    expect(await outcome()).toBe('unavailable');
    fake.listBytes = new Uint8Array(1024 * 1024);
    await world.pass(2_000);
    expect(await outcome()).toBe('accepted');
  });

  test('is trusted no longer than it says itself, though the answer is again and again that it has not changed', async () => {
    const { fake, world, verifier } = await startKnowing();
    await world.pass(7_198_000);
    const later = async () => outcomeOf(verifier, await fake.token(world));
    // Nobody asked for two hours, and so it was fetched anew.
    expect(await later()).toBe('accepted');
    fake.listSigning = { claims: { exp: world.nowSeconds() + 10 } };
    fake.entries = 128;
    await world.pass(2_000);
    expect(await later()).toBe('accepted');
    await world.pass(8_000);
    expect(await later()).toBe('unavailable');
  });
});

describe('when the status list cannot be reached', () => {
  test('the verifier goes on for maxStatusAgeSeconds, then refuses with 503, and accepts again once it can', async () => {
    const { world, outcome, verify, down, up } = await startKnowing();
    down();
    await world.pass(60_000);
    expect(await outcome()).toBe('accepted');
    await world.pass(1);
    const error = await refusalOf(verify());
    expect([error.code, error.status, error.headers]).toEqual([
      'unavailable',
      503,
      { 'cache-control': 'no-store', 'retry-after': '2' },
    ]);
    expect((error.cause as Error).message).toBe('fetch failed');
    up();
    await world.pass(2_000);
    expect(await outcome()).toBe('accepted');
  });

  test('a token that needs the list now has it fetched at once, but no more often than once a second', async () => {
    const { world, outcome, down, up } = await startKnowing({ maxStatusAgeSeconds: 3 });
    down();
    await world.pass(5_500);
    const before = listRequests(world.requests);
    for (let count = 0; count < 10; count += 1) expect(await outcome()).toBe('unavailable');
    expect(listRequests(world.requests)).toBe(before + 1);
    up();
    await world.pass(999);
    expect(await outcome()).toBe('unavailable');
    await world.pass(1);
    expect(await outcome()).toBe('accepted');
  });

  test('the time of day does not count: setting it neither ages the list nor renews it', async () => {
    const { world, outcome, down } = await startKnowing();
    down();
    world.stepWallClock(1_800_000);
    await world.pass(59_000);
    expect(await outcome()).toBe('accepted');
    world.stepWallClock(-1_800_000);
    await world.pass(1_001);
    expect(await outcome()).toBe('unavailable');
  });

  test('R1.5 it asks for each token instead, when that is what it is to do', async () => {
    const { fake, world, outcome, token } = await startKnowing({
      whenStatusUnavailable: 'introspect',
      introspection: credentials,
    });
    const answer = fake.answer(world);
    world.answer = (url, init) => (url === listUri ? unreachable(url, init) : answer(url, init));
    await world.pass(60_000);
    expect(await outcome()).toBe('accepted');
    expect(fake.introspected).toEqual([]);
    await world.pass(1);
    expect(await outcome()).toBe('accepted');
    expect(fake.introspected).toEqual([
      // RFC 6749 section 2.3.1: form-encoded before they are joined.
      { authorization: `Basic ${btoa('the%20api:a%3Asecret')}`, body: `token=${token}` },
    ]);
    fake.introspection = () => new Response('{"active":false}');
    expect(await outcome()).toBe('token-inactive');
    world.answer = answer;
    await world.pass(2_000);
    expect(await outcome()).toBe('accepted');
    expect(fake.introspected).toHaveLength(2);
  });

  test.each([
    ['an error', () => new Response('{"error":"invalid_client"}', { status: 401 })],
    ['no JSON', () => new Response('<html>')],
    ['something else', () => new Response('[]')],
    ['nothing', () => Promise.reject(new TypeError('fetch failed'))],
  ])('and when introspection answers %s, it refuses with 503', async (_about, introspection) => {
    const { fake, world, outcome } = await startKnowing({
      whenStatusUnavailable: 'introspect',
      introspection: credentials,
    });
    fake.introspection = introspection;
    const answer = fake.answer(world);
    world.answer = (url, init) => (url === listUri ? unreachable(url, init) : answer(url, init));
    await world.pass(60_001);
    expect(await outcome()).toBe('unavailable');
  });
});

describe('statusCheck: introspection', () => {
  const options = { statusCheck: 'introspection', introspection: credentials } as const;

  test('R1.5 asks for each token that is good by itself, and never reads a list', async () => {
    const { fake, world, verifier, token } = await start(options);
    expect(await outcomeOf(verifier, token)).toBe('accepted');
    fake.introspection = () => new Response('{"active":false}');
    expect(await outcomeOf(verifier, token)).toBe('token-inactive');
    const expired = await fake.token(world, { claims: { exp: world.nowSeconds() - 60 } });
    expect(await outcomeOf(verifier, expired)).toBe('token-expired');
    expect(fake.introspected).toHaveLength(2);
    await world.pass(10_000);
    expect(listRequests(world.requests)).toBe(0);
  });

  test('does not wait longer than a second for the answer', async () => {
    const { fake, world, verifier, token } = await start(options);
    await world.pass(0);
    fake.introspection = () => new Promise<Response>(() => undefined);
    const before = world.requests.length;
    const outcome = outcomeOf(verifier, token);
    // Checking the signature takes real time.
    await expect.poll(() => world.requests.length).toBeGreaterThan(before);
    await world.pass(1_000);
    expect(await outcome).toBe('unavailable');
  });
});

describe('in the background', () => {
  test('what nobody asked for in ten minutes is not fetched any more, until somebody does', async () => {
    const { fake, world, verifier } = await startKnowing();
    await world.pass(602_000);
    const before = world.requests.length;
    await world.pass(3_600_000);
    expect(world.requests).toHaveLength(before);
    expect(world.pending()).toBe(0);
    fake.statuses = new Map([[5, 1]]);
    expect(await outcomeOf(verifier, await fake.token(world))).toBe('secret-deleted');
    await world.pass(4_000);
    expect(listRequests(world.requests.slice(before))).toBe(3);
  });

  test('a verifier that is closed leaves nothing behind', async () => {
    const { world, verifier } = await startKnowing();
    verifier.close();
    const before = world.requests.length;
    await world.pass(10_000);
    expect([world.requests.length - before, world.pending()]).toEqual([0, 0]);
  });
});
