import { confirmPassword } from '../../store/accounts.ts';
import { countFailedCode, deleteSession, type SessionRow } from '../../store/sessions.ts';
import { rememberDevice } from '../../store/known-devices.ts';
import { countRecoveryCodes } from '../../store/recovery-codes.ts';
import type { Tx } from '../../store/db.ts';
import { systemActor } from '../audit/actor.ts';
import { change } from '../audit/change.ts';
import type { Deps } from '../deps.ts';
import { KeyturnError } from '../errors.ts';
import { queueNotice } from '../outbox/queue-notice.ts';
import { checkCode } from '../second-factor/check-code.ts';
import { checkPasskey } from '../second-factor/passkeys.ts';
import { userTarget } from '../user/user-target.ts';
import { describeDevice, deviceHash, type RequestOrigin } from './device.ts';
import { countGuess, forgetGuesses, guessOfCode } from './guesses.ts';
import { moveSession, pendingActor, userOf, type AuthenticationMethod } from './sessions.ts';
import { recordRefusal } from './sign-in.ts';

const allowedWrongCodes = 5;

type ProofDeps = Pick<Deps, 'db' | 'clock' | 'sealer' | 'changes' | 'config'>;
type Proof = { code: string } | { passkey: unknown };

/**
 * Proves a second factor: the second step of signing in (R1.1), or, in an open session, a fresh proof for what asks for
 * one. Answers the cookie's new value. After five wrong codes the password is asked again.
 * @throws KeyturnError `code-wrong`, `code-used`, `passkey-failed`, `too-many-attempts`, `sign-in-failed`
 */
export async function proveSecondFactor(
  deps: ProofDeps,
  session: SessionRow,
  proof: Proof,
  origin: RequestOrigin,
): Promise<string> {
  if (session.stage !== 'second-factor' && session.stage !== 'open') throw new KeyturnError('sign-in-failed');
  const guess = await guessOfCode(deps, session.user_id, origin);
  // First: an attempt that has to wait is not checked, and must not count as a wrong code.
  await countGuess(deps, guess);
  await limitWrongCodes(deps, session, origin);
  const user = userOf(session);
  let method: AuthenticationMethod;
  try {
    method =
      'code' in proof
        ? await checkCode(deps, session.user_id, proof.code)
        : await checkPasskey(deps, session, proof.passkey);
  } catch (error) {
    if (error instanceof KeyturnError)
      await recordRefusal(deps, user, origin, 'code' in proof ? 'code' : 'passkey');
    throw error;
  }
  await forgetGuesses(deps, guess);
  const now = deps.clock.now();
  return change(deps, pendingActor(session, origin.address, now), async (tx, record) => {
    const token = await moveSession(tx, deps, session, { stage: 'open', mfaAt: now, amr: [method] });
    await confirmPassword(tx, session.user_id);
    const action = session.stage === 'open' ? 'session.confirmed' : 'session.started';
    record({ action, target: userTarget(user), after: { amr: [...session.amr, method] } });
    if (method === 'recovery') await tellRecoveryCodeUsed(tx, deps, session);
    if (session.stage !== 'open') await noticeDevice(tx, deps, session, origin);
    return token;
  });
}

/**
 * Counted before the check, so that parallel guesses count too.
 * @throws KeyturnError `sign-in-failed` when the session had too many wrong codes; it is over then
 */
export async function limitWrongCodes(
  deps: Pick<Deps, 'db' | 'clock' | 'sealer' | 'changes'>,
  session: SessionRow,
  { address }: RequestOrigin,
): Promise<void> {
  if ((await countFailedCode(deps.db, session.id)) <= allowedWrongCodes) return;
  await change(deps, { ...systemActor, address }, async (tx, record) => {
    const target = userTarget(userOf(session));
    if (await deleteSession(tx, session.user_id, session.id))
      record({ action: 'session.ended', target, after: { wrongCodes: allowedWrongCodes } });
  });
  throw new KeyturnError('sign-in-failed');
}

/** Remembers the device of somebody who signed in, and mails them when it is one that they have not used before. */
export async function noticeDevice(
  tx: Tx,
  deps: Pick<Deps, 'clock' | 'config'>,
  session: SessionRow,
  origin: RequestOrigin,
): Promise<void> {
  const { known, first } = await rememberDevice(tx, session.user_id, deviceHash(origin), deps.clock.now());
  // The first one is where the account was set up.
  if (known || first) return;
  const device = describeDevice(origin.userAgent);
  await queueNotice(tx, deps, userOf(session), 'new-device', { device, address: origin.address });
}

async function tellRecoveryCodeUsed(
  tx: Tx,
  deps: Pick<Deps, 'clock' | 'config'>,
  session: SessionRow,
): Promise<void> {
  const left = await countRecoveryCodes(tx, session.user_id);
  await queueNotice(tx, deps, userOf(session), 'recovery-code-used', { left });
}
