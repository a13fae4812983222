import { findApplication } from '../../store/applications.ts';
import { findCredentialManager } from '../../store/credential-managers.ts';
import type { Actor } from '../audit/actor.ts';
import { change } from '../audit/change.ts';
import type { Deps } from '../deps.ts';
import { KeyturnError } from '../errors.ts';
import { tellOfUnmanaged } from '../notification/tell-of-unmanaged.ts';
import { queueNotice } from '../outbox/queue-notice.ts';
import { requireOperator, visibilityFor } from '../policy.ts';
import { requireUser } from '../user/find-user.ts';
import { tellOtherManagers } from '../user/tell-other-managers.ts';
import { dropRole } from './role.ts';

/**
 * Takes the credential manager role for one application away, at once (R5.1); whoever had it and the other managers are
 * told (R5.4). Doing so again succeeds.
 * @throws KeyturnError `not-found`
 */
export function removeCredentialManager(
  deps: Pick<Deps, 'db' | 'clock' | 'sealer' | 'changes' | 'config'>,
  actor: Actor,
  { clientId, userId }: { clientId: string; userId: string },
): Promise<void> {
  requireOperator(actor);
  return change(deps, actor, async (tx, record) => {
    const application = await findApplication(tx, clientId, visibilityFor(actor));
    if (application === undefined) throw new KeyturnError('not-found');
    const user = await requireUser(tx, userId);
    const role = await findCredentialManager(tx, clientId, userId);
    if (role === undefined) return;
    await tellOtherManagers(tx, deps, user, 'colleague-removed', { applicationIds: [clientId] });
    await dropRole(tx, record, user, role);
    await tellOfUnmanaged(tx, deps, [clientId]);
    if (user.status === 'active')
      await queueNotice(tx, deps, user, 'role-removed', { applications: application.name }, [
        { kind: 'role-removed', applicationId: clientId },
      ]);
  });
}
