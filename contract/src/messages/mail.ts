/** Mails. Names are plain text; the visible text of a link is its address. */
export const mailMessages = {
  'mail.set-up.subject': 'Set up your {operator} portal account',
  'mail.set-up.greeting': 'Hello {name},',
  'mail.set-up.what':
    '{operator} has made an account for you at {organisation}. With it you manage the API credentials of the applications that you are responsible for.',
  'mail.set-up.how':
    'To choose a password and set up a second factor, open this address. It works once, until {until}:',
  'mail.set-up.unexpected':
    'If you did not expect this, ask {support}. Nothing happens until you open the address and press the button there.',
  'mail.footer': 'We never ask for a client secret, password or code by e-mail. {operator}, {support}',
} as const;
