/** One's own account: details, password, second factors, recovery codes and sessions. */
export const webAccountMessages = {
  'web.account.heading': 'Account',
  'web.account.back': 'Manage API Credentials',
  'web.account.loading': 'Loading…',
  'web.account.load-failed': 'Could not load your account. You are still signed in.',
  'web.account.prove': 'Confirm that it is you',

  'web.account.details': 'Details',
  'web.account.name': 'Name',
  'web.account.email': 'Email',
  'web.account.organisation': 'Organisation',
  'web.account.role': 'Role',
  'web.account.role-member': 'Member',
  'web.account.role-operator': 'Operator team',
  'web.account.time-zone': 'Time zone',
  'web.account.details-change': 'The operator keeps these details. To have one changed, ask {support}.',
  'web.account.details-change-operator':
    'Another member of the operator team changes these details. Or ask {support}.',

  'web.account.password': 'Password',
  'web.account.password-last': 'Last changed {at}.',
  'web.account.password-current': 'Current password',
  'web.account.password-current-missing': 'Enter your current password.',
  'web.account.password-new': 'New password',
  'web.account.password-new-missing': 'Enter a new password.',
  'web.account.password-change': 'Change password',
  'web.account.password-changed': 'Your password is changed. You are signed out everywhere else.',

  'web.account.mfa': 'Manage MFA',
  'web.account.mfa-lead':
    'Second factors, besides your password. With more than one, losing a device does not lock you out.',
  'web.account.mfa-none':
    'You have no second factor. At your next sign-in you add a new one, with a code that we mail to you.',
  'web.account.kind-totp': 'Authenticator app or hardware token',
  'web.account.kind-passkey': 'Passkey',
  'web.account.factor-used': 'Added {added} · last used {used}',
  'web.account.factor-unused': 'Added {added} · not used yet',
  'web.account.add-totp': 'Add authenticator',
  'web.account.add-passkey': 'Add passkey',
  'web.account.totp-added': 'The authenticator is added.',
  'web.account.passkey-added': 'The passkey is added.',
  'web.account.rename': 'Rename',
  'web.account.rename-name': 'Rename {name}',
  'web.account.rename-heading': 'Rename second factor',
  'web.account.renamed': 'It is called “{name}” now.',
  'web.account.remove': 'Remove',
  'web.account.remove-name': 'Remove {name}',
  'web.account.remove-heading': 'Remove second factor',
  'web.account.remove-text': '“{name}” will no longer work as your second factor.',
  'web.account.remove-last': 'At your next sign-in you add a new one, with a code that we mail to you.',
  'web.account.remove-last-told': 'The other managers of your applications are told.',
  'web.account.removed': '“{name}” is removed.',

  'web.account.recovery-left': '{left, plural, one {# recovery code} other {# recovery codes}} left.',
  'web.account.recovery-none':
    'You have no recovery codes left. If you lose your second factor, only the operator can let you in again.',
  'web.account.new-recovery-codes': 'New recovery codes',
  'web.account.recovery-text':
    'You get ten codes. Each lets you in once when you do not have your second factor. They are shown once.',
  'web.account.recovery-replaces':
    '{left, plural, one {The recovery code that you have stops} other {The # recovery codes that you have stop}} working.',
  'web.account.recovery-make': 'Make new codes',
  'web.account.recovery-made': 'Your new recovery codes are in force.',

  'web.account.sessions': 'Sessions',
  'web.account.sessions-lead':
    'Where you are signed in. If you do not know one of these, sign it out and change your password.',
  'web.account.session-current': 'This session',
  'web.account.session-unknown': 'Unknown device',
  'web.account.session-facts': '{address} · signed in {since} · last input {last}',
  'web.account.session-sign-out': 'Sign out',
  'web.account.session-sign-out-name': 'Sign out {device}, {address}',
  'web.account.session-ended': '{device} is signed out.',
  'web.account.sign-out-everywhere': 'Sign out everywhere',
} as const;
