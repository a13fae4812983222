import type { MessageKey } from '@keyturn/contract';
import { escapeHtml } from '../escape-html.ts';
import { text } from '../messages.ts';

type OAuthMessageKey = Extract<MessageKey, `oauth.${string}`>;
type Code = MessageKey extends infer Key ? (Key extends `guide.error.${infer Name}` ? Name : never) : never;
type Case = MessageKey extends infer Key
  ? Key extends `guide.case.${infer Name}.says`
    ? Name
    : never
  : never;

/**
 * Every code of `error_uri` with its cases, and for each case the descriptions that it explains: all that the token
 * service answers.
 */
export const explainedErrors: Record<Code, Partial<Record<Case, OAuthMessageKey[]>>> = {
  invalid_client: {
    'secret-expired': ['oauth.secret-expired'],
    'secret-disabled': ['oauth.secret-disabled'],
    'secret-deleted': ['oauth.secret-deleted'],
    'secret-cut': ['oauth.secret-form', 'oauth.secret-checksum'],
    'secret-id': ['oauth.secret-is-id'],
    'authentication-failed': ['oauth.client-authentication-failed'],
    'application-disabled': ['oauth.application-disabled', 'oauth.organisation-disabled'],
    introspection: ['oauth.introspection-authentication-failed'],
  },
  invalid_target: {
    'resource-not-permitted': ['oauth.resource-not-permitted'],
    'resource-missing': ['oauth.resource-missing'],
    'resource-repeated': ['oauth.resource-repeated'],
    'scope-disagrees': ['oauth.scope-disagrees'],
    'no-resource': ['oauth.no-resource'],
  },
  invalid_scope: { 'scope-form': ['oauth.scope-form'] },
  invalid_request: {
    'content-type': ['oauth.content-type', 'oauth.body-malformed', 'oauth.body-too-large'],
    method: ['oauth.method-not-allowed'],
    parameter: ['oauth.parameter-missing', 'oauth.parameter-repeated'],
    'secret-in-query': ['oauth.secret-in-query'],
    'authentication-method': [
      'oauth.two-authentication-methods',
      'oauth.client-id-disagrees',
      'oauth.authorization-malformed',
    ],
    tenant: ['oauth.unknown-tenant'],
    'status-list': ['oauth.status-list-unknown', 'oauth.status-list-past'],
  },
  unsupported_grant_type: { 'grant-type': ['oauth.unsupported-grant-type'] },
  unauthorized_client: {
    'api-credentials': ['oauth.api-credentials'],
    revocation: ['oauth.revocation-of-another'],
  },
  unsupported_response_type: { 'no-authorization': ['oauth.no-authorization'] },
  invalid_token: {
    'token-missing': ['oauth.token-missing'],
    'token-invalid': ['oauth.token-invalid'],
    'token-inactive': ['oauth.token-inactive'],
  },
  temporarily_unavailable: { unavailable: ['oauth.unavailable'] },
  server_error: { 'server-error': ['oauth.server-error'] },
};

/** The sections that `error_uri` leads to, each under its code as an anchor, in HTML. */
export function renderErrors(parameters: { support: string }): string {
  const say = (key: MessageKey): string => escapeHtml(text(key, parameters));
  return entriesOf(explainedErrors)
    .map(
      ([code, cases]) => `<section id="${code}">
<h2><code>${code}</code></h2>
<p>${say(`guide.error.${code}`)}</p>
<dl>
${entriesOf(cases)
  .map(([name]) => `<dt>${say(`guide.case.${name}.says`)}</dt>\n<dd>${say(`guide.case.${name}.do`)}</dd>`)
  .join('\n')}
</dl>
</section>`,
    )
    .join('\n');
}

/** `Object.entries` gives names as strings; nothing else is in these objects. */
const entriesOf = <Name extends string, Value>(of: Partial<Record<Name, Value>>): [Name, Value][] =>
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see above
  Object.entries(of) as [Name, Value][];
