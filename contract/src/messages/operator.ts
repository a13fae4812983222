import { webOperatorMessages } from './web-operator.ts';
import { webOperatorOrganisationMessages } from './web-operator-organisations.ts';

/** What the operator team's pages say besides `webMessages`: in a module of its own, as those pages alone load it. */
export const operatorMessages = {
  ...webOperatorMessages,
  ...webOperatorOrganisationMessages,
} as const;
