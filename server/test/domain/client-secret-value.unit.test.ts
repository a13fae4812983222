import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  clientSecretValueProblem,
  generateClientSecretValue,
  hashClientSecretValue,
  hintOf,
} from '../../src/domain/client-secret/client-secret-value.ts';

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** CRC-32 (IEEE 802.3) bit by bit, independent of zlib. */
function crc32(text: string): number {
  let crc = 0xffffffff;
  for (const byte of Buffer.from(text)) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}

/** The last six characters that the interface states for the 50 before them. */
function checksum(unsigned: string): string {
  let rest = BigInt(crc32(unsigned));
  const digits = [];
  for (let place = 0; place < 6; place += 1) {
    digits.unshift(alphabet[Number(rest % 62n)]);
    rest /= 62n;
  }
  return digits.join('');
}

const signed = (unsigned: string): string => unsigned + checksum(unsigned);
const fixed = signed('abc_kt_0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefg');
const secret = fc.constant(null).map(() => String(generateClientSecretValue()));
const character = fc.constantFrom(...alphabet.split(''));

describe('a client secret', () => {
  test('is 3 random characters, _kt_, 43 random characters and 6 of checksum, and never the same twice', () => {
    const values = Array.from({ length: 2_000 }, () => generateClientSecretValue());
    for (const value of values) {
      expect(value).toMatch(/^[A-Za-z0-9]{3}_kt_[A-Za-z0-9]{49}$/);
      expect(value.slice(50)).toBe(checksum(value.slice(0, 50)));
      expect(clientSecretValueProblem(value)).toBeNull();
    }
    expect(new Set(values).size).toBe(values.length);
  });

  test('its checksum is CRC-32 (IEEE) of the first 50 characters in base 62, order 0-9A-Za-z, zero-padded', () => {
    // The check value of the CRC catalogue, so that this test's own arithmetic is right.
    expect(crc32('123456789')).toBe(0xcbf43926);
    expect(fixed).toHaveLength(56);
    expect(clientSecretValueProblem(fixed)).toBeNull();
    // One whose checksum begins with a zero: padded, not shortened.
    const padded = Array.from({ length: 1_000 }, (_, n) =>
      signed(`abc_kt_${String(n).padStart(43, '0')}`),
    ).find((value) => value[50] === '0');
    expect(padded).toHaveLength(56);
    expect(clientSecretValueProblem(String(padded))).toBeNull();
  });

  test('draws every character of the alphabet equally often, in every place', () => {
    const draws = 4_000;
    const places = [0, 1, 2, ...Array.from({ length: 43 }, (_, index) => 7 + index)];
    const counts = new Map<string, number>();
    const first = new Map<string, number>();
    for (let draw = 0; draw < draws; draw += 1) {
      const value = generateClientSecretValue();
      first.set(value.charAt(0), (first.get(value.charAt(0)) ?? 0) + 1);
      for (const place of places) counts.set(value.charAt(place), (counts.get(value.charAt(place)) ?? 0) + 1);
    }
    const chiSquare = (observed: Map<string, number>, total: number): number => {
      const expected = total / alphabet.length;
      return Array.from(
        alphabet,
        (letter) => ((observed.get(letter) ?? 0) - expected) ** 2 / expected,
      ).reduce((sum, term) => sum + term, 0);
    };
    // 61 degrees of freedom: above 200 by chance once in 10^16. A byte modulo 62 gives about 1,700 here.
    expect(chiSquare(counts, draws * places.length)).toBeLessThan(200);
    expect(chiSquare(first, draws)).toBeLessThan(200);
  });

  test('R1.2 its hint is the first three characters', () => {
    const value = generateClientSecretValue();
    expect(hintOf(value)).toBe(value.slice(0, 3));
    expect(hintOf(value)).toHaveLength(3);
  });

  test('is stored as the SHA-256 of the whole string', () => {
    expect(hashClientSecretValue('abc').toString('hex')).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    );
    expect(hashClientSecretValue(fixed)).toEqual(createHash('sha256').update(fixed, 'utf8').digest());
  });
});

describe('a typing error', () => {
  test('property: any single changed character is told as a checksum or form problem', () => {
    fc.assert(
      fc.property(
        secret,
        fc.nat(55),
        fc.string({ minLength: 1, maxLength: 1, unit: 'binary' }),
        (value, at, other) => {
          fc.pre(other !== value[at]);
          const problem = clientSecretValueProblem(value.slice(0, at) + other + value.slice(at + 1));
          const wellFormed = /^[A-Za-z0-9]$/.test(other) && (at < 3 || at > 6);
          expect(problem).toBe(wellFormed ? 'secret-checksum' : 'secret-form');
        },
      ),
      { numRuns: 2_000 },
    );
  });

  test('every single changed alphanumeric of one secret is told as a checksum problem, exhaustively', () => {
    for (let at = 0; at < 56; at += 1) {
      if (at >= 3 && at <= 6) continue;
      for (const other of alphabet) {
        if (other === fixed[at]) continue;
        expect(clientSecretValueProblem(fixed.slice(0, at) + other + fixed.slice(at + 1))).toBe(
          'secret-checksum',
        );
      }
    }
  });

  test('property: two neighbours swapped, a character left out or added, and a cut value are told', () => {
    fc.assert(
      fc.property(secret, fc.nat(54), character, (value, at, added) => {
        const swapped = value.slice(0, at) + value.charAt(at + 1) + value.charAt(at) + value.slice(at + 2);
        expect(clientSecretValueProblem(swapped) === null).toBe(swapped === value);
        expect(clientSecretValueProblem(value.slice(0, at) + value.slice(at + 1))).toBe('secret-form');
        expect(clientSecretValueProblem(value.slice(0, at) + added + value.slice(at))).toBe('secret-form');
        expect(clientSecretValueProblem(value.slice(0, at))).toBe('secret-form');
      }),
      { numRuns: 500 },
    );
  });

  test('letter case counts', () => {
    for (const changed of [fixed.toUpperCase(), fixed.toLowerCase(), fixed.replace('_kt_', '_KT_')])
      expect(clientSecretValueProblem(changed)).not.toBeNull();
  });

  test('an ID instead of the value is told as such, in any letter case; what only resembles one is not', () => {
    const id = '0C000000-0000-4000-8000-00000000000f';
    for (const value of [id, id.toLowerCase(), id.toUpperCase()])
      expect(clientSecretValueProblem(value)).toBe('secret-is-id');
    for (const value of [
      `${id} `,
      `{${id}}`,
      id.slice(1),
      id.replaceAll('-', ''),
      `g${id.slice(1)}`,
      '',
      `${fixed}\n`,
    ])
      expect(clientSecretValueProblem(value)).toBe('secret-form');
  });
});
