import { createSecretKey } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createSealer } from '../../src/keys/sealer.ts';

const sealerOf = (byte: number) => createSealer(createSecretKey(Buffer.alloc(32, byte)));
const sealer = sealerOf(1);
const unauthentic = 'unable to authenticate data';
const plaintext = Buffer.from('a private key');

describe('the sealer', () => {
  test('property: opens what it sealed for the same purpose, and never seals twice alike', () => {
    fc.assert(
      fc.property(fc.string(), fc.uint8Array(), (purpose, bytes) => {
        const [one, two] = [sealer.seal(purpose, bytes), sealer.seal(purpose, bytes)];
        expect(sealer.open(purpose, one)).toEqual(Buffer.from(bytes));
        expect(one.equals(two)).toBe(false);
      }),
    );
  });

  test('does not show the plaintext', () => {
    expect(sealer.seal('a', plaintext).includes(plaintext)).toBe(false);
  });

  test('another master key or another purpose does not open it; the same key elsewhere does', () => {
    const sealed = sealer.seal('a', plaintext);
    expect(() => sealerOf(2).open('a', sealed)).toThrow(unauthentic);
    for (const purpose of ['b', '', 'A', 'a '])
      expect(() => sealer.open(purpose, sealed)).toThrow(unauthentic);
    expect(sealerOf(1).open('a', sealed)).toEqual(plaintext);
  });

  test('an altered bit in any byte, a cut, and added bytes fail', () => {
    const sealed = sealer.seal('a', plaintext);
    for (let at = 0; at < sealed.length; at += 1)
      for (const bit of [1, 128]) {
        const altered = Buffer.from(sealed);
        altered[at] = (altered[at] ?? 0) ^ bit;
        expect(() => sealer.open('a', altered)).toThrow(unauthentic);
      }
    for (let length = 0; length < sealed.length; length += 1)
      expect(() => sealer.open('a', sealed.subarray(0, length))).toThrow(Error);
    expect(() => sealer.open('a', Buffer.concat([sealed, Buffer.from([0])]))).toThrow(unauthentic);
    expect(() => sealer.open('a', Buffer.concat([Buffer.from([0]), sealed]))).toThrow(unauthentic);
  });

  test('derives a key of its own for each purpose and master key, always the same one', () => {
    const keys = [sealer.derive('a'), sealer.derive('b'), sealerOf(2).derive('a')].map((key) =>
      key.toString('hex'),
    );
    expect(new Set(keys).size).toBe(3);
    expect(sealer.derive('a')).toEqual(sealerOf(1).derive('a'));
    expect(sealer.derive('a')).toHaveLength(32);
  });
});
