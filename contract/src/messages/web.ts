import type { operatorMessages } from './operator.ts';
import { webAccountMessages } from './web-account.ts';
import { webApplicationMessages } from './web-applications.ts';
import { webClientSecretMessages } from './web-client-secrets.ts';
import { webConnectionMessages } from './web-connection.ts';
import { webGuideMessages } from './web-guide.ts';
import { webNotificationMessages } from './web-notifications.ts';
import { webOperatorNavigationMessages } from './web-operator-navigation.ts';
import { webPasswordResetMessages } from './web-password-reset.ts';
import { webRotationMessages } from './web-rotation.ts';
import { webSecretElsewhereMessages } from './web-secrets-elsewhere.ts';
import { webSecondFactorMessages } from './web-second-factor.ts';
import { webSessionCoverMessages } from './web-session-cover.ts';
import { webSessionMessages } from './web-session.ts';
import { webSetUpMessages } from './web-set-up.ts';
import { webTermsMessages } from './web-terms.ts';
import { webUsageMessages } from './web-usage.ts';

/** What the portal's pages say; the page ships these alone. */
export const webMessages = {
  ...webSessionMessages,
  ...webSessionCoverMessages,
  ...webSecondFactorMessages,
  ...webSetUpMessages,
  ...webTermsMessages,
  ...webAccountMessages,
  ...webPasswordResetMessages,
  ...webApplicationMessages,
  ...webConnectionMessages,
  ...webClientSecretMessages,
  ...webSecretElsewhereMessages,
  ...webRotationMessages,
  ...webUsageMessages,
  ...webGuideMessages,
  ...webNotificationMessages,
  ...webOperatorNavigationMessages,
} as const;

export type WebMessageKey = keyof typeof webMessages | keyof typeof operatorMessages;
