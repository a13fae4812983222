import { z } from 'zod';
import { OAuthError } from '../../domain/access-token/oauth-error.ts';
import type { Form } from './parse-form.ts';

/** @throws OAuthError when a parameter occurs more than once (RFC 6749 section 3.2, RFC 8707 section 2) */
export function requireNoRepetition(form: Form): void {
  for (const [name, values] of form) {
    if (values.length === 1) continue;
    if (name === 'resource') throw new OAuthError('invalid_target', 'oauth.resource-repeated');
    throw new OAuthError('invalid_request', 'oauth.parameter-repeated', { name: name.slice(0, 50) });
  }
}

/** The value of a parameter, or null when it was left out. */
export const parameter = (form: Form, name: string): string | null => form.get(name)?.[0] ?? null;

/** @throws OAuthError `invalid_request` */
export function requireParameter(form: Form, name: string): string {
  const value = parameter(form, name);
  if (value === null) throw new OAuthError('invalid_request', 'oauth.parameter-missing', { name });
  return value;
}

/** @throws OAuthError `invalid_request` or `unsupported_grant_type` */
export function requireClientCredentialsGrant(form: Form): void {
  if (requireParameter(form, 'grant_type') !== 'client_credentials')
    throw new OAuthError('unsupported_grant_type', 'oauth.unsupported-grant-type');
}

const scopeSuffix = '/.default';

/**
 * The resource that the request names by `resource` (RFC 8707) or by `scope=<resource>/.default`; null: neither.
 * @throws OAuthError `invalid_scope`, or `invalid_target` when they disagree
 */
export function requestedResource(form: Form): string | null {
  const resource = parameter(form, 'resource');
  const scope = parameter(form, 'scope');
  if (scope === null) return resource;
  const scoped = scope.endsWith(scopeSuffix) ? scope.slice(0, -scopeSuffix.length) : '';
  if (scoped === '' || scoped.includes(' ')) throw new OAuthError('invalid_scope', 'oauth.scope-form');
  if (resource !== null && !isSameResource(resource, scoped))
    throw new OAuthError('invalid_target', 'oauth.scope-disagrees');
  return scoped;
}

/** UUIDs are equal in any letter case; identifiers are compared as they stand (RFC 3986 section 6.2.1). */
const isSameResource = (one: string, other: string): boolean =>
  one === other || (z.guid().safeParse(one).success && one.toLowerCase() === other.toLowerCase());

/** @throws OAuthError when the client secret stands in the URL, where logs and proxies keep it */
export function refuseSecretInQuery(url: string): void {
  const query = url.indexOf('?');
  if (query !== -1 && new URLSearchParams(url.slice(query + 1)).has('client_secret'))
    throw new OAuthError('invalid_request', 'oauth.secret-in-query');
}
