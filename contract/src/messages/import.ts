/** Problems in an import file, each named with its place. */
export const importMessages = {
  'import.not-json': 'The file is not valid JSON: {reason}',
  'import.unreadable': 'The file {path} cannot be read: {reason}',
  'import.unknown-list': 'There is no list {key} in an import file.',
  'import.missing': 'It is missing, and has to be there.',
  'import.unknown-fields':
    '{count, plural, one {There is no field {keys}} other {There are no fields {keys}}} here: check the spelling, or leave it out.',
  'import.no-uuid': 'It must be a UUID, for example 5b0a2b4e-3c3e-4f0e-9d55-6f7c1c1f0a01.',
  'import.duplicate-id': 'The ID {id} occurs twice in this list.',
  'import.duplicate-email': 'The e-mail address {email} belongs to another user.',
  'import.duplicate-identifier': 'The identifier {identifier} belongs to another API.',
  'import.duplicate-name': 'The name {name} belongs to another application.',
  'import.unknown-country': '{country} is not an ISO 3166 country.',
  'import.unknown-time-zone': '{timeZone} is not an IANA time zone.',
  'import.unknown-locale': '{locale} is not a BCP 47 language tag.',
  'import.unknown-organisation': 'There is no organisation {id}, neither in this file nor in the database.',
  'import.unknown-api': 'There is no API {id}, neither in this file nor in the database.',
  'import.unknown-application': 'There is no application {id}, neither in this file nor in the database.',
  'import.unknown-user': 'There is no user {id}, neither in this file nor in the database.',
  'import.organisation-missing': 'A member needs the ID of an organisation.',
  'import.operator-user-organisation':
    'Operators belong to the operator’s own organisation: leave organisation out.',
  'import.organisation-fixed': 'It belongs to another organisation, and that cannot be changed.',
  'import.kind-fixed': 'The kind of an application cannot be changed.',
  'import.operator-client-id': 'This client ID belongs to an automation client of the operator.',
  'import.operator-organisation':
    'This organisation is the operator’s own; applications belong to member organisations.',
  'import.operator-setting':
    'The operator’s own name and time zone are changed in the settings of the console.',
  'import.name-pattern': 'The name must be {expected}, or that with a number from -2 on; it is {name}.',
  'import.codes-differ': 'The APIs of one application must have the same code; these have {codes}.',
  'import.api-in-use':
    '{count, plural, one {An application that is permitted to use this API could not have it like that: {names}.} other {# applications that are permitted to use this API could not have it like that, for example {names}.}} The APIs of one application must have the same code, and a partner-alternative application may use a sandbox only. Take the permission away from {count, plural, one {it} other {them}} first, or change all APIs that belong together in one import.',
  'import.alternative-apis':
    'A partner-alternative application is for testing against oneself: it may use exactly one API, a sandbox.',
  'import.manager-organisation': 'A credential manager must be a user of the application’s organisation.',
  'import.manager-operator': 'Operators hold no credential manager role.',
  'import.user-closed': 'The account of {name} was closed, and that cannot be undone. Leave it out.',
  'import.identifier-reserved': 'The identifier {identifier} is the portal API’s own.',
  'import.id-taken':
    'The ID {id} is already that of an application or an API; client IDs and API IDs must differ.',
  'import.entra.api-open':
    'Others use “{name}” ({appId}). Say with which code and environment it becomes an API, or leave it out.',
  'import.entra.organisation-open': 'Say to which organisation “{name}” ({appId}) belongs, or leave it out.',
  'import.entra.no-api':
    '“{name}” uses no API that is known here, but: {ids}. Add the API first, or leave the application out.',
  'import.entra.empty': 'The list is empty.',
  'import.entra.none': 'none',
  'import.entra.renamed': 'In Entra it is named {name}, which does not fit the pattern or is taken.',
  'import.entra.unknown-resources':
    '{count, plural, one {One permission is} other {# permissions are}} not taken over: {count, plural, one {its resource is} other {their resources are}} no API here ({ids}).',
  'import.confirmed-in-future': 'The confirmation is dated in the future.',
} as const;
