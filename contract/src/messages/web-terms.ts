/** The terms of use. */
export const webTermsMessages = {
  'web.terms.heading': 'Terms of use',
  'web.terms.version': 'Version {version}, published on {date}.',
  'web.terms.none': 'No terms of use have been published.',
  'web.terms.loading': 'Loading the terms…',
  'web.terms.changed': 'The terms have changed. Accept to go on.',
  'web.terms.outdated': 'A newer version was published while you were reading. This is it.',
  'web.terms.accept': 'Accept',
  'web.terms.i-accept': 'I accept',
  'web.terms.text': 'Text of the terms',
} as const;
