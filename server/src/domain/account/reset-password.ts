import {
  countAccountLinks,
  endAccountLinks,
  findAccountLink,
  isInvitationRevoked,
  useAccountLink,
} from '../../store/account-links.ts';
import { findSignInByEmail, putPassword } from '../../store/accounts.ts';
import { findPortalUser } from '../../store/portal-users.ts';
import { deleteSessions } from '../../store/sessions.ts';
import { systemActor } from '../audit/actor.ts';
import { change } from '../audit/change.ts';
import type { Deps } from '../deps.ts';
import { KeyturnError } from '../errors.ts';
import { fold } from '../fold.ts';
import { hashOpaqueToken } from '../opaque-token.ts';
import { queueNotice } from '../outbox/queue-notice.ts';
import { countGuess, mailRequest } from '../session/guesses.ts';
import { inviteUserAgain } from '../user/invite-user.ts';
import { userTarget } from '../user/user-target.ts';
import { createAccountLink } from './account-link.ts';
import { hashPassword, requireStrongPassword } from './password.ts';

const hourMs = 60 * 60 * 1000;
/** More would only fill the mailbox of somebody who did not ask. */
const mailsPerHour = 3;

type ResetDeps = Pick<Deps, 'db' | 'clock' | 'sealer' | 'changes' | 'config' | 'background'>;

/**
 * "Forgot password?" (R6.2): whatever the address is, the same answer after the same work; what follows from it is done
 * later, so that neither tells whether there is an account.
 * @throws KeyturnError `too-many-attempts`
 */
export async function requestPasswordReset(deps: ResetDeps, email: string, address: string): Promise<void> {
  await countGuess(deps, mailRequest(address));
  deps.background.run(() => mailPasswordReset(deps, email, address));
}

/**
 * An account that is set up is mailed a link, valid for thirty minutes; an invited one a new invitation; one that lost
 * its second factor is told to ask the operator: its mailbox alone must not be its key.
 */
async function mailPasswordReset(deps: ResetDeps, email: string, address: string): Promise<void> {
  if ((await findSignInByEmail(deps.db, fold(email))) === undefined) return;
  await change(deps, { ...systemActor, address }, async (tx, record) => {
    // Read again: the address may be another's by now.
    const user = await findSignInByEmail(tx, fold(email));
    if (user === undefined || !user.is_active) return;
    const purpose = user.set_up_at === null ? 'invitation' : 'password-reset';
    if (purpose === 'invitation' && (await isInvitationRevoked(tx, user.id))) return;
    const since = new Date(deps.clock.now().getTime() - hourMs);
    if ((await countAccountLinks(tx, user.id, purpose, since)) >= mailsPerHour) return;
    if (user.has_factor) {
      const { url } = await createAccountLink(tx, deps, user.id, 'password-reset');
      await queueNotice(tx, deps, user, 'password-reset', { url });
      record({ action: 'user.password-reset-requested', target: userTarget(user) });
    } else if (user.set_up_at === null) {
      const invited = await findPortalUser(tx, user.id);
      if (invited !== undefined) await inviteUserAgain(tx, deps, systemActor, invited, record);
    } else {
      // Counted like a link that is sent, so that nobody's mailbox is filled.
      await createAccountLink(tx, deps, user.id, 'password-reset');
      await endAccountLinks(tx, user.id, 'password-reset', deps.clock.now());
      await queueNotice(tx, deps, user, 'password-reset-refused');
      record({ action: 'user.password-reset-refused', target: userTarget(user) });
    }
  });
}

/**
 * Sets a new password by a mailed link, once; every session ends. Signing in afterwards takes the second factor too.
 * @throws KeyturnError `password-reset-link-invalid`, `password-too-short`, `password-weak`
 */
export async function resetPassword(
  deps: ResetDeps,
  { token, password, address }: { token: string; password: string; address: string },
): Promise<void> {
  const link = await findAccountLink(deps.db, 'password-reset', hashOpaqueToken(token));
  const invalid = new KeyturnError('password-reset-link-invalid');
  if (link === undefined || link.ended_at !== null || deps.clock.now() >= link.expires_at) throw invalid;
  await requireStrongPassword(deps, password, link);
  const passwordHash = await hashPassword(password);
  const user = { ...link, id: link.user_id, name: link.user_name, email: link.user_email };
  const recipient = { ...user, time_zone: link.user_time_zone };
  await change(deps, { ...systemActor, address }, async (tx, record) => {
    // Removed or reset meanwhile: without a second factor a mailbox must not be enough.
    const account = await findSignInByEmail(tx, fold(user.email));
    if (account?.has_factor !== true || !account.is_active) throw invalid;
    if (!(await useAccountLink(tx, link.id, deps.clock.now()))) throw invalid;
    await putPassword(tx, {
      user_id: user.id,
      password_hash: passwordHash,
      password_changed_at: deps.clock.now(),
      by_mail: true,
    });
    await deleteSessions(tx, user.id);
    record({ action: 'user.password-changed', target: userTarget(user), after: { by: 'mailed link' } });
    await queueNotice(tx, deps, recipient, 'password-changed');
  });
}
