import type { ClientCredentials } from '../../domain/access-token/authenticate-client.ts';
import { OAuthError } from '../../domain/access-token/oauth-error.ts';
import { decode, type Form } from './parse-form.ts';
import { parameter } from './token-request.ts';

/**
 * The client credentials of a request, from the Authorization header (`client_secret_basic`) or the body
 * (`client_secret_post`), never both (RFC 6749 section 2.3).
 * @throws OAuthError `invalid_request`
 */
export function readClientCredentials(authorization: string | undefined, form: Form): ClientCredentials {
  const posted = { clientId: parameter(form, 'client_id'), clientSecret: parameter(form, 'client_secret') };
  if (authorization === undefined) return posted;

  const basic = readBasic(authorization);
  if (posted.clientSecret !== null)
    throw new OAuthError('invalid_request', 'oauth.two-authentication-methods');
  if (basic.clientId !== null && posted.clientId !== null && !isSame(posted.clientId, basic.clientId))
    throw new OAuthError('invalid_request', 'oauth.client-id-disagrees');
  return basic;
}

function readBasic(authorization: string): ClientCredentials {
  const [, scheme = '', encoded = ''] = /^([^\s]+)\s*(.*)$/.exec(authorization.trim()) ?? [];
  // No other scheme authenticates a client: it is as if there were no credentials.
  if (scheme.toLowerCase() !== 'basic') return { clientId: null, clientSecret: null };
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(encoded)) throw malformed();
  const pair = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = pair.indexOf(':');
  if (colon === -1) throw malformed();
  // RFC 6749 section 2.3.1: both are form-encoded before they are joined.
  return { clientId: part(pair.slice(0, colon)), clientSecret: part(pair.slice(colon + 1)) };
}

function part(encoded: string): string | null {
  try {
    return decode(encoded) || null;
  } catch {
    throw malformed();
  }
}

const malformed = (): OAuthError => new OAuthError('invalid_request', 'oauth.authorization-malformed');

/** Client IDs are UUIDs, equal in any letter case. */
const isSame = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();
