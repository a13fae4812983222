import { describe, expect, test } from 'vitest';
import { line } from '../src/primitives.ts';

const refused = (value: string): boolean => !line(100).safeParse(value).success;

describe('one line of text', () => {
  test.each([
    ['nothing', ''],
    ['spaces', ' \u00a0\u2003\u3000'],
    ['a zero-width space', '\u200b'],
    ['a word joiner and a byte order mark', '\u2060\ufeff'],
    ['a soft hyphen', '\u00ad'],
    ['direction marks', '\u200e\u202e\u2069'],
    ['the Braille blank', '\u2800\u2800'],
    ['the Hangul filler', '\u3164'],
    ['the other Hangul fillers', '\u115f\u1160\uffa0'],
    ['a combining mark with nothing to combine with', '\u0301'],
    ['variation selectors', '\ufe0f\u{e0100}'],
    ['tag characters', '\u{e0041}\u{e007f}'],
    ['several of these', '\u200b \u3164\u2800\u0301'],
  ])('%s alone cannot be seen, so it is refused', (_, value) => {
    expect(refused(value)).toBe(true);
  });

  test.each([
    'a',
    '.',
    '-',
    '7',
    'é',
    'e\u0301',
    '한',
    '日本',
    'ا',
    'क\u094d',
    '⠓',
    '🔑',
    '👩\u200d💻',
    '\u200ba',
  ])('%j can be seen', (value) => {
    expect(line(100).parse(` ${value} `)).toBe(value.normalize('NFC'));
  });

  test.each(['a\u0000', 'a\nb', 'a\u2028b', 'a\ud800'])('%j hides in a list or cannot be stored', (value) => {
    expect(refused(value)).toBe(true);
  });
});
