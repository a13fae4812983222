/** Setting up an account from a link. */
export const webSetUpMessages = {
  'web.set-up.heading': 'Set up your account',
  'web.set-up.step': 'Step {step} of {steps}',
  'web.set-up.begin-lead':
    'You are about to set up your account at {operator}: you choose a password and add a second factor. Have your phone, hardware token or security key at hand.',
  'web.set-up.begin': 'Set up my account',
  'web.set-up.no-token-heading': 'Open the link from the mail again',
  'web.set-up.no-token': 'No set-up is under way in this browser. If you began in another one, go on there.',
  'web.set-up.no-token-expired':
    'If too much time has passed, get a new link with “{forgot}”, or ask {support}.',
  'web.set-up.over': 'The set-up took too long, or it was begun anew elsewhere.',
  'web.set-up.over-next':
    'Get a new link with “{forgot}”: enter your e-mail address there. Or ask {support}.',
  'web.set-up.used':
    'If it was you who used it, sign in. If you did not finish, get a new link with “{forgot}”.',
  'web.set-up.go-on': 'Go on with the account of {email}',
  'web.set-up.sign-in': 'Sign in',
  'web.set-up.new-link': 'Send a new link',
  'web.set-up.new-link-to': 'Send a new link to {email}',
  'web.set-up.new-link-sent': 'A new link is on its way. It replaces the one that you opened.',
  'web.set-up.details-heading': 'Check your details',
  'web.set-up.details-name': 'Name',
  'web.set-up.details-email': 'Email',
  'web.set-up.details-organisation': 'Organisation',
  'web.set-up.details-wrong': 'Is something wrong? Ask {support} before you go on.',
  'web.set-up.password-heading': 'Choose a password',
  'web.set-up.terms-heading': 'Accept the terms',
  'web.set-up.authenticator-heading': 'Set up your authenticator',
  'web.set-up.continue': 'Continue',
} as const;
