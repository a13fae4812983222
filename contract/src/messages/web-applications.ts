/** The page Manage API Credentials, but for what concerns a single client secret. */
export const webApplicationMessages = {
  'web.applications.heading': 'Manage API Credentials',
  'web.applications.lead': 'Client secrets of the applications you manage at {organisation}.',
  'web.applications.guide': 'Guide',
  'web.applications.alerts': 'Needs attention',
  'web.applications.more-alerts':
    '{count, plural, one {# more application needs attention.} other {# more applications need attention.}}',
  'web.applications.loading': 'Loading your applications…',
  'web.applications.load-failed':
    'Could not load your applications. Your systems are not affected by this page.',
  'web.applications.refresh-failed':
    'This page could not be refreshed; it shows the state of {at}. Your systems are not affected by this page.',
  'web.applications.search': 'Search',
  'web.applications.search-hint': 'Name, client ID or secret',
  'web.applications.filter-state': 'State',
  'web.applications.filter-environment': 'Environment',
  'web.applications.filter-all-states': 'All states',
  'web.applications.filter-attention': 'Needs attention',
  'web.applications.filter-fine': 'Nothing to do',
  'web.applications.filter-all-environments': 'All environments',
  'web.applications.no-hit': 'No application matches.',
  'web.applications.clear-filters': 'Clear filters',
  'web.applications.hits': '{count, plural, one {# application} other {# applications}}',
  'web.applications.production': 'production',
  'web.applications.sandbox': 'sandbox',

  'web.alerts.no-valid': '{application} has no valid client secret: it cannot get new tokens.',
  'web.alerts.expires': 'No valid client secret replaces “{secret}” of {application}, which expires {when}.',
  'web.alerts.expires-replaced': '“{secret}” of {application} expires {when}; another secret stays valid.',
  'web.alerts.create': 'Create new secret',
  'web.alerts.show': 'Show',

  'web.no-role.text':
    'You are not a credential manager. Signed in as {email}, {organisation}. {ask} If you need access, have your organisation confirm it to {support}.',
  'web.no-role.ask': 'First ask inside your organisation: {managers}.',
  'web.no-role.ask-unknown': 'First ask inside your organisation.',
  'web.no-role.nobody': 'nobody holds the role yet',
  'web.no-role.operator':
    'Operators hold no credential manager role. The credential managers of a member organisation create its client secrets; the operator team never sees one. Signed in as {email}, {organisation}.',
  'web.no-role.request':
    'Please give me the credential manager role.\n\nName: {name}\nE-mail: {email}\nOrganisation: {organisation}\nApplication: \nConfirmed by (name, date): \n\nThe organisation confirms this to {support}.',
  'web.no-role.copy': 'Copy request text',
  'web.no-role.request-label': 'Request text',
  'web.dead-link': 'This application does not exist or you do not manage it. You are signed in as {email}.',
  'web.dead-link.all': 'Show my applications',
  'web.one-application': 'This page shows one application.',

  'web.application.apis': 'APIs',
  'web.application.client-id': 'Client ID',
  'web.application.copy-client-id': 'Copy client ID',
  'web.application.connection-details': 'Connection details',
  'web.application.managers': 'Managers: {names}',
  'web.application.one-manager': 'Only one credential manager. Ask {support} to add a second.',
  'web.application.disabled': 'The operator has disabled this application: it gets no tokens.',
  'web.application.disabled-reason':
    'The operator has disabled this application: it gets no tokens. Reason: {reason}',
  'web.application.self-managed': 'This application may create successors of its own client secrets.',

  'web.copy.copied': 'Copied',
  'web.copy.failed': 'Press Ctrl+C (⌘C) to copy.',

  'web.changed.created': '{by} created “{secret}” at {at}.',
  'web.changed.deleted': '{by} deleted “{secret}” at {at}.',
  'web.changed.deleted-this': '{by} deleted this secret at {at}.',
  'web.changed.disabled': '{by} disabled “{secret}” at {at}.',
  'web.changed.enabled': 'Somebody enabled “{secret}”.',
  'web.changed.used': '{application}: “{secret}” was used {at}.',
  'web.changed.application': '{application}: {change}',
} as const;
