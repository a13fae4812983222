/** What real use shows of a client secret, on the portal's pages. */
export const webUsageMessages = {
  'web.usage.open': 'Usage',
  'web.usage.open-name': 'Usage of {name}',
  'web.usage.heading': 'Usage of {name}',
  'web.usage.loading': 'Loading the usage…',
  'web.usage.load-failed': 'Could not load the usage. Your systems are not affected by this page.',
  'web.usage.created': 'Created',
  'web.usage.created-value': '{at} by {name}',
  'web.usage.first': 'First token request',
  'web.usage.last': 'Last token request',
  'web.usage.week': 'In the last 7 days',
  'web.usage.pause': 'Longest pause',
  'web.usage.requests': '{count, plural, one {# token request} other {# token requests}}',
  'web.usage.none': 'No token request in the last 90 days.',
  'web.usage.chart': 'Token requests per day, the last 90 days',
  'web.usage.chart-summary':
    '{total, plural, one {# token request} other {# token requests}} on {days, plural, one {# day} other {# days}} between {from} and {to}; at most {most, number} on one day ({mostOn}).',
  'web.usage.chart-today': 'Today',
  'web.usage.chart-day': '{date}: {count, plural, one {# token request} other {# token requests}}',
  'web.usage.table': 'As a table',
  'web.usage.table-day': 'Day',
  'web.usage.table-requests': 'Token requests',
  'web.usage.table-note': 'Days without a token request are left out. Days begin at midnight, {zone} time.',
  'web.usage.callers': 'Used by',
  'web.usage.caller': '{program} from {address}',
  'web.usage.caller-network': 'Network {network}',
  'web.usage.caller-agent': 'User agent {userAgent}',
  'web.usage.caller-count':
    '{count, plural, one {# token request} other {# token requests}} in 90 days, {week} in the last 7 days',
  'web.usage.caller-apis': 'For {apis}',
  'web.usage.caller-times': 'First {first}, last {last}',
  'web.usage.caller-once': 'Once, {at}',
  'web.usage.caller-last': 'Last {at}',
  'web.usage.unknown-address': 'an unknown address',
  'web.usage.agent-none': 'A program that names itself by nothing',
  'web.usage.agent-other': 'Other programs',
  'web.usage.agent-browser': 'A browser',
  'web.usage.refused': 'Refused',
  'web.usage.refused-lead': 'These requests proved this secret and got no token.',
  'web.usage.refused-expired': 'Refused because it had expired',
  'web.usage.refused-disabled': 'Refused because it was disabled',
  'web.usage.refused-deleted': 'Refused because it was deleted',
  'web.usage.refused-application-disabled':
    'Refused because the application or its organisation was disabled',
  'web.usage.refused-resource-refused':
    'Refused because the request named no API that the application may use',
  'web.usage.more': '{count, plural, one {And # other.} other {And # others.}}',
  'web.usage.unproven':
    '{count, plural, one {# request} other {# requests}} in the last 7 days with this client ID proved no client secret. A client ID is not secret: anybody can send it.',
  'web.usage.counted': 'API calls made with a token issued earlier are not counted.',
  'web.usage.minutes': '{count, plural, one {# minute} other {# minutes}}',
  'web.usage.hours': '{count, plural, one {# hour} other {# hours}}',
  'web.usage.days': '{count, plural, one {# day} other {# days}}',
  'web.usage.from-one': '{address}',
  'web.usage.from-two': '{address} and {other}',
  'web.usage.from-many': '{address} and {count} other addresses',

  'web.disabled.refused':
    'Refused since it was disabled: {count, plural, one {# request} other {# requests}} from {callers}, last {at}.',
  'web.disabled.refused-uncounted': 'Refused since it was disabled: requests from {callers}, last {at}.',
  'web.disabled.nothing': 'Nothing asked for it since {at}.',
  'web.disabled.row-refused': 'Refused {at} · {address}',
  'web.disabled.row-nothing': 'Nothing asked for it since {at}',
  'web.state.application-disabled': 'Gets no tokens while the application is disabled',

  'web.alerts.refused-expired':
    '“{secret}” of {application} expired, but {address} still presents it ({at}).',
  'web.alerts.refused-disabled':
    '“{secret}” of {application} is disabled, but {address} still presents it ({at}).',
  'web.alerts.refused-deleted':
    '“{secret}” of {application} was deleted, but {address} still presents it ({at}).',
  'web.alerts.refused-before':
    '“{secret}” of {application} works no longer; {address} presented it last {at}.',
  'web.alerts.mistake-checksum':
    'The client secret that you just sent for {application} has a typing error. Copy it again from your secret store; if it is lost, create another.',
  'web.alerts.mistake-id':
    'What you just sent for {application} is the ID of a client secret, not its value. Send the value that was shown when the secret was created.',
  'web.alerts.mistake-hint':
    'What you just sent for {application} is only the first three characters of a client secret. Send all 56; if they are lost, create another.',
  'web.alerts.mistake-form':
    'What you just sent for {application} is no client secret: one has 56 characters and begins like aB3_kt_. Copy it again from your secret store.',
  'web.alerts.application-disabled': 'The operator has disabled {application}: it gets no tokens.',
  'web.alerts.usage': 'Show usage',

  'web.filter.api': 'API',
  'web.filter.all-apis': 'All APIs',
  'web.filter.no-valid': 'No valid secret',
  'web.filter.expiring': 'Expires soon',
  'web.filter.expired': 'With an expired secret',
  'web.filter.disabled': 'With a disabled secret',
  'web.filter.refused': 'Refused lately',
  'web.filter.sort': 'Order',
  'web.filter.sort-worst': 'Worst state first',
  'web.filter.sort-name': 'Name',
  'web.filter.sort-expiry': 'Expires first',
  'web.list.loading-more': 'Loading the other applications; {count} so far…',
  'web.list.sort-again': 'All {count} applications are loaded; those loaded last stand at the end.',
  'web.list.sort-again-button': 'Sort them in',

  'web.dialog.loading': 'Loading…',
  'web.dialog.outdated-heading': 'This part could not be loaded',
  'web.dialog.outdated':
    'This page may be older than the server. Load it anew; your systems are not affected by this page.',
  'web.dialog.reload': 'Load this page anew',
} as const;
