import { endAccountLinks } from '../../store/account-links.ts';
import type { Tx } from '../../store/db.ts';
import { deleteSessions, deleteSetUpSessions } from '../../store/sessions.ts';

/**
 * Ends every session of a user, in whatever stage, and makes every link that was mailed to them worthless, in the
 * transaction of what asks for it. Answers whether that cut off an invitation, or a set-up under way.
 */
export async function endAccess(tx: Tx, userId: string, now: Date): Promise<{ wasInvited: boolean }> {
  const settingUp = await deleteSetUpSessions(tx, userId);
  await deleteSessions(tx, userId);
  const invitations = await endAccountLinks(tx, userId, 'invitation', now);
  await endAccountLinks(tx, userId, 'password-reset', now);
  return { wasInvited: settingUp || invitations > 0n };
}
