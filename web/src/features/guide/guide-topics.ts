/** The parts of the pages that the guide for credential managers explains, each with its section there. */
export const guideTopics = {
  application: 'an-application-and-its-client-secrets',
  states: 'what-the-states-mean',
  alerts: 'what-needs-attention',
  create: 'create-a-client-secret',
  expiry: 'choose-the-expiration-date',
  copy: 'copy-it-once',
  connection: 'connection-details',
  rotation: 'replace-a-secret',
  usage: 'who-uses-a-secret',
  disable: 'disable-a-secret',
  delete: 'delete-a-secret',
} as const;

export type GuideTopic = keyof typeof guideTopics;
