import type { Tx } from '../../store/db.ts';
import { deleteRecoveryCodes } from '../../store/recovery-codes.ts';
import {
  deleteSecondFactor,
  listSecondFactors,
  renameSecondFactor,
  type SecondFactorRow,
} from '../../store/second-factors.ts';
import { deleteSessions } from '../../store/sessions.ts';
import { findPortalUser } from '../../store/portal-users.ts';
import { change } from '../audit/change.ts';
import type { Deps } from '../deps.ts';
import { KeyturnError } from '../errors.ts';
import { queueNotice } from '../outbox/queue-notice.ts';
import { requireFreshFactor } from '../policy.ts';
import type { UserActor } from '../session/sessions.ts';
import { tellOtherManagers } from '../user/tell-other-managers.ts';
import { userTarget } from '../user/user-target.ts';

type FactorDeps = Pick<Deps, 'db' | 'clock' | 'sealer' | 'changes' | 'config'>;

/** @throws KeyturnError `not-found` */
export function renameFactor(deps: FactorDeps, actor: UserActor, id: string, name: string): Promise<void> {
  return change(deps, actor, async (tx, record) => {
    const factor = await findOwnFactor(tx, actor, id);
    if (factor.name === name) return;
    await renameSecondFactor(tx, id, name);
    record({
      action: 'second-factor.renamed',
      target: userTarget(actor),
      before: { id, name: factor.name },
      after: { id, name },
    });
  });
}

/**
 * Removes a second factor (R6.2). Without any left, the next sign-in takes a mailed code and adds one anew; the
 * recovery codes go with it, other sessions end, and the other managers of the user's applications are told.
 * @throws KeyturnError `fresh-factor-required`, `not-found`
 */
export function removeFactor(deps: FactorDeps, actor: UserActor, id: string): Promise<void> {
  requireFreshFactor(actor, deps.clock.now());
  return change(deps, actor, async (tx, record) => {
    const factor = await findOwnFactor(tx, actor, id);
    await deleteSecondFactor(tx, id);
    await deleteSessions(tx, actor.id, actor.sessionId);
    record({
      action: 'second-factor.removed',
      target: userTarget(actor),
      before: { id, kind: factor.kind, name: factor.name },
    });
    const user = await findPortalUser(tx, actor.id);
    if (user === undefined) return;
    await queueNotice(tx, deps, user, 'factor-removed', { factor: factor.name });
    if ((await listSecondFactors(tx, actor.id)).length > 0) return;
    await deleteRecoveryCodes(tx, actor.id);
    await tellOtherManagers(tx, deps, user, 'colleague-without-factor');
  });
}

async function findOwnFactor(tx: Tx, actor: UserActor, id: string): Promise<SecondFactorRow> {
  const factor = (await listSecondFactors(tx, actor.id)).find((candidate) => candidate.id === id);
  if (factor === undefined) throw new KeyturnError('not-found');
  return factor;
}
