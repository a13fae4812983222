/** The built-in API authentication guide. */
export const guideMessages = {
  'guide.title': 'API authentication – {operator}',
  'guide.intro':
    'Your application has a client ID and client secrets. Your system exchanges them for an access token, for one API at a time, and sends that token with every call. Keep the client secret out of source code and URLs; read it from the environment or a secret store.',
  'guide.use':
    'The answer holds access_token and expires_in (seconds). Send it to the API as Authorization: Bearer. This tells whether it works, and which application, client secret and API it belongs to:',
  'guide.reuse':
    'Keep an access token until shortly before it expires, and ask for a new one then, or when an API answers 401.',
  'guide.errors-title': 'Errors and what to do',
  'guide.errors-intro':
    'The token service answers errors as JSON with error, error_description and error_uri. The description names the case at hand; here is what each code means.',
  'guide.invalid_client':
    'Client authentication failed. When the client secret is genuine but expired, disabled or deleted, the description says so and names its first three characters: ask a credential manager of your organisation for a new one. When it was mistyped or cut, the description says so too. Otherwise the client ID or the client secret is wrong: compare both with the connection details.',
  'guide.invalid_target':
    'The parameter resource names no API that your application may use, is missing while there are several, or occurs twice. The description lists the permitted ones. Ask for one access token per API.',
  'guide.invalid_scope':
    'The scope must be the identifier of one API followed by /.default. You may use resource instead and leave scope out.',
  'guide.invalid_request':
    'The request is malformed: a parameter is missing or repeated, the body is not form-encoded, the client secret is in the URL, or the client is authenticated twice. The description names which.',
  'guide.unsupported_grant_type': 'Only grant_type=client_credentials is supported.',
  'guide.unauthorized_client':
    'These are the introspection credentials of an API, which get no access tokens. Use the client ID and a client secret of an application. At the revocation endpoint it also means that the access token was issued to another application.',
  'guide.unsupported_response_type':
    'People do not sign in at the token service. Have the library use the client credentials grant.',
  'guide.invalid_token':
    'The access token is malformed, expired or not from this server, it was revoked, or its client secret was deleted or disabled. Ask for a new one.',
  'guide.temporarily_unavailable':
    'The token service cannot reach its database. Wait as long as Retry-After says, then try again; the access token that you have works on.',
  'guide.server_error':
    'Something unexpected happened. Try again, and send {support} the request ID if it persists.',
} as const;
