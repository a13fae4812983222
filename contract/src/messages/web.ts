import { webApplicationMessages } from './web-applications.ts';
import { webClientSecretMessages } from './web-client-secrets.ts';
import { webSessionMessages } from './web-session.ts';
import { webSetUpMessages } from './web-set-up.ts';

/** What the portal's pages say; the page ships these alone. */
export const webMessages = {
  ...webSessionMessages,
  ...webSetUpMessages,
  ...webApplicationMessages,
  ...webClientSecretMessages,
} as const;

export type WebMessageKey = keyof typeof webMessages;
