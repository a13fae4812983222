import { findAccount } from '../../store/accounts.ts';
import { rolesOfUsers, type CredentialManagerRow } from '../../store/credential-managers.ts';
import type { Tx } from '../../store/db.ts';
import { findPortalUser, type PortalUserOfOrganisation } from '../../store/portal-users.ts';
import { findListedUser } from '../../store/user-listing.ts';
import type { Actor } from '../audit/actor.ts';
import type { Recorded } from '../audit/change.ts';
import type { Deps } from '../deps.ts';
import { queueNotice } from '../outbox/queue-notice.ts';
import { inviteUserAgain, mayBeInvited } from '../user/invite-user.ts';
import { tellOtherManagers } from '../user/tell-other-managers.ts';

/**
 * Mails active users about roles that they were just assigned, one mail each, and those who held a role for the same
 * applications before (R5.1). Whoever is in `invited` was mailed an invitation that tells of the roles; whoever has
 * another invitation is sent it anew with the roles, rather than a second mail beside it.
 */
export async function announceRoles(
  tx: Tx,
  deps: Pick<Deps, 'clock' | 'config'>,
  actor: Actor,
  record: (event: Recorded) => void,
  assigned: CredentialManagerRow[],
  invited: ReadonlySet<string>,
): Promise<void> {
  const isNew = (role: { applicationId: string; userId: string }): boolean =>
    assigned.some((row) => row.application_id === role.applicationId && row.user_id === role.userId);
  for (const [userId, roles] of Map.groupBy(assigned, ({ user_id }) => user_id)) {
    const user = await findPortalUser(tx, userId);
    if (user?.status !== 'active') continue;
    const applicationIds = roles.map(({ application_id }) => application_id);
    const parameters = {
      organisation: user.organisation_name,
      confirmedBy: [...new Set(roles.map(({ confirmed_by }) => confirmed_by))].join(', '),
      applications: await namesOf(tx, userId, applicationIds),
    };
    if (!invited.has(userId)) {
      if (await hasInvitation(tx, user)) await inviteUserAgain(tx, deps, actor, user, record);
      else
        await queueNotice(
          tx,
          deps,
          user,
          'role-assigned',
          parameters,
          applicationIds.map((applicationId) => ({ kind: 'role-assigned', applicationId })),
        );
    }
    await tellOtherManagers(tx, deps, user, 'colleague-assigned', {
      applicationIds,
      except: isNew,
      parameters,
    });
  }
}

async function namesOf(tx: Tx, userId: string, applicationIds: string[]): Promise<string> {
  const roles = await rolesOfUsers(tx, [userId]);
  return roles
    .filter(({ application_id }) => applicationIds.includes(application_id))
    .map(({ application_name }) => application_name)
    .join(', ');
}

/**
 * Whether somebody waits for the invitation to an account that was never set up. To one that was, only the operator
 * sends another, and knowingly: its mailbox would be its only key.
 */
async function hasInvitation(tx: Tx, user: PortalUserOfOrganisation): Promise<boolean> {
  const listed = await findListedUser(tx, user.id);
  const neverSetUp = ((await findAccount(tx, user.id))?.set_up_at ?? null) === null;
  return mayBeInvited(user) && neverSetUp && (listed?.invited_at ?? null) !== null;
}
