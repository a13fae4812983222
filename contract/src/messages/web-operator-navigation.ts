/** The ways to the operator team's pages; other pages show them too. */
export const webOperatorNavigationMessages = {
  'web.operator.heading': 'Overview',
  'web.operator.pages': 'Pages of the operator team',
  'web.operator.nav-organisations': 'Organisations',
  'web.operator.nav-apis': 'APIs',
  'web.operator.nav-applications': 'Applications',
  'web.operator.nav-users': 'People',
  'web.operator.nav-notifications': 'Notifications',
  'web.operator.nav-audit-log': 'Audit log',
  'web.operator.nav-import': 'Import',
  'web.operator.nav-settings': 'Settings',
} as const;
