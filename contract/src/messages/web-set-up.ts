/** Setting up an account from a link. */
export const webSetUpMessages = {
  'web.set-up.heading': 'Set up your account',
  'web.set-up.step': 'Step {step} of 3',
  'web.set-up.begin-lead':
    'You are about to set up your account at {operator}. You choose a password and connect an authenticator app or a hardware token.',
  'web.set-up.begin': 'Set up my account',
  'web.set-up.no-token':
    'This address is incomplete. Open the link from the mail again, or ask {support} for a new one.',
  'web.set-up.expired':
    'If you began in another browser, go on there. Otherwise ask {support} for a new link.',
  'web.set-up.details': 'Account of {name}, {organisation}',
  'web.set-up.password-heading': 'Choose a password',
  'web.set-up.password-hint': 'At least 12 characters. Several words that do not belong together are best.',
  'web.set-up.new-password': 'New password',
  'web.set-up.password-missing': 'Choose a password.',
  'web.set-up.continue': 'Continue',
  'web.set-up.authenticator-heading': 'Set up your authenticator',
  'web.set-up.authenticator-lead':
    'Scan this with your authenticator app, or type the key into it or into your hardware token (TOTP, SHA-1, 6 digits, 30 seconds).',
  'web.set-up.qr': 'QR code of the key',
  'web.set-up.key': 'Key',
  'web.set-up.copy-key': 'Copy key',
  'web.set-up.finish': 'Finish',
} as const;
