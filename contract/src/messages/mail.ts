/**
 * Mails about accounts, by what they tell: a subject and a body whose paragraphs are apart by an empty line. Names are
 * plain text; the paragraph `{url}` alone is a link, whose visible text is that address.
 */
export const mailMessages = {
  'mail.greeting': 'Hello {name},',
  'mail.no-user-agent': 'no user agent',
  'mail.footer': 'We never ask for a client secret, password or code by e-mail. {operator}, {support}',

  'mail.invitation.subject': 'Set up your {operator} portal account',
  'mail.invitation.body':
    'There is an account for you at the {operator} portal, where {organisation} manages its API credentials. {askedBy} asked for it.\n\nTo choose a password and set up a second factor, open this address. It works once, until {until}:\n\n{url}\n\nIf you did not expect this, ask {support}. Nothing happens until you open the address and press the button there.',
  'mail.invitation-with-role.subject': 'Set up your {operator} portal account',
  'mail.invitation-with-role.body':
    'You are to manage the API credentials of {organisation} for: {applications}. {askedBy} made an account for you at the {operator} portal.\n\nTo choose a password and set up a second factor, open this address. It works once, until {until}:\n\n{url}\n\nIf you did not expect this, ask {support}. Nothing happens until you open the address and press the button there.',

  'mail.password-reset.subject': 'Choose a new password for the {operator} portal',
  'mail.password-reset.body':
    'Somebody asked for a new password for your account on {at}.\n\nTo choose one, open this address. It works once, for 30 minutes:\n\n{url}\n\nYou need your second factor to sign in afterwards. If you did not ask for this, do nothing: your password stays as it is.',
  'mail.password-reset-refused.subject': 'Your {operator} portal account has no second factor',
  'mail.password-reset-refused.body':
    'Somebody asked for a new password for your account on {at}. The account has no second factor, so that a new password by e-mail would make your mailbox its only key.\n\nIf you know your password, sign in with it: you then add a second factor. Otherwise ask {support} for a new invitation.',
  'mail.password-changed.subject': 'Your {operator} portal password was changed',
  'mail.password-changed.body':
    'The password of your account was changed on {at}. You are signed out everywhere else.\n\nIf that was not you, tell {support} at once.',

  'mail.enrolment-code.subject': 'Your code for the {operator} portal',
  'mail.enrolment-code.body':
    'Your account has no second factor. To add one, enter this code on the page where you signed in, within 15 minutes:\n\n{code}\n\nIf you did not just sign in, somebody knows your password. Tell {support} at once.',
  'mail.new-device.subject': 'New sign-in to your {operator} portal account',
  'mail.new-device.body':
    'Somebody signed in to your account with your password and second factor on {at}, from a device or network that you have not used before: {device}, {address}.\n\nIf that was you, do nothing. Otherwise tell {support} at once.',
  'mail.recovery-code-used.subject': 'A recovery code of your {operator} portal account was used',
  'mail.recovery-code-used.body':
    'Somebody used one of your recovery codes on {at}. {left, plural, =0 {None is left} one {One is left} other {# are left}}.\n\nIf you lost your second factor, add another under Account, Manage MFA, then remove the lost one and make new recovery codes. If it was not you, tell {support} at once.',
  'mail.factor-added.subject': 'A second factor was added to your {operator} portal account',
  'mail.factor-added.body':
    '“{factor}” was added to your account on {at}.\n\nIf that was not you, tell {support} at once.',
  'mail.factor-replaced.subject': 'A second factor was added to your {operator} portal account',
  'mail.factor-replaced.body':
    'Your account had no second factor. On {at} one was added, with your password and what was mailed to you, from {device}, {address}.\n\nIf that was not you, tell {support} at once.',
  'mail.recovery-codes-created.subject': 'New recovery codes for your {operator} portal account',
  'mail.recovery-codes-created.body':
    'New recovery codes were made for your account on {at}. The earlier ones no longer work.\n\nIf that was not you, tell {support} at once.',
  'mail.factor-removed.subject': 'A second factor was removed from your {operator} portal account',
  'mail.factor-removed.body':
    '“{factor}” was removed from your account on {at}.\n\nIf that was not you, tell {support} at once.',
  'mail.mfa-reset.subject': 'The second factors of your {operator} portal account were removed',
  'mail.mfa-reset.body':
    'The {operator} team removed the second factors and recovery codes of your account on {at}. You are signed out.\n\nAt your next sign-in a code is mailed to you, and you add a new second factor. If you did not ask for this, tell {support} at once.',
  'mail.colleague-without-factor.subject': '{colleague} has no second factor any more',
  'mail.colleague-without-factor.body':
    '{colleague} manages with you: {applications}. The second factors of that account were removed on {at}; at the next sign-in a new one is added.\n\nIf {colleague} does not know of this, tell {support}.',

  'mail.email-changed.subject': 'The e-mail address of your {operator} portal account was changed',
  'mail.email-changed.body':
    'The {operator} team changed the e-mail address of your account on {at} from {before} to {after}. You are signed out. Sign in with the new address.\n\nIf you did not ask for this, tell {support} at once.',
  'mail.colleague-email-changed.subject': 'The e-mail address of {colleague} was changed',
  'mail.colleague-email-changed.body':
    '{colleague} manages with you: {applications}. The e-mail address of that account was changed on {at}.\n\nIf {colleague} does not know of this, tell {support}.',
  'mail.role-assigned.subject': 'You manage API credentials of {organisation}',
  'mail.role-assigned.body':
    'Since {at} you are a credential manager of: {applications}. {confirmedBy} confirmed it for {organisation}.\n\nYou need not click: open {portal} yourself, Manage API Credentials.\n\nIf you did not expect this, ask {support}.',
  'mail.colleague-assigned.subject': '{colleague} manages API credentials with you',
  'mail.colleague-assigned.body':
    'Since {at}, {colleague} is a credential manager of: {applications}. {confirmedBy} confirmed it for {organisation}.\n\nIf that is wrong, tell {support}.',
  'mail.role-removed.subject': 'You no longer manage API credentials of {applications}',
  'mail.role-removed.body':
    'Since {at} you are no longer a credential manager of: {applications}.\n\nIf you did not expect this, ask {support}.',
  'mail.colleague-removed.subject': '{colleague} no longer manages API credentials with you',
  'mail.colleague-removed.body':
    'Since {at}, {colleague} is no longer a credential manager of: {applications}.\n\n{count, plural, =0 {{colleague} created none of the valid client secrets.} one {This client secret, which {colleague} created, still works. Rotate it: {secrets}.} other {These client secrets, which {colleague} created, still work. Rotate them: {secrets}.}}\n\nIf that is wrong, tell {support}.',
  'mail.colleague-disabled.subject': 'The account of {colleague} was disabled',
  'mail.colleague-disabled.body':
    '{colleague} manages with you: {applications}. The {operator} team disabled that account on {at}.\n\n{count, plural, =0 {{colleague} created none of the valid client secrets.} one {This client secret, which {colleague} created, still works. Rotate it: {secrets}.} other {These client secrets, which {colleague} created, still work. Rotate them: {secrets}.}}\n\nIf that is wrong, tell {support}.',
  'mail.account-closed.subject': 'Your {operator} portal account was closed',
  'mail.account-closed.body':
    'The {operator} team closed your account on {at}.\n\nIf you did not expect this, ask {support}.',
} as const;
