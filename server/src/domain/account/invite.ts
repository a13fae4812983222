import type { Tx } from '../../store/db.ts';
import type { Deps } from '../deps.ts';
import { formatInZone, queueNotice, type Recipient } from '../outbox/queue-notice.ts';
import { createAccountLink } from './account-link.ts';

type Invited = Recipient & { id: string; organisation_name: string };

/** What an invitation tells besides the link: who asked for it, and for which applications the role comes with it. */
export type InvitationReason = { askedBy: string; applications: string[] };

/** Mails the link to set up an account, valid for seven days (R6.1); earlier ones stop working. */
export async function mailInvitation(
  tx: Tx,
  deps: Pick<Deps, 'clock' | 'config'>,
  user: Invited,
  { askedBy, applications }: InvitationReason,
): Promise<void> {
  const { url, expiresAt } = await createAccountLink(tx, deps, user.id, 'invitation');
  await queueNotice(tx, deps, user, applications.length === 0 ? 'invitation' : 'invitation-with-role', {
    organisation: user.organisation_name,
    askedBy,
    applications: applications.join(', '),
    until: formatInZone(expiresAt, user),
    url,
  });
}
