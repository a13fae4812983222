import { findAccount } from '../../store/accounts.ts';
import type { Tx } from '../../store/db.ts';
import { rolesOfUsers } from '../../store/credential-managers.ts';
import { findPortalUser, updatePortalUser, type PortalUserRow } from '../../store/portal-users.ts';
import { listSecondFactors } from '../../store/second-factors.ts';
import type { Recorded } from '../audit/change.ts';
import { recordedValues } from '../audit/recorded-values.ts';
import type { Deps } from '../deps.ts';
import { tellOfUnmanaged } from '../notification/tell-of-unmanaged.ts';
import { queueNotice } from '../outbox/queue-notice.ts';
import { endAccess } from './end-access.ts';
import { tellOtherManagers } from './tell-other-managers.ts';
import { userTarget } from './user-target.ts';

type UserChange = { before: PortalUserRow; after: PortalUserRow };

/**
 * Changes an account, by the console or an import, with what follows from it in the same transaction. Another e-mail
 * address, or disabling, ends every session and makes every mailed link worthless; both addresses and the other
 * credential managers are told, unless `tell` is false.
 * @returns whether the account now waits for an invitation, which the caller sends once its roles are written
 */
export async function applyUserChange(
  tx: Tx,
  deps: Pick<Deps, 'clock' | 'config'>,
  record: (event: Recorded) => void,
  { before, after }: UserChange,
  { tell }: { tell: boolean },
): Promise<{ needsInvitation: boolean }> {
  const { id, organisation_id: _organisation, created_at: _created, ...values } = after;
  await updatePortalUser(tx, id, values);
  record({
    action: 'user.updated',
    target: userTarget(after),
    before: recordedValues(before),
    after: recordedValues(after),
  });
  const moved = before.email_folded !== after.email_folded;
  const disabled = before.status === 'active' && after.status === 'disabled';
  const enabled = before.status === 'disabled' && after.status === 'active';
  const { wasInvited } =
    moved || disabled ? await endAccess(tx, id, deps.clock.now()) : { wasInvited: false };
  const invitable = after.status === 'active' && (await listSecondFactors(tx, id)).length === 0;
  const neverSetUp = ((await findAccount(tx, id))?.set_up_at ?? null) === null;
  // To an account that was set up once, only the operator sends another, and knowingly.
  const needsInvitation = invitable && neverSetUp && (wasInvited || enabled);

  if (tell && moved) await tellOfNewAddress(tx, deps, { before, after }, needsInvitation);
  // R5.4: what a disabled manager knows still works.
  if (tell && disabled) await tellOtherManagers(tx, deps, after, 'colleague-disabled');
  if (tell && disabled) {
    const roles = await rolesOfUsers(tx, [id]);
    await tellOfUnmanaged(
      tx,
      deps,
      roles.map(({ application_id }) => application_id),
    );
  }
  return { needsInvitation };
}

/** An invitation is all that somebody is mailed who does not know of the account yet. */
async function tellOfNewAddress(
  tx: Tx,
  deps: Pick<Deps, 'clock' | 'config'>,
  { before, after }: UserChange,
  isInvitedThere: boolean,
): Promise<void> {
  const user = await findPortalUser(tx, after.id);
  if (user === undefined) return;
  for (const email of isInvitedThere ? [before.email] : [before.email, after.email])
    await queueNotice(tx, deps, { ...user, email }, 'email-changed', {
      before: before.email,
      after: after.email,
    });
  await tellOtherManagers(tx, deps, after, 'colleague-email-changed');
}
