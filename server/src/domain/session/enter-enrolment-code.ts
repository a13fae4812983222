import { timingSafeEqual } from 'node:crypto';
import type { SessionRow } from '../../store/sessions.ts';
import { change } from '../audit/change.ts';
import type { Deps } from '../deps.ts';
import { KeyturnError } from '../errors.ts';
import { userTarget } from '../user/user-target.ts';
import type { RequestOrigin } from './device.ts';
import { countGuess, forgetGuesses, guessOfCode } from './guesses.ts';
import { limitWrongCodes } from './prove-second-factor.ts';
import { moveSession, pendingActor, userOf } from './sessions.ts';
import { mailedCodeMac, recordRefusal } from './sign-in.ts';

/**
 * The second step for an account without a second factor: the code that was mailed. It opens nothing but adding one,
 * so that neither the password nor the mailbox alone is enough. Answers the cookie's new value.
 * @throws KeyturnError `code-wrong`, `too-many-attempts`, `sign-in-failed`
 */
export async function enterEnrolmentCode(
  deps: Pick<Deps, 'db' | 'clock' | 'sealer' | 'changes'>,
  session: SessionRow,
  code: string,
  origin: RequestOrigin,
): Promise<string> {
  const expected = session.mailed_code_mac;
  if (session.stage !== 'enrolment-code' || expected === null) throw new KeyturnError('sign-in-failed');
  const guess = await guessOfCode(deps, session.user_id, origin);
  // First: an attempt that has to wait is not checked, and must not count as a wrong code.
  await countGuess(deps, guess);
  await limitWrongCodes(deps, session, origin);
  const user = userOf(session);
  if (!timingSafeEqual(mailedCodeMac(deps, code), expected)) {
    await recordRefusal(deps, user, origin, 'mailed-code');
    throw new KeyturnError('code-wrong');
  }
  await forgetGuesses(deps, guess);
  return change(deps, pendingActor(session, origin.address, deps.clock.now()), (tx, record) => {
    record({ action: 'enrolment-code.entered', target: userTarget(user) });
    return moveSession(tx, deps, session, { stage: 'enrolment', mfaAt: null, amr: ['mail'] });
  });
}
