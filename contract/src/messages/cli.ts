/** What the command line prints. */
export const cliMessages = {
  'cli.description': 'Keyturn issues, checks, rotates and revokes API credentials.',
  'cli.serve.description': 'Run the portal API, the token service and the jobs',
  'cli.demo.description': 'Run a sample federation on an embedded database, for this machine only',
  'cli.demo.reset': 'seed the sample federation anew',
  'cli.demo.scale':
    'a federation of 20,000 organisations, 60,000 applications and 200,000 client secrets, in a database of its own',
  'cli.port': 'port to listen on',
  'cli.scale.federation': 'Filling in organisations, users, applications and their managers…',
  'cli.scale.secrets': 'Filling in client secrets and their use…',
  'cli.scale.mails': 'Filling in mails…',
  'cli.scale.audit-log': 'Filling in the audit log…',
  'cli.scale.indexes': 'Making the indexes…',
  'cli.scale.statistics': 'Gathering statistics for the planner…',
  'cli.migrate.description': 'Apply database migrations and exit',
  'cli.import.description':
    'Create or update organisations, APIs, applications, users and managers from a file',
  'cli.import.file': 'import file (JSON), or what `az ad app list` prints; see docs/operators.md',
  'cli.import.answers': 'answers to what the list from Entra cannot say (JSON)',
  'cli.import.dry-run': 'check the file and say what would change; write nothing',
  'cli.operator-client.description': 'Automation clients with the operator role',
  'cli.operator-client.create.description': 'Create an automation client; prints its client secret once',
  'cli.operator-client.create.name': 'name by which people recognise it',
  'cli.operator-client.list.description': 'List the automation clients in service',
  'cli.operator-client.none': 'There is no automation client.',
  'cli.operator-client.never': 'never',
  'cli.operator-client.line': '{clientId}  {name}  ({hint}…, expires {expiresAt}, last used {lastUsedAt})',
  'cli.operator-client.delete.description': 'Take an automation client out of service, at once and for good',
  'cli.operator-client.deleted':
    'The automation client {clientId} gets no more tokens, and those it has are refused.',
  'cli.input-invalid': '{path}: {message}',
  'cli.database': 'Database: {database}',
  'cli.database-embedded': 'embedded, in {directory}',
  'cli.operator.description': 'Operator accounts',
  'cli.operator.invite.description':
    'Make an operator account; prints a link, valid for 24 hours, to set it up',
  'cli.operator.invite.email': 'e-mail address',
  'cli.operator.invite.name': 'full name',
  'cli.operator.invite.done':
    'Open this address within 24 hours to set up the operator account of {name} ({email}):\n\n  {url}\n\nIt works once. Whoever has it can set up the account, so do not pass it on.',
  'cli.operator.reset-mfa.description':
    'Remove the second factors of an operator who lost them; they sign in with password and a mailed code',
  'cli.operator.reset-mfa.done':
    'The second factors and recovery codes of {name} ({email}) are removed, and every session is ended.\n\nAt the next sign-in with the password a code is mailed to {email}; a new second factor is added then.\nIf the password is forgotten too, or no mail arrives, this prints a link, valid for 24 hours, to set up the account anew:\n\n  keyturn operator invite --email {email} --name "{quotableName}"',
  'cli.audit.description': 'The audit log',
  'cli.audit.verify.description':
    'Check that no event of the audit log was altered, removed, inserted or moved',
  'cli.audit.verify.head':
    'a head that was noted before, as seq:mac: the log must still hold it (the server logs one every hour)',
  'cli.audit.verify.intact': 'The audit log is intact: {events, number} events. Head: {head}',
  'cli.audit.verify.altered':
    'Event {at} is not what was written, or was not written by Keyturn. Compare it with an earlier export or backup.',
  'cli.audit.verify.missing': 'Event {at} is missing. Compare with an earlier export or backup.',
  'cli.audit.verify.cut': 'The log ends before event {at}: its tail was removed.',
  'cli.audit.verify.head-unknown': 'Event {at} is another one than the head that was noted.',
  'cli.audit.verify.head-altered': 'The head of the log does not fit event {at}: one of them was altered.',
  'cli.audit.head-invalid': 'A head is written as seq:mac, as the server logs it and audit verify prints it.',
  'cli.audit.export.description': 'Write the audit log as JSON lines, the oldest event first',
  'cli.jobs.description': 'Jobs that otherwise run by themselves',
  'cli.jobs.run.description': 'Run one job now: {jobs}',
  'cli.jobs.run.at': 'as of this instant (ISO 8601) instead of now',
  'cli.json': 'print JSON',

  'cli.failed': 'Failed: {reason}',
  'cli.at-invalid': '--at must be an instant, for example 2027-01-31T08:00:00Z.',
  'cli.port-invalid': '--port must be a whole number from 1 to 65535.',
  'cli.job-unknown': 'There is no job {job}. Jobs: {jobs}',
  'cli.data-directory-in-use':
    'The data directory {directory} is in use by process {pid} on {host} ({command}, since {since}). Stop it first; a lock left by a crash is freed by itself.',
  'cli.data-directory-in-use-unknown':
    'The data directory {directory} is in use by another process. Stop it first; a lock left by a crash is freed by itself.',
  'cli.server-not-answering':
    'The server that holds {directory} does not answer on {socket}: {reason}. Wait until it is ready, or stop it.',
  'cli.server-failed': '{reason}',

  'cli.serve.ready': 'Keyturn is ready at {url}',
  'cli.serve.token-url': 'Members’ token URL: {tokenUrl}',
  'cli.serve.no-operator':
    'No operator account yet. Run: keyturn operator invite --email you@… --name "Your Name"',
  'cli.serve.mail-files': 'Mails are kept as files: nobody is warned before a client secret expires.',
  'cli.serve.workers': '{count} processes answer requests.',
  'cli.serve.stopping': 'Stopping: open requests are answered first.',
  'cli.serve.stopped': 'Stopped.',

  'cli.migrate.done':
    '{count, plural, =0 {The schema is up to date.} one {Applied # migration: {names}} other {Applied # migrations: {names}}}',

  'cli.import.problems':
    '{count, plural, one {Nothing was imported: the file has a problem.} other {Nothing was imported: the file has # problems.}}',
  'cli.import.problem': '{path}: {message}',
  'cli.import.whole-file': '(file)',
  'cli.import.done': 'Imported:',
  'cli.import.dry': 'Nothing was written. The import would do this:',
  'cli.import.count':
    '{noun}: {created} new, {updated} changed, {unchanged} unchanged{removed, plural, =0 {} other {, # gone}}',
  'cli.import.left-out':
    '{count, plural, one {# application of the list is} other {# applications of the list are}} not taken over:',
  'cli.import.left-out-line': '{name} ({appId}): {why}',
  'cli.import.left-out-chosen': 'you left it out',
  'cli.import.left-out-used-by-nobody': 'an API that no application of the list uses',
  'cli.import.left-out-uses-no-api': 'uses no API that is known here',
  'cli.import.answer':
    'The list cannot say {count, plural, one {one thing} other {# things}}. Write the answers into a file like this, with null for what is left out, and name it with --answers:',
  'cli.import.answers-invalid': 'The answers in {path} do not fit: {place}: {message}',

  'cli.operator-client.created':
    'Created the automation client {name}.\n\n  Client ID      {clientId}\n  Client secret  {clientSecret}\n  Expires        {expiresAt}\n\nThis is the only time the client secret is shown. Store it in your secret store.\nIt gets an access token for {resource} at {tokenUrl}.',

  'cli.jobs.run.dry-run': 'say what would be done; change nothing',
  'cli.jobs.remind-expiring-secrets.due':
    '{count, plural, =0 {No mail would be queued.} one {# mail would be queued.} other {# mails would be queued.}}',
  'cli.jobs.remind-expiring-secrets.done':
    '{count, plural, =0 {No mail was queued.} one {# mail was queued.} other {# mails were queued.}}',
  'cli.jobs.drop-secret-hashes.due':
    '{count, plural, =0 {No hash is due.} one {The hash of # client secret that ended more than 90 days ago would be dropped.} other {The hashes of # client secrets that ended more than 90 days ago would be dropped.}}',
  'cli.jobs.drop-secret-hashes.done':
    '{count, plural, =0 {No hash was due.} one {Dropped the hash of # client secret that ended more than 90 days ago.} other {Dropped the hashes of # client secrets that ended more than 90 days ago.}}',

  'cli.demo.preparing': 'Preparing the sample federation, once…',
  'cli.demo.resetting': 'Seeding the sample federation anew…',
  'cli.demo.port-busy': 'Port {busy} is in use, so the demo takes {port}.',
  'cli.demo.ready':
    'The Keyturn demo is ready at {url} (this machine only; all data is fictional)\n\nGet an access token for {application} (paste this line):\n\n  {curl}\n\nTry it\n  Does a token work?         curl -H "Authorization: Bearer <token>" {url}/connectivity\n  Call the sample API        curl -H "Authorization: Bearer <token>" {ping}\n  Create, rotate, delete     docs/integrators.md walks through it with {selfManaged}\n  Every account and secret   {demoFile}\n  Errors explained           {url}/guide\n  Start over                 npm start -- --reset\n\nCtrl+C stops it.',
  'cli.demo.scale-ready':
    'It holds {organisations, number} organisations, {applications, number} applications, {users, number} users and {secrets, number} client secrets, {mails, number} mails and {events, number} audit events, in {directory}. Only the sample accounts can sign in. Start over: keyturn demo --scale --reset',
  'cli.demo.no-secret':
    'The demo is ready at {url}, but every sample secret was deleted or has expired. Start over with: npm start -- --reset',
} as const;
