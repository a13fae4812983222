import {
  findApplication,
  lockApplication,
  setSelfManaged as storeSelfManaged,
} from '../../store/applications.ts';
import type { Actor } from '../audit/actor.ts';
import { change } from '../audit/change.ts';
import type { Deps } from '../deps.ts';
import { KeyturnError } from '../errors.ts';
import { requireMaySetSelfManaged, visibilityFor } from '../policy.ts';

/**
 * Lets an application create successors of its own client secrets, or stops that. A credential manager decides it,
 * with a fresh second factor, because whoever holds a secret can then prolong their access.
 * @throws KeyturnError `not-found`, `forbidden`, `fresh-factor-required`
 */
export function setSelfManaged(
  deps: Pick<Deps, 'db' | 'clock' | 'sealer' | 'changes'>,
  actor: Actor,
  clientId: string,
  selfManaged: boolean,
): Promise<void> {
  return change(deps, actor, async (tx, record) => {
    await lockApplication(tx, clientId);
    const application = await findApplication(tx, clientId, visibilityFor(actor));
    if (application === undefined) throw new KeyturnError('not-found');
    requireMaySetSelfManaged(actor, deps.clock.now());
    if (application.self_managed === selfManaged) return;
    await storeSelfManaged(tx, clientId, selfManaged);
    record({
      action: 'application.self-managed-set',
      target: { type: 'application', id: clientId, name: application.name },
      applicationId: clientId,
      before: { selfManaged: !selfManaged },
      after: { selfManaged },
    });
  });
}
