/** Proving, adding and replacing second factors: at sign-in, during the set-up and on the account page. */
export const webSecondFactorMessages = {
  'web.factor.code': 'Verification code',
  'web.factor.code-hint': 'The six digits that your authenticator shows now.',
  'web.factor.code-missing': 'Enter the code that your authenticator shows.',
  'web.factor.recovery-code': 'Recovery code',
  'web.factor.recovery-code-hint':
    'One of the codes that you stored, such as abcd-efgh-jkmn. Each works once.',
  'web.factor.recovery-code-missing': 'Enter one of your recovery codes.',
  'web.factor.recovery-code-wrong':
    'This is none of your recovery codes, or it was used already. Each works once.',
  'web.factor.verify': 'Verify',
  'web.factor.use-passkey': 'Use a passkey',
  'web.factor.use-recovery-code': 'Use a recovery code instead',
  'web.factor.use-code': 'Use a verification code instead',
  'web.factor.use-passkey-instead': 'Use a passkey instead',
  'web.factor.use-authenticator-instead': 'Use an authenticator instead',
  'web.factor.prove-lead': 'This change needs your second factor again.',
  'web.factor.loading': 'One moment…',

  'web.factor.totp-lead':
    'Scan this with an authenticator app, or type the key into it. Then enter the code that it shows.',
  'web.factor.qr': 'QR code of the key',
  'web.factor.key': 'Key',
  'web.factor.copy-key': 'Copy key',
  'web.factor.hardware': 'I use a hardware token',
  'web.factor.hardware-lead':
    'Program the token with this seed and these settings (TOTP, RFC 6238), then enter the code that it shows.',
  'web.factor.seed-base32': 'Seed, base32',
  'web.factor.seed-hex': 'Seed, hexadecimal',
  'web.factor.copy-hex': 'Copy hexadecimal seed',
  'web.factor.algorithm': 'Algorithm',
  'web.factor.digits': 'Digits',
  'web.factor.period': 'Time step',
  'web.factor.period-value': '30 seconds',
  'web.factor.name': 'Name',
  'web.factor.name-hint': 'How you tell it from others.',
  'web.factor.name-missing': 'Enter a name.',
  'web.factor.name-totp': 'Authenticator app',
  'web.factor.name-hardware': 'Hardware token',
  'web.factor.name-passkey': 'Passkey on {browser}, {system}',
  'web.factor.name-passkey-plain': 'Passkey',
  'web.factor.passkey-lead':
    'A passkey stays on this device, in your password manager or on a security key. You confirm it with a fingerprint, your face or a PIN.',
  'web.factor.create-passkey': 'Create a passkey',

  'web.passkey.cancelled': 'The passkey request was cancelled, or took too long. Try again.',
  'web.passkey.known': 'This device or security key already holds a passkey of your account.',
  'web.passkey.unable':
    'This device or security key cannot be used: it does not check who you are by a fingerprint, a face or a PIN.',
  'web.passkey.unsupported':
    'This browser cannot use passkeys at this address. Use another browser or another second factor.',
  'web.passkey.failed': 'The passkey could not be used. Try again, or use another second factor.',

  'web.recovery.heading': 'Store recovery codes',
  'web.recovery.lead':
    'If you lose your second factor, one of these codes lets you in. Each works once. Keep them apart from your password.',
  'web.recovery.replaced': 'The codes that you had before no longer work.',
  'web.recovery.copy': 'Copy',
  'web.recovery.download': 'Download',
  'web.recovery.print': 'Print',
  'web.recovery.list': 'Recovery codes',
  'web.recovery.stored': 'I have stored these codes',
  'web.recovery.stored-missing': 'Store the codes first, then tick this.',
  'web.recovery.continue': 'Continue',
  'web.recovery.file-name': 'recovery-codes.txt',
  'web.recovery.file-title': '{operator}: recovery codes of {email}',
  'web.recovery.file-made': 'Made on {date}. Codes made earlier no longer work.',
  'web.recovery.file-note': 'Each code works once in place of your second factor at {address}',
} as const;
