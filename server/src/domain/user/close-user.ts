import { deleteAccountLinks } from '../../store/account-links.ts';
import { deleteAccount } from '../../store/accounts.ts';
import { rolesOfUsers } from '../../store/credential-managers.ts';
import type { Tx } from '../../store/db.ts';
import { forgetDevices } from '../../store/known-devices.ts';
import { closePortalUser } from '../../store/portal-users.ts';
import { deleteRecoveryCodes } from '../../store/recovery-codes.ts';
import { deleteSecondFactors } from '../../store/second-factors.ts';
import { deleteSessions } from '../../store/sessions.ts';
import type { Actor } from '../audit/actor.ts';
import { change } from '../audit/change.ts';
import { dropRole } from '../credential-manager/role.ts';
import type { Deps } from '../deps.ts';
import { tellOfUnmanaged } from '../notification/tell-of-unmanaged.ts';
import { queueNotice } from '../outbox/queue-notice.ts';
import { requireOperator } from '../policy.ts';
import { requireUser } from './find-user.ts';
import { requireAnotherOperator } from './require-another-operator.ts';
import { tellOtherManagers } from './tell-other-managers.ts';
import { userTarget } from './user-target.ts';

/**
 * Closes an account for good: its roles, its ways in and its e-mail address are gone at once, and the address may be
 * another account's; the name stays, for the audit log and for what the user created (R7). The user and the other
 * managers are told (R5.4). Doing so again succeeds.
 * @throws KeyturnError `not-found`, `last-operator`
 */
export function closeUser(
  deps: Pick<Deps, 'db' | 'clock' | 'sealer' | 'changes' | 'config'>,
  actor: Actor,
  id: string,
): Promise<void> {
  requireOperator(actor);
  return change(deps, actor, async (tx, record) => {
    const user = await requireUser(tx, id);
    if (user.status === 'closed') return;
    await requireAnotherOperator(tx, actor, id);
    await queueNotice(tx, deps, user, 'account-closed');
    await tellOtherManagers(tx, deps, user, 'colleague-removed');
    const roles = await rolesOfUsers(tx, [id]);
    for (const { application_name: _name, ...role } of roles) await dropRole(tx, record, user, role);
    await deleteWaysIn(tx, id);
    await closePortalUser(tx, id);
    await tellOfUnmanaged(
      tx,
      deps,
      roles.map(({ application_id }) => application_id),
    );
    record({
      action: 'user.closed',
      target: userTarget(user),
      before: { status: user.status, email: user.email },
      after: { status: 'closed' },
    });
  });
}

async function deleteWaysIn(tx: Tx, id: string): Promise<void> {
  await deleteSessions(tx, id);
  await deleteAccountLinks(tx, id);
  await deleteSecondFactors(tx, id);
  await deleteRecoveryCodes(tx, id);
  await forgetDevices(tx, id);
  await deleteAccount(tx, id);
}
