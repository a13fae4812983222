import { findAccountByEmail } from '../../store/account-factors.ts';
import type { Deps } from '../deps.ts';
import { KeyturnError } from '../errors.ts';
import { fold } from '../fold.ts';
import { isRightPassword } from './account-factors.ts';
import { startSession } from './sessions.ts';
import { countGuess, forgetGuesses } from './sign-in-delay.ts';

/**
 * The first step of signing in (R1.1): e-mail address and password. The session it answers opens nothing until the
 * second factor is entered. Unknown, disabled and not yet set-up accounts are refused like a wrong password.
 * @throws KeyturnError `sign-in-failed`, `too-many-attempts`
 */
export async function signIn(
  deps: Pick<Deps, 'db' | 'clock'>,
  { email, password, address }: { email: string; password: string; address: string },
): Promise<string> {
  const guessed = { what: 'password', emailFolded: fold(email), address } as const;
  await countGuess(deps, guessed);
  const account = await findAccountByEmail(deps.db, guessed.emailFolded);
  if (!(await isRightPassword(account?.password_hash, password)) || account === undefined)
    throw new KeyturnError('sign-in-failed');
  await forgetGuesses(deps, guessed);
  return startSession(deps, account.id, { mfaAt: null, amr: ['pwd'] });
}
