/** Setting up a federation step by step, and what the operator team should not overlook. */
export const webOperatorChecklistMessages = {
  'web.checklist.heading': 'Set up {operator}',
  'web.checklist.progress': '{done} of {total} done',
  'web.checklist.complete': '{operator} is set up: every step is done.',
  'web.checklist.load-failed': 'Could not load the set-up checklist.',
  'web.checklist.done': 'Done',
  'web.checklist.open': 'Open',
  'web.checklist.pending': 'Under way',

  'web.checklist.test-mail': 'Send a test mail',
  'web.checklist.test-mail-open': 'No mail server has accepted one yet.',
  'web.checklist.test-mail-files': 'There is no mail server yet: mails are only kept as files.',
  'web.checklist.test-mail-done': 'A mail server accepted one, {at}.',
  'web.checklist.test-mail-link': 'Send a test mail',

  'web.checklist.terms': 'Publish terms and the privacy address',
  'web.checklist.terms-open':
    'Neither is there yet. Invite members once they are: they accept the terms first.',
  'web.checklist.terms-no-privacy':
    'Version {version} of the terms is in force; the privacy address is missing. Invite members once it is set.',
  'web.checklist.terms-no-terms':
    'The privacy address is set; no terms are published. Invite members once they are: they accept them first.',
  'web.checklist.terms-done': 'Version {version} of the terms is in force, and the privacy address is set.',
  'web.checklist.terms-link': 'Write the terms',
  'web.checklist.privacy-link': 'Set the privacy address',
  'web.checklist.terms-link-done': 'Terms of use',

  'web.checklist.second-operator': 'Invite a second operator',
  'web.checklist.second-operator-open': 'Nobody else could help if you are locked out.',
  'web.checklist.second-operator-invited':
    '{count, plural, one {One is invited and has not set up the account yet.} other {# are invited and have not set up their accounts yet.}}',
  'web.checklist.second-operator-done': '{count} operators can sign in.',
  'web.checklist.second-operator-link': 'Invite an operator',

  'web.checklist.api': 'Add an API',
  'web.checklist.api-open': 'Nothing yet that members could get access to.',
  'web.checklist.api-no-credential':
    '{api} has no introspection credential yet: it could not ask whether an access token is valid.',
  'web.checklist.api-done': 'An API is ready to check access tokens.',

  'web.checklist.organisation': 'Add an organisation',
  'web.checklist.organisation-open': 'The federation has no member yet. You can also import a file.',
  'web.checklist.organisation-done': 'The federation has a member.',
  'web.checklist.organisation-link': 'Add an organisation',

  'web.checklist.application': 'Add an application',
  'web.checklist.application-open': 'No member has one yet.',
  'web.checklist.application-done': 'A member has one.',
  'web.checklist.application-link': 'Add an application',

  'web.checklist.managers': 'Assign credential managers',
  'web.checklist.managers-open':
    'They create the client secrets of an application; there is none to manage yet.',
  'web.checklist.managers-application': '{application} has none: nobody can create a client secret for it.',
  'web.checklist.managers-done': 'An application has a credential manager.',
  'web.checklist.managers-link': 'Assign a manager',

  'web.checklist.first-token': 'First token',
  'web.checklist.first-token-open': 'A credential manager creates the first client secret.',
  'web.checklist.first-token-waiting': 'Waiting for {organisation} to create a secret.',
  'web.checklist.first-token-created': 'Secret created by {name}, {created}. Waiting for its first token.',
  'web.checklist.first-token-used': 'Secret created by {name}, {created}; first token {used}.',
  'web.checklist.first-token-link': 'Show the application',

  'web.warning.one-operator':
    'Only one operator can sign in. If that person is ill, gone or locked out, nobody can help your members.',
  'web.warning.no-operator':
    'No operator has set up their account. If automation fails, nobody can help your members.',
  'web.warning.one-operator-link': 'Invite another operator',
  'web.warning.mail-to-files':
    'Nobody receives mails: they are only kept as files. Whoever runs the server sets KEYTURN_SMTP_URL.',
  'web.warning.mail-to-files-demo': 'This demo sends no mails.',
  'web.warning.mail-to-files-demo-link': 'Read those it would have sent',
} as const;
