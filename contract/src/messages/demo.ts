/** Pages that only the demo has. */
export const demoMessages = {
  'demo.mail.title': 'Mails of the demo',
  'demo.mail.intro': 'Every mail that the demo would have sent, newest first. None left this machine.',
  'demo.mail.none': 'No mail yet.',
  'demo.mail.line': 'No. {number}, to {recipient}, {at}',
} as const;
