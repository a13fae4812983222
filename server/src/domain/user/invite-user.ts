import { rolesOfUsers } from '../../store/credential-managers.ts';
import type { Tx } from '../../store/db.ts';
import type { PortalUserOfOrganisation } from '../../store/portal-users.ts';
import { mailInvitation } from '../account/invite.ts';
import type { Actor } from '../audit/actor.ts';
import type { Recorded } from '../audit/change.ts';
import type { Deps } from '../deps.ts';
import { userTarget } from './user-target.ts';

/**
 * Mails an invitation to an account that is new, with the roles that came with it (R6.1): one mail, of which the
 * record of the account's creation tells.
 */
export async function inviteUser(
  tx: Tx,
  deps: Pick<Deps, 'clock' | 'config'>,
  actor: Actor,
  user: PortalUserOfOrganisation,
): Promise<void> {
  const roles = await rolesOfUsers(tx, [user.id]);
  await mailInvitation(tx, deps, user, {
    askedBy: actor.kind === 'user' ? actor.name : deps.config.operatorName,
    applications: roles.map(({ application_name }) => application_name),
  });
}

/** Mails an invitation in place of an earlier one, whose link stops working, and records that. */
export async function inviteUserAgain(
  tx: Tx,
  deps: Pick<Deps, 'clock' | 'config'>,
  actor: Actor,
  user: PortalUserOfOrganisation,
  record: (event: Recorded) => void,
): Promise<void> {
  await inviteUser(tx, deps, actor, user);
  record({ action: 'user.invited', target: userTarget(user), after: { email: user.email } });
}

/** Whether links that are mailed to this user work. */
export const mayBeInvited = ({ status, organisation_status }: PortalUserOfOrganisation): boolean =>
  status === 'active' && organisation_status === 'active';
