import { expect, it } from 'vitest';
import { base32ToHex } from './base32-to-hex.ts';

it.each([
  ['', ''],
  ['MY======', '66'],
  ['MZXW6YTBOI======', '666f6f626172'],
  ['GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ', '3132333435363738393031323334353637383930'],
  ['aaaqeayeaudaocaj', '00010203040506070809'],
])('%s is %s', (base32, hex) => {
  expect(base32ToHex(base32)).toBe(hex);
});

it('refuses what is not base32', () => {
  expect(() => base32ToHex('ABC1')).toThrow('not base32');
});
