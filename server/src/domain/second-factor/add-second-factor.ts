import { randomUUID } from 'node:crypto';
import { endAccountLinks } from '../../store/account-links.ts';
import { findAccount, markSetUp } from '../../store/accounts.ts';
import type { Tx } from '../../store/db.ts';
import { insertSecondFactor, listSecondFactors, type NewSecondFactor } from '../../store/second-factors.ts';
import { deleteSessions, updateSession, type SessionRow } from '../../store/sessions.ts';
import { change } from '../audit/change.ts';
import type { Deps } from '../deps.ts';
import { KeyturnError } from '../errors.ts';
import { queueNotice } from '../outbox/queue-notice.ts';
import { requireFreshFactor } from '../policy.ts';
import { describeDevice, type RequestOrigin } from '../session/device.ts';
import { countGuess, forgetGuesses, guessOfCode } from '../session/guesses.ts';
import { noticeDevice } from '../session/prove-second-factor.ts';
import { readProgress } from '../session/read-progress.ts';
import { moveSession, pendingActor, userOf } from '../session/sessions.ts';
import { recordRefusal } from '../session/sign-in.ts';
import { userTarget } from '../user/user-target.ts';
import { checkPasskeyRegistration, startPasskeyRegistration } from './passkeys.ts';
import { matchTotpCode, newTotpSeed, openTotpSeed, presentTotpSeed, sealTotpSeed } from './totp.ts';

/** RFC 6238 authenticators and passkeys of one account. */
const maxFactors = 20;

type EnrolDeps = Pick<Deps, 'db' | 'clock' | 'sealer' | 'changes' | 'config'>;

/**
 * A TOTP seed for an authenticator or a hardware token; its first code makes it a second factor (R6.1).
 * @throws KeyturnError `fresh-factor-required`, `unauthenticated`, `too-many-factors`
 */
export async function startTotp(deps: EnrolDeps, session: SessionRow) {
  await requireMayEnrol(deps, session);
  const seed = await pendingSeed(deps, session);
  return presentTotpSeed(seed, { issuer: deps.config.operatorName, account: session.user_email });
}

/** The key that this session was given, or a new one: a page that is loaded anew must show what was scanned already. */
async function pendingSeed(deps: EnrolDeps, session: SessionRow): Promise<Buffer> {
  if (session.pending_totp_sealed !== null) return openTotpSeed(deps, session.pending_totp_sealed);
  const seed = newTotpSeed();
  await updateSession(deps.db, session.id, { pending_totp_sealed: sealTotpSeed(deps, seed) });
  return seed;
}

/**
 * Adds the authenticator that shows this code. Answers the cookie's new value.
 * @throws KeyturnError `code-wrong` and what `startTotp` throws
 */
export async function confirmTotp(
  deps: EnrolDeps,
  session: SessionRow,
  { code, name }: { code: string; name: string },
  origin: RequestOrigin,
): Promise<string> {
  await requireMayEnrol(deps, session);
  const sealed = session.pending_totp_sealed;
  if (sealed === null) throw new KeyturnError('code-wrong');
  const guess = await guessOfCode(deps, session.user_id, origin);
  await countGuess(deps, guess);
  const step = matchTotpCode(openTotpSeed(deps, sealed), code, deps.clock.now());
  if (step === null) {
    await recordRefusal(deps, userOf(session), origin, 'new-code');
    throw new KeyturnError('code-wrong');
  }
  await forgetGuesses(deps, guess);
  // The code just entered is used.
  return addFactor(deps, session, { kind: 'totp', name, totp_sealed: sealed, totp_used_step: step }, origin);
}

/** @throws KeyturnError what `startTotp` throws */
export async function startPasskey(deps: EnrolDeps, session: SessionRow) {
  await requireMayEnrol(deps, session);
  return startPasskeyRegistration(deps, session);
}

/**
 * Adds the passkey that a browser made. Answers the cookie's new value.
 * @throws KeyturnError `passkey-failed` and what `startTotp` throws
 */
export async function confirmPasskey(
  deps: EnrolDeps,
  session: SessionRow,
  { response, name }: { response: unknown; name: string },
  origin: RequestOrigin,
): Promise<string> {
  await requireMayEnrol(deps, session);
  const passkey = await checkPasskeyRegistration(deps, session, response);
  return addFactor(deps, session, { kind: 'passkey', name, ...passkey }, origin);
}

/**
 * Whoever is signed in with a fresh proof; or, to add the first factor, whoever was invited and has chosen a password
 * and accepted the terms, or has entered password and mailed code.
 */
async function requireMayEnrol(deps: EnrolDeps, session: SessionRow): Promise<void> {
  const { next, factors } = await readProgress(deps, session);
  if (next === 'done') requireFreshFactor({ mfaAt: session.mfa_at }, deps.clock.now());
  // A link or a code from the mailbox must never add a factor to an account that has one.
  else if (next !== 'enrolment' || factors.length > 0) throw new KeyturnError('sign-in-failed');
}

type NewFactor = Omit<NewSecondFactor, 'id' | 'user_id' | 'created_at' | 'last_used_at'>;

function addFactor(
  deps: EnrolDeps,
  session: SessionRow,
  factor: NewFactor,
  origin: RequestOrigin,
): Promise<string> {
  const now = deps.clock.now();
  const user = userOf(session);
  return change(deps, pendingActor(session, origin.address, now), async (tx, record) => {
    const existing = await listSecondFactors(tx, user.id);
    if (existing.length >= maxFactors) throw new KeyturnError('too-many-factors', { max: maxFactors });
    if (session.stage !== 'open' && existing.length > 0) throw new KeyturnError('no-longer-authenticated');
    const id = randomUUID();
    await insertSecondFactor(tx, { ...factor, id, user_id: user.id, created_at: now, last_used_at: now });
    record({
      action: 'second-factor.added',
      target: userTarget(user),
      after: { id, kind: factor.kind, name: factor.name },
    });
    if (session.stage === 'open') await tellFactorAdded(tx, deps, session, factor.name);
    else await openAccount(tx, deps, session, origin, record);
    const method = factor.kind === 'totp' ? 'otp' : 'hwk';
    return moveSession(tx, deps, session, { stage: 'open', mfaAt: now, amr: [method] });
  });
}

/** The first factor: from now on the account signs in with it, and nothing that was mailed opens it any more. */
async function openAccount(
  tx: Tx,
  deps: EnrolDeps,
  session: SessionRow,
  origin: RequestOrigin,
  record: Parameters<Parameters<typeof change>[2]>[1],
): Promise<void> {
  const user = userOf(session);
  const account = await findAccount(tx, user.id);
  // Lost factors are replaced: whoever did not ask for that must hear of it.
  if (account !== undefined && account.set_up_at !== null)
    await queueNotice(tx, deps, userOf(session), 'factor-replaced', {
      device: describeDevice(origin.userAgent),
      address: origin.address,
    });
  await markSetUp(tx, user.id, deps.clock.now());
  await endAccountLinks(tx, user.id, 'invitation', deps.clock.now());
  await deleteSessions(tx, user.id, session.id);
  const action = session.stage === 'set-up' ? 'user.set-up' : 'session.started';
  record({ action, target: userTarget(user) });
  await noticeDevice(tx, deps, session, origin);
}

const tellFactorAdded = (tx: Tx, deps: EnrolDeps, session: SessionRow, factor: string): Promise<void> =>
  queueNotice(tx, deps, userOf(session), 'factor-added', { factor });
