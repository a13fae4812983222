import { OAuthError } from '../../domain/access-token/oauth-error.ts';

/** The parameters of a request body in their order, those with an empty value left out (RFC 6749 section 3.2). */
export type Form = ReadonlyMap<string, readonly string[]>;

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Parses `application/x-www-form-urlencoded` strictly: a broken percent or UTF-8 sequence or a NUL is an error, where
 * lenient parsers guess, and two parties might guess differently.
 * @throws OAuthError `invalid_request`
 */
export function parseForm(body: Uint8Array): Form {
  const form = new Map<string, string[]>();
  for (const pair of decodeUtf8(body).split('&')) {
    const separator = pair.indexOf('=');
    const name = decode(separator === -1 ? pair : pair.slice(0, separator));
    const value = separator === -1 ? '' : decode(pair.slice(separator + 1));
    if (value === '') continue;
    const values = form.get(name);
    if (values === undefined) form.set(name, [value]);
    else values.push(value);
  }
  return form;
}

/** What stands for something else, or may not be there. */
const encoded = /[%+\0]/;

/**
 * Form-decodes one name or value (RFC 6749 appendix B).
 * @throws OAuthError `invalid_request`
 */
export function decode(text: string): string {
  if (!encoded.test(text)) return text;
  let decoded: string;
  try {
    decoded = decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw malformed();
  }
  if (decoded.includes('\0')) throw malformed();
  return decoded;
}

function decodeUtf8(body: Uint8Array): string {
  try {
    return decoder.decode(body);
  } catch {
    throw malformed();
  }
}

const malformed = (): OAuthError => new OAuthError('invalid_request', 'oauth.body-malformed');
