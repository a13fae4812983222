import { webOperatorApplicationMessages } from './web-operator-applications.ts';
import { webOperatorChecklistMessages } from './web-operator-checklist.ts';
import { webOperatorOrganisationMessages } from './web-operator-organisations.ts';
import { webOperatorSettingsMessages } from './web-operator-settings.ts';
import { webOperatorUserMessages } from './web-operator-users.ts';
import { webOperatorMessages } from './web-operator.ts';
import { webOperatorApiMessages } from './web-operator-apis.ts';

/** What the operator team's pages say besides `webMessages`: in a module of its own, as those pages alone load it. */
export const operatorMessages = {
  ...webOperatorMessages,
  ...webOperatorChecklistMessages,
  ...webOperatorOrganisationMessages,
  ...webOperatorApplicationMessages,
  ...webOperatorUserMessages,
  ...webOperatorApiMessages,
  ...webOperatorSettingsMessages,
} as const;
