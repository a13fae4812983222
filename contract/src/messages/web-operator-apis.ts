/** The APIs of the federation and their introspection credentials, for the operator team. */
export const webOperatorApiMessages = {
  'web.apis.heading': 'APIs',
  'web.apis.lead': 'What applications get access tokens for.',
  'web.apis.add': 'Add API',
  'web.apis.none': 'No API yet. Add the first one, or import a file.',
  'web.apis.search': 'Search by name, identifier, code or ID',
  'web.apis.column-name': 'Name',
  'web.apis.column-environment': 'Environment',
  'web.apis.column-identifier': 'Identifier',
  'web.apis.column-code': 'Code',
  'web.apis.column-applications': 'Applications',
  'web.apis.column-status': 'Status',

  'web.api.back': 'All APIs',
  'web.api.new': 'Add an API',
  'web.api.create': 'Add API',
  'web.api.created': '{name} was added.',
  'web.api.title': '{name} {environment}',
  'web.api.details': 'Details',
  'web.api.id': 'API ID',
  'web.api.used-by': 'Used by',
  'web.api.applications': '{count, plural, =0 {no application} one {# application} other {# applications}}',
  'web.api.name': 'Name',
  'web.api.code': 'Code',
  'web.api.code-hint':
    '1 to 10 capital letters or digits, for example SMC: part of the names of its applications.',
  'web.api.environment': 'Environment',
  'web.api.environment-production': 'Production',
  'web.api.environment-sandbox': 'Sandbox',
  'web.api.identifier': 'Identifier',
  'web.api.identifier-hint': 'A URI: what systems send as resource, and the audience (aud) of its tokens.',
  'web.api.identifier-changed':
    'Every system that asks for tokens under {before} is refused as soon as you save, until it sends the new identifier.',
  'web.api.base-url': 'Base URL (optional)',
  'web.api.base-url-hint': 'Shown to credential managers among the connection details.',
  'web.api.documentation': 'Documentation (optional)',
  'web.api.documentation-hint': 'Address of its guide for integrators.',
  'web.api.roles': 'Roles (optional)',
  'web.api.roles-hint': 'One a line: the roles claim of every token for it.',
  'web.api.ttl': 'Token lifetime in seconds (optional)',
  'web.api.ttl-hint': '60 to 86,400. Left empty: as configured for all APIs.',
  'web.api.ttl-is': '{duration}. Left empty: as configured for all APIs.',
  'web.api.ttl-hours': '{hours, plural, one {# hour} other {# hours}}',
  'web.api.ttl-minutes': '{minutes, plural, one {# minute} other {# minutes}}',
  'web.api.ttl-seconds': '{seconds, plural, one {# second} other {# seconds}}',
  'web.api.status-check': 'How it learns that a client secret was deleted',
  'web.api.status-check-introspection': 'Introspection',
  'web.api.status-check-introspection-hint':
    'It asks about each token: tokens of a deleted or disabled secret are refused at once.',
  'web.api.status-check-status-list': 'Status list',
  'web.api.status-check-status-list-hint':
    'It reads the list of deleted and disabled secrets every two seconds: such tokens are refused within 5 seconds.',
  'web.api.status-check-none': 'None',
  'web.api.status-check-none-hint':
    'It checks the signature alone: such tokens are accepted until they expire. Choose a short lifetime.',
  'web.api.algorithm': 'Signature of its tokens',
  'web.api.algorithm-es256': 'ES256',
  'web.api.algorithm-es256-hint': 'For every API whose software knows it.',
  'web.api.algorithm-rs256': 'RS256',
  'web.api.algorithm-rs256-hint': 'Only when its gateway or library knows no ES256: tokens get longer.',
  'web.api.algorithm-changed':
    'Applies from the next token on; tokens issued before stay valid until they expire. An API that checks signatures itself has to accept both meanwhile.',
  'web.api.header-type': 'Type in the header of its tokens (typ)',
  'web.api.header-type-at-jwt': 'at+jwt',
  'web.api.header-type-at-jwt-hint':
    'For every API whose software accepts it: it says that a token is an access token and nothing else (RFC 9068).',
  'web.api.header-type-jwt': 'JWT',
  'web.api.header-type-jwt-hint':
    'Only when its gateway or library refuses at+jwt, as Nimbus and Spring Security do when they were set up for Entra.',
  'web.api.header-type-changed':
    'Applies from the next token on; tokens issued before stay valid until they expire. An API that checks tokens itself has to accept both types meanwhile.',

  'web.api.disable': 'Disable API',
  'web.api.disable-heading': 'Disable {name}?',
  'web.api.disable-text':
    'Disabling stops it at once{count, plural, =0 {} one { for # application} other { for # applications}}: nobody gets a token for it any more, and introspection calls issued ones inactive. Nothing is deleted.',
  'web.api.disable-text-status-list':
    'Disabling stops it{count, plural, =0 {} one { for # application} other { for # applications}}: nobody gets a token for it any more. Status lists tell of client secrets, not of APIs: it accepts issued ones until they expire. Nothing is deleted.',
  'web.api.disable-text-unchecked':
    'Disabling stops it{count, plural, =0 {} one { for # application} other { for # applications}}: nobody gets a token for it any more. As it does not ask about tokens, it accepts issued ones until they expire. Nothing is deleted.',
  'web.api.disabled': '{name} is disabled.',
  'web.api.enable': 'Enable API',
  'web.api.enable-heading': 'Enable {name}?',
  'web.api.enable-text':
    'Applications get tokens for it again, and those issued earlier are accepted until they expire.',
  'web.api.enabled': '{name} is enabled.',

  'web.api-credentials.heading': 'Introspection credentials',
  'web.api-credentials.text':
    'With these the API asks whether a token is valid. To replace them, create a second set, have the API use it, watch here until the old set is not used any more, then delete that.',
  'web.api-credentials.none-needed':
    'There are none yet, so it cannot ask: create some and hand them to its owner.',
  'web.api-credentials.none': 'There are none. It needs them only if it asks whether tokens are valid.',
  'web.api-credentials.table': 'Introspection credentials of {api}',
  'web.api-credentials.column-name': 'Name',
  'web.api-credentials.column-last-used': 'Last used',
  'web.api-credentials.column-created': 'Created',
  'web.api-credentials.column-actions': 'Actions',
  'web.api-credentials.hint': 'Begins with {hint}',
  'web.api-credentials.never': 'Never',
  'web.api-credentials.from': 'from {address}',
  'web.api-credentials.by': 'by {name}',
  'web.api-credentials.minute': 'Last used is noted to the minute, and this page follows by itself.',
  'web.api-credentials.create': 'Create introspection credentials',
  'web.api-credentials.for': 'For {api}',
  'web.api-credentials.name': 'Name',
  'web.api-credentials.name-hint': 'So that others know whom to ask, and which of its servers have them.',
  'web.api-credentials.name-missing': 'Enter a name of 1 to 100 characters.',
  'web.api-credentials.suggestion': 'Credentials by {name}',
  'web.api-credentials.stop-sharing':
    'The client secret appears on screen next. Stop sharing your screen first.',
  'web.api-credentials.submit': 'Create',

  'web.api-credentials.show-heading': 'Copy the introspection credentials now',
  'web.api-credentials.subject': '{name} ({hint}…) of {api}',
  'web.api-credentials.endpoint': 'Introspection endpoint',
  'web.api-credentials.once':
    'This is the only time the client secret is shown. Nobody can recover it. Hand it to the API’s owner over a channel that nobody else reads. It does not expire.',

  'web.api-credentials.delete-name': 'Delete introspection credentials {name}',
  'web.api-credentials.delete-heading': 'Delete introspection credentials',
  'web.api-credentials.never-used': 'They were never used. Deleting them affects nothing.',
  'web.api-credentials.in-use':
    'In use: last {at} from {address}. Whatever asks with them is refused at once.',
  'web.api-credentials.idle':
    'Last used {at} from {address}. Whatever still asks with them is refused at once.',
  'web.api-credentials.last':
    'These are the last ones. Without any, {api} cannot ask whether a token is valid.',
  'web.api-credentials.confirm-help':
    'Their client secret begins with {hint}. Capital and small letters differ.',
  'web.api-credentials.deleted': '“{name}” is deleted. Nobody can ask with it any more.',
} as const;
