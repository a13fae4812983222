/** What opens the guide for credential managers beside the pages; its text is docs/credential-managers.md. */
export const webGuideMessages = {
  'web.guide.title': 'Guide',
  'web.guide.open': 'Guide',
  'web.guide.open-application': 'Guide: client ID and secrets',
  'web.guide.open-states': 'Guide: states and what they mean',
  'web.guide.open-alerts': 'Guide: what needs attention',
  'web.guide.open-expiry': 'Guide: which date to choose',
  'web.guide.close': 'Close the guide',
  'web.guide.loading': 'Loading the guide…',
  'web.guide.unavailable':
    'The guide could not be loaded. This page may be older than the server: load it anew once you have finished here.',
  'web.guide.sections': 'In this guide',
} as const;
