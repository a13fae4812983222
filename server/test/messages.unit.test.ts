import { catalogue, type MessageKey } from '@keyturn/contract';
import { IntlMessageFormat } from 'intl-messageformat';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { OAuthError } from '../src/domain/access-token/oauth-error.ts';
import { text } from '../src/messages.ts';

const keys = Object.keys(catalogue) as MessageKey[];
const oauthKeys = keys.filter((key): key is Extract<MessageKey, `oauth.${string}`> =>
  key.startsWith('oauth.'),
);

/** A value for every parameter that the message names: numbers fit plurals, and any text. */
const parametersOf = (key: MessageKey): Record<string, number> =>
  Object.fromEntries(Array.from(catalogue[key].matchAll(/\{\s*(\w+)/g), ([, name = '']) => [name, 2]));

const rfc6749 = /^[\x20-\x21\x23-\x5b\x5d-\x7e]+$/;

describe('the message catalogue', () => {
  test.each(keys)('%s is a valid ICU message, and says something', (key) => {
    expect(() => new IntlMessageFormat(catalogue[key], 'en', undefined, { ignoreTag: true })).not.toThrow();
    const said = text(key, parametersOf(key));
    expect(said.trim()).toBe(said);
    expect(said).not.toBe('');
    // Every {name} was filled in, but for those that are quoted on purpose.
    const quoted = catalogue[key].includes("'{");
    expect(!quoted && /\{\w+\}/.test(said)).toBe(false);
  });

  test('a missing parameter is an error, rather than a gap in the text', () => {
    expect(() => text('oauth.secret-expired', { hint: 'abc' })).toThrow('"id"');
  });

  test('parameters are put in as they are, braces, quotes and tags included', () => {
    const name = "{a} <b>'c' #";
    expect(text('oauth.parameter-missing', { name })).toBe(`The parameter ${name} is missing.`);
  });
});

describe('RFC 6749 5.2 error_description', () => {
  test.each(oauthKeys)('%s is ASCII without double quote and backslash', (key) => {
    expect(text(key, parametersOf(key))).toMatch(rfc6749);
  });

  test('property: stays so whatever the parameters hold, and keeps what is allowed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        const { description } = new OAuthError('invalid_request', 'oauth.parameter-repeated', { name });
        expect(description).toMatch(rfc6749);
        const kept = name.replace(/[^\x20-\x7e]|["\\]/g, '?');
        expect(description).toBe(`The parameter ${kept} occurs more than once.`);
      }),
    );
  });
});
