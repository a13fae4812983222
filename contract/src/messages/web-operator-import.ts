/** The page that imports a file. */
export const webOperatorImportMessages = {
  'web.import.heading': 'Import',
  'web.import.lead':
    'Organisations, APIs, applications and people from one file. You see what it would do before anything is written.',
  'web.import.file': 'File',
  'web.import.formats':
    'An import file, as keyturn import reads it, or what “az ad app list --all” prints. JSON, at most {max} MB.',
  'web.import.choose': 'Choose a file',
  'web.import.choose-another': 'Choose another file',
  'web.import.drop': 'or drop it here',
  'web.import.paste': 'Paste the text instead',
  'web.import.paste-label': 'JSON',
  'web.import.paste-look': 'Look at it',
  'web.import.pasted': 'Pasted text',
  'web.import.size': '{size} kB',
  'web.import.too-large': '{name} has {size} MB; at most {max} MB can be imported at once. Split it.',
  'web.import.not-text': '{name} cannot be read as text.',
  'web.import.empty': '{name} is empty.',
  'web.import.not-json': '{name} is not valid JSON: {reason}',
  'web.import.not-json-at': '{name} is not valid JSON in line {line}, column {column}: {reason}',
  'web.import.looking': 'Comparing the file with what is there…',
  'web.import.look-failed': 'The file could not be compared with what is there.',
  'web.import.format-entra': 'Applications of Microsoft Entra',
  'web.import.format-keyturn': 'Import file',

  'web.import.preview': 'What it would do',
  'web.import.total':
    '{created, number} new, {updated, number} changed{removed, plural, =0 {} other {, # gone}}, {errors, plural, one {# error} other {# errors}}{questions, plural, =0 {} one {, # open question} other {, # open questions}}',
  'web.import.unchanged':
    '{count, plural, one {# is there already, as the file says.} other {# are there already, as the file says.}}',
  'web.import.nothing': 'Everything is there already, as the file says. There is nothing to import.',
  'web.import.run': 'Import {count, plural, one {# change} other {# changes}}',
  'web.import.run-blocked': 'First the errors and open questions below.',
  'web.import.run-edited':
    'First {count, plural, one {the answer} other {the # answers}} below that you changed: take over what you typed, or leave it out.',
  'web.import.leave': 'Your answers on this page are lost. Leave all the same?',
  'web.import.leave-file':
    'Your answers about the file that is open are lost. Look at the other one all the same?',
  'web.import.running': 'Importing: all of it or nothing. Many people take some minutes.',
  'web.import.outcome-unknown':
    'The answer did not arrive: all of it was imported, or nothing. Compare again to see which.',
  'web.import.compare-again': 'Compare again',
  'web.import.stale':
    'Somebody changed the federation meanwhile, so the import would do something else. Nothing was imported. This is what it would do now.',

  'web.import.problems': 'Errors',
  'web.import.problems-hint':
    'Nothing is imported as long as there is one. Mend the file and choose it again.',
  'web.import.problems-more': '{count, plural, one {and # more error} other {and # more errors}}',
  'web.import.whole-file': 'the whole file',
  'web.import.leave-out': 'Leave this application out',
  'web.import.leave-out-name': 'Leave {name} out',

  'web.import.questions': 'Questions',
  'web.import.questions-open':
    'The list from Entra cannot say this. {count, plural, =0 {All is answered.} one {# question is open.} other {# questions are open.}}',
  'web.import.question-organisation': 'Whose application is it?',
  'web.import.question-secrets':
    '{count, plural, =0 {It has no client secret there.} one {It has # client secret there.} other {It has # client secrets there.}}',
  'web.import.question-api': 'Which API is it?',
  'web.import.question-api-hint':
    '{count, plural, one {# application of the list uses it.} other {# applications of the list use it.}}',
  'web.import.question-take': 'Take it over',
  'web.import.question-leave': 'Leave it out',
  'web.import.question-decide': 'Choose',
  'web.import.question-code': 'Code',
  'web.import.question-code-hint': 'Part of application names, for example SMC.',
  'web.import.question-answer': 'Take it over like this',
  'web.import.question-edited': 'What you changed is not in the preview yet.',
  'web.import.candidate': 'Its name fits {name}',

  'web.import.changes': 'Changes',
  'web.import.noun-organisations': 'Organisations',
  'web.import.noun-apis': 'APIs',
  'web.import.noun-applications': 'Applications',
  'web.import.noun-users': 'People',
  'web.import.noun-managers': 'Credential managers',
  'web.import.noun-secretsElsewhere': 'Client secrets in Microsoft Entra',
  'web.import.noun-terms': 'Terms of use',
  'web.import.terms': 'Terms of use',
  'web.import.kind-created': 'New',
  'web.import.kind-updated': 'Changed',
  'web.import.kind-removed': 'Gone there',
  'web.import.count-created': '{count, number} new',
  'web.import.count-updated': '{count, number} changed',
  'web.import.count-removed': '{count, number} gone',
  'web.import.show-all': 'Show all {count}',
  'web.import.changes-more': 'The first {shown} of {count} are shown; all are imported.',

  'web.import.left-out':
    '{count, plural, one {# application of the list is not taken over} other {# applications of the list are not taken over}}',
  'web.import.left-out-chosen': 'You left it out',
  'web.import.left-out-uses-no-api': 'Uses no API that is known here',
  'web.import.left-out-used-by-nobody': 'An API that no application of the list uses',

  'web.import.done': 'Imported: {words}.',
  'web.import.done-next': 'Each change is in the audit log.',
  'web.import.done-invited': 'New people have been mailed their invitations.',
  'web.import.show-audit-log': 'Show in the audit log',
} as const;
