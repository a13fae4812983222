/** What covers a page that nobody has touched for an hour (R6.3), and the hint before the session ends. */
export const webSessionCoverMessages = {
  'web.cover.heading': 'Still there?',
  'web.cover.text': 'This page is locked. Nothing was lost.',
  'web.cover.continue': 'Continue',
  'web.cover.sign-out': 'Sign out',
  'web.cover.ending': 'You will be signed out at {time}. Save what you need.',
} as const;
