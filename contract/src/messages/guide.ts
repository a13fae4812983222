/** The built-in API authentication guide, without its errors. */
export const guideMessages = {
  'guide.title': 'API authentication – {operator}',
  'guide.intro':
    'Your application has a client ID and client secrets. Your system exchanges them for an access token, for one API at a time, and sends that token with every call. Keep the client secret out of source code and URLs; read it from the environment or a secret store.',
  'guide.use':
    'The answer holds access_token and expires_in (seconds). Send it to the API as Authorization: Bearer. This tells whether it works, and which application, client secret and API it belongs to:',
  'guide.reuse':
    'Keep an access token until shortly before it expires, and ask for a new one then, or when an API answers 401.',
} as const;
