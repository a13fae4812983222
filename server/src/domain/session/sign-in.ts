import { createHmac, randomInt } from 'node:crypto';
import { findSignInByEmail, type SignInRow } from '../../store/accounts.ts';
import { isKnownDevice } from '../../store/known-devices.ts';
import { isRightPassword } from '../account/password.ts';
import { change } from '../audit/change.ts';
import { systemActor } from '../audit/actor.ts';
import type { Deps } from '../deps.ts';
import { KeyturnError } from '../errors.ts';
import { fold } from '../fold.ts';
import { queueNotice } from '../outbox/queue-notice.ts';
import { deviceHash, type RequestOrigin } from './device.ts';
import { countGuess, forgetGuesses, passwordGuess } from './guesses.ts';
import { startSession } from './sessions.ts';

type SignInDeps = Pick<Deps, 'db' | 'clock' | 'sealer' | 'changes' | 'config'>;

/**
 * The first step of signing in (R1.1): e-mail address and password. The session it answers opens nothing until a
 * second factor is proved; an account without one is mailed a code, after which it can only add a factor (R6.2).
 * Unknown, disabled and not yet set-up accounts are refused like a wrong password, after the same work.
 * @throws KeyturnError `sign-in-failed`, `too-many-attempts`
 */
export async function signIn(
  deps: SignInDeps,
  { email, password, origin }: { email: string; password: string; origin: RequestOrigin },
): Promise<string> {
  const account = await findSignInByEmail(deps.db, fold(email));
  const isKnown = await isKnownDevice(deps.db, account?.id ?? noUser, deviceHash(origin));
  const guess = passwordGuess(fold(email), { origin, isKnownDevice: isKnown });
  await countGuess(deps, guess);
  const usable = account?.is_active === true ? account : undefined;
  if (!(await isRightPassword(usable?.password_hash ?? null, password)) || usable === undefined) {
    await recordRefusal(deps, account, origin, 'password');
    throw new KeyturnError('sign-in-failed');
  }
  await forgetGuesses(deps, guess);
  if (usable.has_factor)
    return startSession(deps, usable.id, { stage: 'second-factor', mfaAt: null, amr: ['pwd'], origin });
  return mailEnrolmentCode(deps, usable, origin);
}

const noUser = '00000000-0000-0000-0000-000000000000';

/** Records a refused attempt (R7); what was typed for an unknown account is not kept: it may be a password. */
export function recordRefusal(
  deps: Pick<Deps, 'db' | 'clock' | 'sealer' | 'changes'>,
  user: { id: string; name: string } | undefined,
  { address }: RequestOrigin,
  factor: 'password' | 'code' | 'passkey' | 'mailed-code' | 'new-code',
): Promise<void> {
  return change(deps, { ...systemActor, address }, (_tx, record) => {
    const target = { type: 'user', id: user?.id ?? 'unknown', name: user?.name ?? 'unknown account' };
    record({ action: 'session.refused', target, after: { factor } });
    return Promise.resolve();
  });
}

const mailedCodeDigits = 8;

async function mailEnrolmentCode(deps: SignInDeps, user: SignInRow, origin: RequestOrigin): Promise<string> {
  // Whoever has the password could fill the mailbox.
  const perAccount = { key: `enrolment mail\n${user.id}`, freeAttempts: 5, longestDelaySeconds: 300 };
  await countGuess(deps, {
    perPlace: perAccount,
    perAddress: perAccount,
    perAccount: null,
    firstIsFree: false,
  });
  const code = String(randomInt(10 ** mailedCodeDigits)).padStart(mailedCodeDigits, '0');
  return change(deps, { ...systemActor, address: origin.address }, async (tx, record) => {
    await queueNotice(tx, deps, user, 'enrolment-code', { code });
    record({ action: 'enrolment-code.sent', target: { type: 'user', id: user.id, name: user.name } });
    return startSession({ db: tx, clock: deps.clock }, user.id, {
      stage: 'enrolment-code',
      mfaAt: null,
      amr: ['pwd'],
      origin,
      mailedCodeMac: mailedCodeMac(deps, code),
    });
  });
}

/** All that is stored of a mailed code. */
export const mailedCodeMac = ({ sealer }: Pick<Deps, 'sealer'>, code: string): Buffer =>
  createHmac('sha256', sealer.derive('mailed code')).update(code).digest();
