/** Connection details: what an integrator needs besides the client secret. */
export const webConnectionMessages = {
  'web.connection.heading': 'Connection details',
  'web.connection.of': 'For {application}. There is no client secret in these details.',
  'web.connection.token-url': 'Token URL',
  'web.connection.resource': 'Resource',
  'web.connection.base-url': 'Base URL',
  'web.connection.guide': 'Guide of {api}',
  'web.connection.request': 'Get an access token',
  'web.connection.no-api': 'It is permitted to use no API, and gets no access tokens.',
  'web.connection.request-hint':
    'Put the client secret into the environment variable CLIENT_SECRET; the code reads it from there. Keep the access token until it expires instead of asking for one before each call.',
  'web.connection.languages': 'Language',
  'web.connection.code': 'Get an access token: {language}',
  'web.connection.copy-code': 'Copy code',
  'web.connection.code-failed': 'The code for other languages could not be loaded.',
  'web.connection.postman': 'Download Postman collection',
  'web.connection.postman-hint':
    'Its variable clientSecret is empty: enter the client secret as its current value, which Postman does not share.',
  'web.connection.postman-token': 'Get an access token',
  'web.connection.postman-check': 'Check the access token',
  'web.connection.check': 'Check an access token',
  'web.connection.copy': 'Copy {what}',
  'web.connection.copy-command': 'Copy command',
  'web.connection.resource-choice': 'API',
  'web.connection.share': 'Do not share client secrets outside {organisation}.',
} as const;
