import { endAccountLinks, revokeInvitations } from '../../store/account-links.ts';
import { deleteAccount, findAccount } from '../../store/accounts.ts';
import { listSecondFactors } from '../../store/second-factors.ts';
import { deleteSetUpSessions } from '../../store/sessions.ts';
import type { Actor } from '../audit/actor.ts';
import { change } from '../audit/change.ts';
import type { Deps } from '../deps.ts';
import { KeyturnError } from '../errors.ts';
import { requireOperator } from '../policy.ts';
import { requireOpenAccount, requireUser } from './find-user.ts';
import { inviteUserAgain, mayBeInvited } from './invite-user.ts';
import { userTarget } from './user-target.ts';

type InvitationDeps = Pick<Deps, 'db' | 'clock' | 'sealer' | 'changes' | 'config'>;

/**
 * Mails an invitation anew, to an account that has no second factor: one that was never set up, or lost its factors and
 * its password. The link that was sent before stops working.
 * @throws KeyturnError `not-found`, `account-closed`, `account-disabled`, `account-has-factor`
 */
export function sendInvitation(deps: InvitationDeps, actor: Actor, id: string): Promise<void> {
  requireOperator(actor);
  return change(deps, actor, async (tx, record) => {
    const user = await requireOpenAccount(tx, id);
    if (!mayBeInvited(user)) throw new KeyturnError('account-disabled', { name: user.name });
    // A mailbox alone must not open an account that has a second factor.
    if ((await listSecondFactors(tx, id)).length > 0)
      throw new KeyturnError('account-has-factor', { name: user.name });
    await inviteUserAgain(tx, deps, actor, user, record);
  });
}

/**
 * Makes the link of an invitation worthless, ends a set-up that was begun with it, and lets nobody but the operator
 * have another sent. Succeeds also when there is none.
 * @throws KeyturnError `not-found`
 */
export function revokeInvitation(deps: InvitationDeps, actor: Actor, id: string): Promise<void> {
  requireOperator(actor);
  return change(deps, actor, async (tx, record) => {
    const user = await requireUser(tx, id);
    const links = await endAccountLinks(tx, id, 'invitation', deps.clock.now());
    const settingUp = await deleteSetUpSessions(tx, id);
    await revokeInvitations(tx, id);
    // A password chosen on the way would still sign in.
    const account = await findAccount(tx, id);
    if (account !== undefined && account.set_up_at === null) await deleteAccount(tx, id);
    if (links > 0n || settingUp) record({ action: 'user.invitation-revoked', target: userTarget(user) });
  });
}
