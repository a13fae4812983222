/** What needs the operator team, in numbers, and how lists are narrowed to it. */
export const webOperatorOverviewMessages = {
  'web.overview.loading': 'Loading the numbers…',
  'web.overview.load-failed': 'Could not load the numbers.',
  'web.overview.attention': 'Needs attention',
  'web.overview.counted': 'How many applications, counted at {at}. Each number leads to its list.',
  'web.overview.failed-mails': 'Mails that failed for good',
  'web.overview.expirations': 'Client secrets that expire per week',
  'web.overview.expirations-none': 'No client secret expires in the next 26 weeks.',
  'web.overview.expirations-week':
    'Week of {week}: {count, plural, one {# client secret expires} other {# client secrets expire}}',
  'web.overview.expirations-summary':
    '{total, plural, one {# client secret expires} other {# client secrets expire}} in the next {weeks} weeks; at most {most, number} in one week (that of {mostIn}).',
  'web.overview.expirations-note':
    'Weeks without an expiration are left out. Weeks begin on Monday at midnight, {zone} time.',
  'web.overview.this-week': 'This week',
  'web.overview.week': 'Week of',
  'web.overview.secrets': 'Client secrets',

  'web.attention.filter': 'Attention',
  'web.attention.expired-presented': 'Expired and still presented',
  'web.attention.expiring-7': 'Expires within 7 days',
  'web.attention.expiring-30': 'Expires within 30 days',
  'web.attention.expiring-60': 'Expires within 60 days',
  'web.attention.no-manager': 'No active manager',
  'web.attention.one-manager': 'Only one manager',
  'web.attention.never-used': 'Client secret never used',
  'web.attention.unused-90': 'Client secret unused for 90 days',
  'web.attention.rotating': 'Rotation under way',

  'web.export.client-secrets': 'Client secrets as CSV',
  'web.export.introspection-credentials': 'Introspection credentials as CSV',
  'web.export.secrets-elsewhere': 'Secrets in Microsoft Entra as CSV',
  'web.export.signing-keys': 'Signing keys as CSV',
  'web.export.credential-managers': 'Credential managers as CSV',
} as const;
