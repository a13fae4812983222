import { webOperatorApplicationMessages } from './web-operator-applications.ts';
import { webOperatorOrganisationMessages } from './web-operator-organisations.ts';
import { webOperatorUserMessages } from './web-operator-users.ts';
import { webOperatorMessages } from './web-operator.ts';
import { webOperatorApiMessages } from './web-operator-apis.ts';

/** What the operator team's pages say besides `webMessages`: in a module of its own, as those pages alone load it. */
export const operatorMessages = {
  ...webOperatorMessages,
  ...webOperatorOrganisationMessages,
  ...webOperatorApplicationMessages,
  ...webOperatorUserMessages,
  ...webOperatorApiMessages,
} as const;
