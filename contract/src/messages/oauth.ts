/** Descriptions of OAuth errors. ASCII only, no double quote or backslash (RFC 6749 section 5.2). */
export const oauthMessages = {
  'oauth.content-type': 'The request body must be application/x-www-form-urlencoded.',
  'oauth.body-too-large': 'The request body is larger than 16 KiB.',
  'oauth.body-malformed':
    'The request body is not valid application/x-www-form-urlencoded text: it has a broken percent or UTF-8 sequence, or a NUL.',
  'oauth.method-not-allowed': 'Use POST for this endpoint.',
  'oauth.parameter-repeated': 'The parameter {name} occurs more than once.',
  'oauth.parameter-missing': 'The parameter {name} is missing.',
  'oauth.secret-in-query':
    'The client secret was sent in the URL, where logs and proxies keep it. Send it in the request body or in the Authorization header, and replace it: create a new client secret and delete this one.',
  'oauth.resource-repeated':
    'The parameter resource occurs more than once. Ask for one access token per API.',
  'oauth.authorization-malformed':
    'The Authorization header is not Basic with base64 of form-encoded client ID, colon and client secret.',
  'oauth.two-authentication-methods':
    'The client is authenticated in two ways at once. Send the client secret either in the Authorization header or in the request body.',
  'oauth.client-id-disagrees':
    'The client_id in the request body is not the one in the Authorization header.',
  'oauth.unsupported-grant-type': 'The grant type is not supported. Use grant_type=client_credentials.',
  'oauth.unknown-tenant':
    'The tenant ID in the URL is unknown. Compare the token URL with the connection details of the application.',

  'oauth.client-authentication-failed':
    'Client authentication failed: the client ID is unknown, the client secret is missing, or it is not a secret of this client. Compare both with the connection details; if the client secret is lost, ask a credential manager for a new one.',
  'oauth.secret-is-id':
    'The client secret has the form of an ID. Send the value of the client secret, which was shown once when it was created, not the ID in its row.',
  'oauth.secret-form':
    'The client secret does not have the form of one: 56 characters, with _kt_ after the third. It was cut, or something was added. Copy the whole value again.',
  'oauth.secret-checksum':
    'The client secret has a typing error: its last six characters do not match the rest. Copy the whole value again.',
  'oauth.secret-expired':
    'The client secret {hint}... (ID {id}) expired on {at}. Ask a credential manager of the application for a new one.',
  'oauth.secret-disabled':
    'The client secret {hint}... (ID {id}) was disabled on {at}. Ask a credential manager of the application to enable it, or for a new one.',
  'oauth.secret-deleted':
    'The client secret {hint}... (ID {id}) was deleted on {at}. Ask a credential manager of the application for a new one.',
  'oauth.application-disabled':
    'The application is disabled. Ask a credential manager of the application, or {support}, why.',
  'oauth.organisation-disabled': 'The organisation of the application is disabled. Ask {support} why.',
  'oauth.introspection-authentication-failed':
    'Authentication failed: introspection takes the ID of the API as client ID and one of its introspection credentials, which the operator creates.',
  'oauth.api-credentials':
    'These are the introspection credentials of an API. They get no access token. Use the client ID and a client secret of an application.',

  'oauth.resource-missing':
    'The application may use several APIs. Name one with the parameter resource: {resources}',
  'oauth.no-resource': 'The application is not permitted to use any API. Ask {support}.',
  'oauth.resource-not-permitted':
    'The resource is unknown, or the application is not permitted to use it. Permitted: {resources}',
  'oauth.scope-form': 'The scope must be the identifier of one API followed by /.default, or left out.',
  'oauth.scope-disagrees': 'The parameters scope and resource name different APIs.',

  'oauth.no-authorization':
    'Nobody signs in here: this token service has no authorization endpoint. Applications send grant_type=client_credentials to the token endpoint.',

  'oauth.token-missing': 'Send an access token in the header Authorization: Bearer.',
  'oauth.token-invalid':
    'The access token is malformed, expired, signed with a key that was revoked, or not issued by this server.',
  'oauth.token-inactive':
    'The access token is no longer accepted: it was revoked, or its client secret, application or permission was deleted, disabled or withdrawn.',

  'oauth.revocation-of-another':
    'The access token was issued to another application, which alone can revoke it.',
  'oauth.status-list-unknown': 'There is no such status list.',
  'oauth.status-list-past': 'Only the present status list is kept. Leave out the parameter time.',

  'oauth.portal-api-name': 'Portal API',

  'oauth.unavailable': 'The token service cannot reach its database. Try again in a moment.',
  'oauth.server-error':
    'The server met an unexpected condition. Try again, and report request {requestId} if it persists.',
} as const;
