import { endAccountLinks } from '../../store/account-links.ts';
import { findAccount, putPassword } from '../../store/accounts.ts';
import { deleteSessions } from '../../store/sessions.ts';
import { change } from '../audit/change.ts';
import type { Deps } from '../deps.ts';
import { KeyturnError } from '../errors.ts';
import { queueNotice } from '../outbox/queue-notice.ts';
import { requireFreshFactor } from '../policy.ts';
import type { RequestOrigin } from '../session/device.ts';
import { countGuess, forgetGuesses, guessOfCode } from '../session/guesses.ts';
import { sessionActor, userOf, type OpenSession } from '../session/sessions.ts';
import { recordRefusal } from '../session/sign-in.ts';
import { userTarget } from '../user/user-target.ts';
import { hashPassword, isRightPassword, requireStrongPassword } from './password.ts';

/**
 * Changes one's own password; the other sessions end.
 * @throws KeyturnError `fresh-factor-required`, `password-wrong`, `password-too-short`, `password-weak`,
 *   `too-many-attempts`
 */
export async function changePassword(
  deps: Pick<Deps, 'db' | 'clock' | 'sealer' | 'changes' | 'config'>,
  session: OpenSession,
  { currentPassword, password }: { currentPassword: string; password: string },
  origin: RequestOrigin,
): Promise<void> {
  const { row } = session;
  const actor = sessionActor(session, origin.address);
  requireFreshFactor(actor, deps.clock.now());
  const guess = await guessOfCode(deps, row.user_id, origin);
  await countGuess(deps, guess);
  const account = await findAccount(deps.db, row.user_id);
  if (!(await isRightPassword(account?.password_hash ?? null, currentPassword))) {
    await recordRefusal(deps, userOf(row), origin, 'password');
    throw new KeyturnError('password-wrong');
  }
  await forgetGuesses(deps, guess);
  await requireStrongPassword(deps, password, row);
  const passwordHash = await hashPassword(password);
  await change(deps, actor, async (tx, record) => {
    await putPassword(tx, {
      user_id: row.user_id,
      password_hash: passwordHash,
      password_changed_at: deps.clock.now(),
    });
    await deleteSessions(tx, row.user_id, row.id);
    await endAccountLinks(tx, row.user_id, 'password-reset', deps.clock.now());
    record({ action: 'user.password-changed', target: userTarget(actor) });
    await queueNotice(tx, deps, userOf(row), 'password-changed');
  });
}
