import { countFailedCode, deleteSession } from '../../store/sessions.ts';
import type { Actor } from '../audit/actor.ts';
import { change } from '../audit/change.ts';
import type { Deps } from '../deps.ts';
import { KeyturnError } from '../errors.ts';
import { checkTotpCode } from './account-factors.ts';
import { findSessionByToken, startSession } from './sessions.ts';
import { countGuess, forgetGuesses } from './sign-in-delay.ts';

const pendingLifetimeMs = 10 * 60 * 1000;
const allowedWrongCodes = 5;

/**
 * The second step of signing in (R1.1): the authenticator's code. The session gets a new cookie value, so that one
 * planted before the sign-in is worth nothing. After five wrong codes the password is asked again.
 * @throws KeyturnError `sign-in-failed` when there is no first step to go on from, `code-wrong`, `code-used`,
 *   `too-many-attempts`
 */
export async function enterCode(
  deps: Pick<Deps, 'db' | 'clock' | 'sealer'>,
  { token, code, address }: { token: string | undefined; code: string; address: string },
): Promise<string> {
  const pending = token === undefined ? undefined : await findSessionByToken(deps, token);
  if (pending === undefined || pending.mfa_at !== null) throw new KeyturnError('sign-in-failed');
  if (deps.clock.now().getTime() - pending.created_at.getTime() > pendingLifetimeMs)
    throw new KeyturnError('sign-in-failed');
  // Counted before the check, so that parallel guesses count too.
  if ((await countFailedCode(deps.db, pending.id)) > allowedWrongCodes) {
    await deleteSession(deps.db, pending.id);
    throw new KeyturnError('sign-in-failed');
  }
  const guessed = { what: 'code', userId: pending.user_id } as const;
  await countGuess(deps, guessed);
  const checked = await checkTotpCode(deps, pending.user_id, code);
  if (checked !== 'right') throw new KeyturnError(checked === 'used' ? 'code-used' : 'code-wrong');

  await forgetGuesses(deps, guessed);

  const mfaAt = deps.clock.now();
  const actor: Actor = {
    kind: 'user',
    id: pending.user_id,
    name: pending.user_name,
    role: pending.user_role,
    mfaAt,
    sessionId: null,
    address,
  };
  return change(deps, actor, async (tx, record) => {
    await deleteSession(tx, pending.id);
    record({
      action: 'session.started',
      target: { type: 'user', id: pending.user_id, name: pending.user_name },
      after: { amr: ['pwd', 'otp'] },
    });
    return startSession({ db: tx, clock: deps.clock }, pending.user_id, { mfaAt, amr: ['pwd', 'otp'] });
  });
}
