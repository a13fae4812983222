/**
 * Mails about client secrets (R4). No subject names a secret: users choose those names. Each part is a sentence or two
 * of its own; a mail about several secrets has them under one heading for each.
 */
export const mailReminderMessages = {
  'mail.reminder.subject-far': 'Client secret expires {date}: {application}',
  'mail.reminder.subject-days': '{days} days left: client secret of {application}',
  'mail.reminder.subject-near': 'In {days} days, {weekday} {time}, a client secret of {application} expires',
  'mail.reminder.subject-tomorrow': 'Tomorrow {time} a client secret of {application} expires',
  'mail.reminder.subject-today': 'Today {time} a client secret of {application} expires',
  'mail.reminder.subject-taken-over': 'You can delete a client secret of {application}',
  'mail.reminder.subject-never-used': 'Never used: client secret of {application}',
  'mail.reminder.subject-not-replaced':
    'Nothing replaces a client secret of {application}, which expires {date}',
  'mail.reminder.subject-several': '{count} client secrets need attention, first on {date}',
  'mail.reminder.subject-several-undated': '{count} client secrets need attention',
  'mail.expired.subject': 'Expired: client secret of {application}',
  'mail.expired.subject-several': 'Expired: {count} client secrets, first of {application}',

  'mail.reminder.stops': 'If nobody acts, {application} cannot get new tokens after {at}.',
  'mail.reminder.another-works':
    'Another secret of {application} works; nothing stops if your systems use it.',
  'mail.reminder.unused':
    'No system has asked for a token with this client secret in 90 days. Delete it if nobody needs it.',
  'mail.reminder.stopped': '{application} gets no new tokens with this client secret since {at}.',
  'mail.reminder.nothing-stops': 'Nothing stops: the replacement has taken over.',
  'mail.reminder.never-used-first':
    'Nobody has used this client secret since it was created a week ago. If it was meant for a system, that system does not use it yet.',
  'mail.reminder.unmanaged-first':
    'Nobody active manages {application} any more, so nobody can replace its client secrets. {operator} assigns credential managers: ask {support}.',

  'mail.reminder.heading': '{application}: {name} ({hint}…)',
  'mail.reminder.secret-expires':
    'The client secret “{name}” ({hint}…) of {application} expires {at}, {left, plural, =0 {today} one {tomorrow} other {in # days}}.',
  'mail.reminder.secret-expired': 'The client secret “{name}” ({hint}…) of {application} expired {at}.',
  'mail.reminder.secret': 'The client secret is “{name}” ({hint}…) of {application}; it expires {at}.',
  'mail.reminder.disabled': '{by} disabled it on {at}. It expires all the same.',

  'mail.reminder.replacement-created': '{by} created its replacement, “{name}” ({hint}…), on {at}.',
  'mail.reminder.replacement-none': 'Nobody has created a replacement yet.',
  'mail.reminder.last-use': 'Last token request: {at} from {address} ({userAgent}).',
  'mail.reminder.last-use-none': 'It never obtained a token.',

  'mail.reminder.next': 'Next step: {step}',
  'mail.reminder.next-create': 'press “Rotate” beside it. The old secret keeps working meanwhile.',
  'mail.reminder.next-create-expired': 'press “Rotate” beside it, and put the new secret into your system.',
  'mail.reminder.next-install':
    'put the new secret into your system. Only {by} saw it; whoever cannot ask {by} creates another.',
  'mail.reminder.next-known-caller':
    'put the new secret into the system that uses the old one. So far only {address} ({userAgent}) has used the new one, which never used the old: that looks like a test.',
  'mail.reminder.next-remaining':
    '{address} ({userAgent}) has used the old secret only. Put the new secret into that system too.',
  'mail.reminder.next-wait':
    'none before {at}. If nothing uses the old secret until then, you can delete it; you get a mail.',
  'mail.reminder.next-delete': 'delete the old secret on the page.',
  'mail.reminder.next-delete-unused': 'delete it if nobody needs it.',
  'mail.reminder.next-never-used': 'put it into your system, or delete it.',
  'mail.reminder.next-managers': 'call its credential managers: {managers}.',
  'mail.reminder.next-assign': 'assign a credential manager, with the confirmation of {organisation}.',

  'mail.elsewhere.heading':
    '{application}: {name}{hint, select, none {} other { ({hint}…)}}, in Microsoft Entra',
  'mail.elsewhere.stops':
    'If nobody acts, systems of {application} that use this client secret get no new tokens from Microsoft Entra after {at}.',
  'mail.elsewhere.stopped':
    'Systems of {application} that use this client secret get no new tokens from Microsoft Entra since {at}.',
  'mail.elsewhere.moved':
    '{application} has a client secret that works here; nothing stops if your systems use that one.',
  'mail.elsewhere.secret-expires':
    'The client secret “{name}”{hint, select, none {} other { ({hint}…)}} of {application} expires {at}, {left, plural, =0 {today} one {tomorrow} other {in # days}}. It is one of the former system, Microsoft Entra, and works there only.',
  'mail.elsewhere.secret-expired':
    'The client secret “{name}”{hint, select, none {} other { ({hint}…)}} of {application} expired {at}. It is one of the former system, Microsoft Entra, and worked there only.',
  'mail.elsewhere.next-create':
    'create a client secret on the page, and move your system: put that secret and the addresses under “Connection details” into it.',
  'mail.elsewhere.next-move':
    'move the systems that still use Microsoft Entra to the client secret that works here; then press “It is gone” beside this one on the page.',

  'mail.reminder.more': '…and {count, plural, one {# more client secret} other {# more client secrets}}.',
  'mail.reminder.where':
    'You need not click: open {portal} yourself, Manage API Credentials, Notifications, no. {number}. The address of the page is:',
  'mail.reminder.guide': 'How systems get tokens:',

  'mail.presented.subject':
    '{reason, select, expired {Expired} disabled {Disabled} other {Deleted}} client secret still in use: {application}',
  'mail.presented.subject-several': '{count} client secrets that work no longer are still in use',
  'mail.presented.first':
    'A system still presents a client secret of {application} that works no longer, and gets no tokens with it.',
  'mail.presented.secret':
    'The client secret “{name}” ({hint}…) of {application} was {reason, select, expired {valid until} disabled {disabled on} other {deleted on}} {at}. It was last refused {refused}, from {address} ({userAgent}); {requests, plural, one {# request} other {# requests}} since then.',
  'mail.presented.next-expired':
    'find that system by its address and its name, and put a valid client secret into it.',
  'mail.presented.next-disabled':
    'find that system by its address and its name, and put a valid client secret into it; or enable the secret again until that is done.',

  'mail.unmanaged.subject': 'Nobody manages {application} any more',
  'mail.unmanaged.body':
    'Since {at}, {application} of {organisation} has no active credential manager. Its client secrets go on working until they expire, and nobody can replace them.\n\n{operator} assigns credential managers, with the confirmation of {organisation}. Ask {support}.',

  'mail.failed-mails.subject': '{count, plural, one {A mail} other {# mails}} could not be delivered',
  'mail.failed-mails.first':
    '{count, plural, one {This mail} other {These mails}} failed for good. Whoever should have read {count, plural, one {it} other {them}} does not know what {count, plural, one {it says} other {they say}}:',
  'mail.failed-mails.line': 'No. {number} to {recipient}, “{subject}”: {error}',
  'mail.failed-mails.more': '…and {count} more.',
  'mail.failed-mails.next':
    'Next step: mend the address or the mail server, then send {count, plural, one {it} other {them}} again at the operator’s page, Notifications.',

  'mail.test.subject': 'Test mail of the {operator} portal',
  'mail.test.first':
    'This is the test mail that you asked for on {at}. If you can read it, mails of {operator} reach you.',
  'mail.test.first-for-another':
    'This is a test mail that {name} asked for on {at}. If you can read it, mails of {operator} reach you.',

  'mail.application-disabled.subject': 'Application disabled: {name}',
  'mail.application-disabled.body':
    'The {operator} team disabled {name} on {at}{reason, select, none {} other {: {reason}}}\n\nIt gets no tokens, and the tokens it has are refused by APIs that check, until it is enabled again. Its client secrets stay as they are.\n\nAsk {support} what to do.',
  'mail.application-enabled.subject': 'Application enabled again: {name}',
  'mail.application-enabled.body':
    'The {operator} team enabled {name} on {at}. It gets tokens again with the client secrets that it had.',
  'mail.organisation-disabled.subject': 'The applications of {name} were disabled',
  'mail.organisation-disabled.body':
    'The {operator} team disabled {name} on {at}{reason, select, none {} other {: {reason}}}\n\nNone of its applications gets tokens, the tokens they have are refused by APIs that check, and its people cannot sign in, until it is enabled again.\n\nAsk {support} what to do.',
  'mail.organisation-enabled.subject': 'The applications of {name} work again',
  'mail.organisation-enabled.body':
    'The {operator} team enabled {name} on {at}. Its applications get tokens again with the client secrets that they had, and its people can sign in again.',

  'mail.secret-created.subject': 'Client secret created: {application}',
  'mail.secret-created.body':
    '{by} created the client secret “{secret}” ({hint}…) of {application} on {at}. It expires {expires}.\n\nIf that is wrong, open {portal} yourself, Manage API Credentials, and disable it; then tell {support}.',
  'mail.secret-deleted.subject': 'Client secret deleted: {application}',
  'mail.secret-deleted.body':
    '{by} deleted the client secret “{secret}” ({hint}…) of {application} on {at}. No system gets tokens with it any more.\n\nIf that is wrong, open {portal} yourself, Manage API Credentials, and create another; then tell {support}.',
  'mail.secret-disabled.subject': 'Client secret disabled: {application}',
  'mail.secret-disabled.body':
    '{by} disabled the client secret “{secret}” ({hint}…) of {application} on {at}{reason, select, none {} other {: {reason}}}. No system gets tokens with it until it is enabled.\n\nTo enable it, open {portal} yourself, Manage API Credentials. If you do not know why, ask {by} or {support}.',
} as const;
