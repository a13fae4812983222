import { countOperators } from '../../store/portal-users.ts';
import type { Deps } from '../deps.ts';

/** Whether somebody can act as operator: a person, or an automation client. */
export const hasOperator = async (deps: Pick<Deps, 'db'>): Promise<boolean> =>
  (await countOperators(deps.db)) > 0;
