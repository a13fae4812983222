import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findJsonError } from './find-json-error.ts';

const parses = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

describe('where a text stops being JSON', () => {
  it.each([
    ['{\n  "a": [\n}', 11],
    ['{"a": 1,}', 8],
    ['[1 2]', 3],
    ['{"a" 1}', 5],
    ['{a: 1}', 1],
    ['', 0],
    ['[', 1],
    ['[1] x', 4],
    ['"a\nb"', 0],
    ['[01]', 2],
    ['[1,]', 3],
    ['{]', 1],
  ])('%j: at %i', (text, position) => {
    expect(findJsonError(text)).toBe(position);
  });

  it('property: is nowhere in what the browser reads, and somewhere in what it does not', () => {
    fc.assert(
      fc.property(
        fc.json(),
        fc.nat(),
        fc.constantFrom('', ',', ']', '"', '{', ':', 'x'),
        (json, at, more) => {
          const place = at % (json.length + 1);
          const text = json.slice(0, place) + more + json.slice(place);
          expect(findJsonError(text) === null).toBe(parses(text));
        },
      ),
    );
  });
});
