import { webOperatorApplicationMessages } from './web-operator-applications.ts';
import { webOperatorChecklistMessages } from './web-operator-checklist.ts';
import { webOperatorOverviewMessages } from './web-operator-overview.ts';
import { webOperatorOrganisationMessages } from './web-operator-organisations.ts';
import { webOperatorSettingsMessages } from './web-operator-settings.ts';
import { webOperatorUserMessages } from './web-operator-users.ts';
import { webOperatorAuditLogMessages } from './web-operator-audit-log.ts';
import { webOperatorFieldMessages } from './web-operator-fields.ts';
import { webOperatorImportMessages } from './web-operator-import.ts';
import { webOperatorMessages } from './web-operator.ts';
import { webOperatorApiMessages } from './web-operator-apis.ts';

/** What the operator team's pages say besides `webMessages`: in a module of its own, as those pages alone load it. */
export const operatorMessages = {
  ...webOperatorMessages,
  ...webOperatorOverviewMessages,
  ...webOperatorChecklistMessages,
  ...webOperatorOrganisationMessages,
  ...webOperatorApplicationMessages,
  ...webOperatorUserMessages,
  ...webOperatorApiMessages,
  ...webOperatorSettingsMessages,
  ...webOperatorFieldMessages,
  ...webOperatorImportMessages,
  ...webOperatorAuditLogMessages,
} as const;
