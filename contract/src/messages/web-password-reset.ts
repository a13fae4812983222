/** Choosing a password: a forgotten one anew, and a first one. */
export const webPasswordResetMessages = {
  'web.forgot.heading': 'Forgot your password?',
  'web.forgot.lead': 'We mail you a link with which you choose a new one.',
  'web.forgot.submit': 'Send the link',
  'web.forgot.sent': 'If an account exists for {email}, a mail is on its way. Its link works for 30 minutes.',
  'web.forgot.none': 'No mail after a few minutes? Look into your spam folder, or ask {support}.',
  'web.forgot.again': 'Use another address',
  'web.forgot.back': 'Back to sign-in',

  'web.reset.heading': 'Choose a new password',
  'web.reset.lead': 'You are then signed out everywhere, and sign in with it and your second factor.',
  'web.reset.submit': 'Change password',
  'web.reset.incomplete':
    'This address is incomplete. Open the link from the mail again, or ask for a new one.',
  'web.reset.new-link': 'Get a new link',

  'web.password.new': 'New password',
  'web.password.hint': 'At least 12 characters. Several words that do not belong together are best.',
  'web.password.missing': 'Choose a password.',
} as const;
