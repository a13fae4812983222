import { describe, expect, it } from 'vitest';
import { decodeText } from '../src/decode-text.ts';

const words = '[{ "displayName": "Spenderregister Köln 🩸" }]';
const utf16le = Buffer.from(`\ufeff${words}`, 'utf16le');

describe('the text of a file', () => {
  it.each([
    ['UTF-8', Buffer.from(words)],
    ['UTF-8 with a byte order mark', Buffer.from(`\ufeff${words}`)],
    ['UTF-16 as Windows PowerShell 5.1 writes it', utf16le],
    ['UTF-16, most significant byte first', Buffer.from(utf16le).swap16()],
  ])('is read from %s', (_name, bytes) => {
    expect(decodeText(bytes)).toBe(words);
  });

  it('is none where the bytes are not', () => {
    // A JPEG, a UTF-16 file cut within a character, and text in Latin-1.
    for (const bytes of [
      Buffer.from([0xff, 0xd8, 0xff]),
      utf16le.subarray(0, 7),
      Buffer.from('Köln', 'latin1'),
    ])
      expect(() => decodeText(bytes)).toThrow(TypeError);
    expect(decodeText(new Uint8Array())).toBe('');
  });
});
