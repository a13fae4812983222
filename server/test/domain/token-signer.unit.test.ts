import { generateKeyPairSync, randomUUID, type KeyObject } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { jwtVerify } from 'jose';
import { describe, expect, test } from 'vitest';
import { createTokenSigner } from '../../src/domain/access-token/token-signer.ts';

const pairs = {
  ES256: generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  RS256: generateKeyPairSync('rsa', { modulusLength: 2048 }),
};
const keyOf = (algorithm: keyof typeof pairs, privateKey: KeyObject = pairs[algorithm].privateKey) => ({
  kid: `key of ${algorithm}`,
  algorithm,
  privateKey,
});

describe('signing access tokens', () => {
  test.for(['ES256', 'RS256'] as const)('RFC 7515 %s: a JWT that a stock library accepts', async (alg) => {
    const token = await createTokenSigner().sign(keyOf(alg), 'at+jwt', {
      sub: 'ä "quoted"',
      exp: 4_000_000_000,
    });
    const { payload, protectedHeader } = await jwtVerify(token, pairs[alg].publicKey, { algorithms: [alg] });
    expect(payload).toEqual({ sub: 'ä "quoted"', exp: 4_000_000_000 });
    expect(protectedHeader).toEqual({ typ: 'at+jwt', alg, kid: `key of ${alg}` });
  });

  test('all requests of one turn of the event loop are signed together, and none in the turn of its request', async () => {
    const signer = createTokenSigner();
    const events: string[] = [];
    const wanted = [1, 2, 3].map((number) =>
      signer.sign(keyOf('ES256'), 'JWT', { jti: randomUUID() }).then(() => events.push(`signed ${number}`)),
    );
    process.nextTick(() => events.push('the turn of the requests ends'));
    const turns = nextTurn().then(() => events.push('next turn'));
    await Promise.all([...wanted, turns]);
    expect(events).toEqual([
      'the turn of the requests ends',
      'signed 1',
      'signed 2',
      'signed 3',
      'next turn',
    ]);
  });

  test('what is asked for after a batch is signed with the next', async () => {
    const signer = createTokenSigner();
    const first = await signer.sign(keyOf('ES256'), 'JWT', { jti: 'first' });
    const second = await signer.sign(keyOf('ES256'), 'JWT', { jti: 'second' });
    const { payload } = await jwtVerify(second, pairs.ES256.publicKey);
    expect([payload.jti, first === second]).toEqual(['second', false]);
  });

  test('one that cannot be signed keeps none of the others from it', async () => {
    const signer = createTokenSigner();
    const results = await Promise.allSettled([
      signer.sign(keyOf('ES256'), 'JWT', {}),
      signer.sign(keyOf('ES256', pairs.ES256.publicKey), 'JWT', {}),
      signer.sign(keyOf('ES256'), 'JWT', {}),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });
});
