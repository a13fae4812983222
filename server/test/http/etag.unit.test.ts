import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatEtag, parseIfMatch } from '../../src/http/portal/etag.ts';

describe('RFC 9110 13.1.1 If-Match', () => {
  test('property: matches the revisions whose tags it lists', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat({ max: 999_999_999 }), { minLength: 1 }),
        fc.constantFrom(',', ', ', ' , ', '\t,\t'),
        (revisions, separator) => {
          expect(parseIfMatch(revisions.map(formatEtag).join(separator))).toEqual(revisions);
        },
      ),
    );
  });

  test('no header and * allow any revision', () => {
    for (const header of [undefined, '*', ' * ']) expect(parseIfMatch(header)).toBeNull();
  });

  test.each([
    '',
    ' ',
    'W/"s1"',
    '"1"',
    's1',
    '"s"',
    '"s-1"',
    '"s1.0"',
    '"S1"',
    '"s1',
    "'s1'",
    '"x"',
    '"s1234567890"',
    '"*"',
  ])('the weak or foreign tag %j matches nothing, rather than anything', (header) => {
    expect(parseIfMatch(header)).toEqual([]);
  });

  test('foreign tags beside ours do not hide it', () => {
    expect(parseIfMatch('"x", W/"s1", "s2", "a,b", "s3"')).toEqual([2, 3]);
    // RFC 9110 8.8.3: a comma may stand inside of a tag; what is in it is not ours.
    expect(parseIfMatch('"a, b"')).toEqual([]);
  });
});
