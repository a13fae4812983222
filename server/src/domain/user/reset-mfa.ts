import type { Tx } from '../../store/db.ts';
import { dropMailedPassword } from '../../store/accounts.ts';
import { forgetDevices } from '../../store/known-devices.ts';
import { findOperatorByEmail, type PortalUserOfOrganisation } from '../../store/portal-users.ts';
import { endAccountLinks } from '../../store/account-links.ts';
import { deleteRecoveryCodes } from '../../store/recovery-codes.ts';
import { deleteSecondFactors, listSecondFactors } from '../../store/second-factors.ts';
import { deleteSessions } from '../../store/sessions.ts';
import type { Actor } from '../audit/actor.ts';
import { change, type Recorded } from '../audit/change.ts';
import type { Deps } from '../deps.ts';
import { KeyturnError } from '../errors.ts';
import { fold } from '../fold.ts';
import { queueNotice } from '../outbox/queue-notice.ts';
import { requireOperator } from '../policy.ts';
import { requireOpenAccount } from './find-user.ts';
import { requireAnotherOperator } from './require-another-operator.ts';
import { tellOtherManagers } from './tell-other-managers.ts';
import { userTarget } from './user-target.ts';

type ResetDeps = Pick<Deps, 'db' | 'clock' | 'sealer' | 'changes' | 'config'>;

/**
 * Removes every second factor of somebody who lost them, with all that could stand in for one; sessions end. The next
 * sign-in takes the password and a mailed code, and adds a factor (R6.2). The user and the other managers are told.
 * @throws KeyturnError `not-found`, `account-closed`, `last-operator`
 */
export function resetMfa(deps: ResetDeps, actor: Actor, id: string): Promise<void> {
  requireOperator(actor);
  return change(deps, actor, async (tx, record) => {
    const user = await requireOpenAccount(tx, id);
    await requireAnotherOperator(tx, actor, id);
    await removeFactors(tx, deps, record, user);
  });
}

/**
 * The same for an operator, by their e-mail address, from the command line: the way back in for the last one.
 * @throws KeyturnError `operator-unknown`, also for a member: those are reset in the console
 */
export function resetOperatorMfa(
  deps: ResetDeps,
  actor: Actor,
  email: string,
): Promise<{ email: string; name: string }> {
  requireOperator(actor);
  return change(deps, actor, async (tx, record) => {
    const operator = await findOperatorByEmail(tx, fold(email));
    if (operator === undefined) throw new KeyturnError('operator-unknown', { email });
    const user = await requireOpenAccount(tx, operator.id);
    await requireAnotherOperator(tx, actor, user.id);
    await removeFactors(tx, deps, record, user);
    return { email: user.email, name: user.name };
  });
}

async function removeFactors(
  tx: Tx,
  deps: ResetDeps,
  record: (event: Recorded) => void,
  user: PortalUserOfOrganisation,
): Promise<void> {
  const factors = await listSecondFactors(tx, user.id);
  // With a mailed code beside it, a password from the mailbox would make that the only key.
  const passwordDropped = await dropMailedPassword(tx, user.id);
  await deleteSecondFactors(tx, user.id);
  await deleteRecoveryCodes(tx, user.id);
  await forgetDevices(tx, user.id);
  await endAccountLinks(tx, user.id, 'password-reset', deps.clock.now());
  await deleteSessions(tx, user.id);
  record({
    action: 'user.mfa-reset',
    target: userTarget(user),
    before: { factors: factors.map(({ id, kind, name }) => ({ id, kind, name })) },
    ...(passwordDropped ? { after: { password: 'dropped: it was chosen by a mailed link' } } : {}),
  });
  if (factors.length === 0) return;
  await queueNotice(tx, deps, user, 'mfa-reset');
  await tellOtherManagers(tx, deps, user, 'colleague-without-factor');
}
