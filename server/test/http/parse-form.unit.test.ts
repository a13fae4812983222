import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { OAuthError } from '../../src/domain/access-token/oauth-error.ts';
import { decode, parseForm } from '../../src/http/oauth/parse-form.ts';

const parse = (text: string) => Object.fromEntries(parseForm(Buffer.from(text)));

describe('RFC 6749 appendix B form parsing', () => {
  test('property: reads what URLSearchParams writes, in its order, without empty values', () => {
    const text = fc.string({ unit: 'binary' }).filter((value) => !value.includes('\0'));
    const names = fc.oneof(text, fc.constantFrom('scope', 'resource', '__proto__', 'toString', ''));
    fc.assert(
      fc.property(fc.array(fc.tuple(names, text)), (entries) => {
        const form = parseForm(Buffer.from(new URLSearchParams(entries).toString()));
        const expected = Map.groupBy(
          entries.filter(([, value]) => value !== ''),
          ([name]) => name,
        );
        expect([...form]).toEqual(
          [...expected].map(([name, pairs]) => [name, pairs.map(([, value]) => value)]),
        );
      }),
      { numRuns: 500 },
    );
  });

  test('property: any bytes are read, or refused as invalid_request; nothing else is thrown', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc
        .array(fc.constantFrom(0x25, 0x26, 0x3d, 0x2b, 0x41, 0x66, 0x30, 0, 0xff, 0xc3), { maxLength: 60 })
        .map((codes) => Uint8Array.from(codes)),
    );
    const outcome = (body: Uint8Array): 'read' | 'refused' => {
      try {
        for (const [name, values] of parseForm(body))
          if (values.length === 0 || values.includes('') || [name, ...values].join('').includes('\0'))
            throw new Error(`${name}: ${values.join()}`);
        return 'read';
      } catch (error) {
        if (error instanceof OAuthError && error.error === 'invalid_request') return 'refused';
        throw error;
      }
    };
    const seen = { read: 0, refused: 0 };
    fc.assert(
      fc.property(bytes, (body) => {
        seen[outcome(body)] += 1;
      }),
      { numRuns: 2_000 },
    );
    expect(Math.min(seen.read, seen.refused)).toBeGreaterThan(100);
  });

  test('+ is a space, the first = separates, and a pair without = has no value', () => {
    expect(parse('a=b+c&d=e=f&g&=h&i=&j=%2B%3D%26')).toEqual({
      a: ['b c'],
      d: ['e=f'],
      '': ['h'],
      j: ['+=&'],
    });
    expect(parse('')).toEqual({});
  });

  test('a repeated parameter keeps its values in order, empty ones left out', () => {
    expect(parse('a=1&b=2&a=&a=3&%61=4')).toEqual({ a: ['1', '3', '4'], b: ['2'] });
  });

  test('a byte order mark and other Unicode are kept, raw or escaped', () => {
    expect(parse('\u{feff}a=\u{1f511}')).toEqual({ '\u{feff}a': ['\u{1f511}'] });
    expect(parse('a=%F0%9F%94%91')).toEqual({ a: ['\u{1f511}'] });
  });

  test.each(['%', '%4', '%zz', '%%41', '%ff', '%c0%af', '%ed%a0%80', '%f4%90%80%80', '%00', '\0'])(
    'refuses %j as a name and as a value, also an ignored one',
    (broken) => {
      for (const body of [broken, `${broken}=1`, `a=${broken}`, `a=1&b=${broken}&c=2`])
        expect(() => parse(body)).toThrow(OAuthError);
      expect(() => decode(broken)).toThrow(OAuthError);
    },
  );

  test('refuses raw bytes that are no UTF-8', () => {
    for (const codes of [[0xff], [0xc3], [0xed, 0xa0, 0x80], [0xc0, 0xaf], [0xf8]])
      expect(() => parseForm(Buffer.concat([Buffer.from('a='), Buffer.from(codes)]))).toThrow(OAuthError);
  });
});
