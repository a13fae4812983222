/**
 * The guide's part that `error_uri` leads to: of each code what it means (`guide.error.…`), and of each case below it
 * what the description says (`….says`) and what to do (`….do`).
 */
export const guideErrorMessages = {
  'guide.errors-title': 'Errors and what to do',
  'guide.errors-intro':
    'The token service answers errors as JSON with error, error_description and error_uri. The description names the case at hand; here is what to do about each. Try again only after 500, 503 and network errors, and wait longer each time: every other error stays until somebody changes something.',

  'guide.error.invalid_client':
    'Status 401: client authentication failed. A correct client secret is never refused because wrong ones were tried.',
  'guide.case.secret-expired.says': 'The client secret expired',
  'guide.case.secret-expired.do':
    'It is genuine, and its time is over. Ask a credential manager of your organisation for a new one; the description names its first three characters and its ID, so that they find it. Expired client secrets cannot be extended.',
  'guide.case.secret-disabled.says': 'The client secret was disabled',
  'guide.case.secret-disabled.do':
    'Somebody stopped it on purpose, perhaps to see whether anything still needs it. Tell a credential manager of your organisation that your system does: they can enable it, or create a new one.',
  'guide.case.secret-deleted.says': 'The client secret was deleted',
  'guide.case.secret-deleted.do':
    'It does not come back. Use the newer client secret that your credential manager handed over, or ask for one.',
  'guide.case.secret-cut.says': 'It does not have the form of a client secret, or has a typing error',
  'guide.case.secret-cut.do':
    'Copy the whole value again: 56 characters, without quotes, spaces or a line end. When it came out of an environment variable or a file, look for what was added or cut there.',
  'guide.case.secret-id.says': 'It has the form of an ID',
  'guide.case.secret-id.do':
    'The ID of a client secret stands in its row; its value was shown once, when it was created. If nobody kept that value, create another client secret.',
  'guide.case.authentication-failed.says':
    'The client ID is unknown, or the client secret is not one of this client',
  'guide.case.authentication-failed.do':
    'Compare the client ID with the connection details, and check that the client secret is of the same application and of this system: a production secret does not work in a test system, nor one of another provider here. If the client secret is lost, ask a credential manager for a new one.',
  'guide.case.application-disabled.says': 'The application, or its organisation, is disabled',
  'guide.case.application-disabled.do':
    'No client secret of it works until it is enabled again. Ask a credential manager of the application, or {support}, why.',
  'guide.case.introspection.says': 'Introspection takes the ID of the API',
  'guide.case.introspection.do':
    'Only for APIs: authenticate with your API’s ID and one of its introspection credentials. If they were replaced, use the newer ones.',

  'guide.error.invalid_target':
    'Status 400: resource or scope names no API that your application may use. One access token is for one API.',
  'guide.case.resource-not-permitted.says': 'The resource is unknown, or not permitted',
  'guide.case.resource-not-permitted.do':
    'The description lists what is permitted: use one of these, exactly as it is written there, or the ID of that API. If the API that you need is missing, ask {support}.',
  'guide.case.resource-missing.says': 'Several APIs: name one',
  'guide.case.resource-missing.do': 'Send resource with one of those that the description lists.',
  'guide.case.resource-repeated.says': 'The parameter resource occurs more than once',
  'guide.case.resource-repeated.do': 'Ask for one access token per API, in a request of its own.',
  'guide.case.scope-disagrees.says': 'The parameters scope and resource name different APIs',
  'guide.case.scope-disagrees.do': 'Send one of them.',
  'guide.case.no-resource.says': 'The application is not permitted to use any API',
  'guide.case.no-resource.do': 'Ask {support} for the permission.',

  'guide.error.invalid_scope': 'Status 400: the scope does not have the form that names an API.',
  'guide.case.scope-form.says': 'The scope must be the identifier of one API followed by /.default',
  'guide.case.scope-form.do':
    'Send scope=<identifier>/.default, one API and nothing else; or leave scope out and send resource=<identifier>. Roles cannot be asked for one by one.',

  'guide.error.invalid_request':
    'The request is malformed. Status 400, 405 when it is not POST, 413 when it is too large; about a status list 404 or 501.',
  'guide.case.content-type.says': 'The body is not form-encoded, or too large',
  'guide.case.content-type.do':
    'Send application/x-www-form-urlencoded in UTF-8, not JSON, of at most 16 KiB. Encode values: a + or % of its own would be read as something else.',
  'guide.case.method.says': 'Use POST',
  'guide.case.method.do':
    'Send the parameters in the body of a POST request. If you did, look for a redirection on the way, which turns it into GET: use the https address.',
  'guide.case.parameter.says': 'A parameter is missing, or occurs more than once',
  'guide.case.parameter.do':
    'The description names it. A parameter with an empty value counts as missing: is the variable set that it comes from?',
  'guide.case.secret-in-query.says': 'The client secret was sent in the URL',
  'guide.case.secret-in-query.do':
    'Logs and proxies keep URLs, so that others may have read it. Send it in the body or in the Authorization header, and replace it: have a new client secret created and this one deleted.',
  'guide.case.authentication-method.says':
    'Two ways of authentication, another client ID in the body, or a malformed Authorization header',
  'guide.case.authentication-method.do':
    'Send client_id and client_secret either in the body, or in Authorization: Basic with base64 of the two joined by a colon; not both ways.',
  'guide.case.tenant.says': 'The tenant ID in the URL is unknown',
  'guide.case.tenant.do':
    'Compare the token URL with the connection details. Some libraries put common or organizations there: give them the tenant ID.',

  'guide.case.status-list.says': 'There is no such status list, or none of that time',
  'guide.case.status-list.do':
    'Read the address of the list in the access token (status.status_list.uri), and send no parameter time: only the present list is kept.',

  'guide.error.unsupported_grant_type': 'Status 400: there is one grant type, for systems without a user.',
  'guide.case.grant-type.says': 'Use grant_type=client_credentials',
  'guide.case.grant-type.do':
    'Have your library use the client credentials grant. There are no refresh tokens: ask for a new access token the same way.',

  'guide.error.unauthorized_client':
    'Status 400: these credentials are genuine, but may not do what was asked.',
  'guide.case.api-credentials.says': 'These are the introspection credentials of an API',
  'guide.case.api-credentials.do':
    'They get no access tokens. Use the client ID and a client secret of an application.',
  'guide.case.revocation.says': 'The access token was issued to another application',
  'guide.case.revocation.do':
    'An application revokes its own tokens only. Authenticate as the application that obtained this one.',

  'guide.error.unsupported_response_type': 'Status 400: nobody signs in at the token service.',
  'guide.case.no-authorization.says': 'This token service has no authorization endpoint',
  'guide.case.no-authorization.do':
    'The library opened a sign-in page for a person. Have it use the client credentials grant; in Microsoft’s libraries that is the confidential client, “acquire token for client”.',

  'guide.error.invalid_token':
    'Status 401 from an API or from /connectivity: the access token is not accepted.',
  'guide.case.token-missing.says': 'Send an access token',
  'guide.case.token-missing.do': 'The header is Authorization: Bearer, a space, and the access token.',
  'guide.case.token-invalid.says':
    'The access token is malformed, expired, signed with a key that was revoked, or not issued by this server',
  'guide.case.token-invalid.do':
    'Ask for a new one, and keep it until a minute before it expires. If a new one is refused too, it is for another API or of another system: compare resource and token URL with the connection details, and the clocks of both machines.',
  'guide.case.token-inactive.says': 'The access token is no longer accepted',
  'guide.case.token-inactive.do':
    'It was revoked, or its client secret, application or permission was deleted, disabled or withdrawn. Ask for a new one: the token service says what it was.',

  'guide.error.temporarily_unavailable': 'Status 503: the token service cannot reach its database.',
  'guide.case.unavailable.says': 'Try again in a moment',
  'guide.case.unavailable.do':
    'Wait as many seconds as Retry-After says, then try again, longer each time. The access token that you have works on.',

  'guide.error.server_error': 'Status 500: something unexpected happened.',
  'guide.case.server-error.says': 'The server met an unexpected condition',
  'guide.case.server-error.do':
    'Try again. If it persists, send {support} the request ID that the description names.',
} as const;
