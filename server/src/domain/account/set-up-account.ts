import { randomBytes } from 'node:crypto';
import {
  findSetUp,
  deleteSetUp,
  putSetUp,
  setSetUpPassword,
  useSetUpLink,
  type SetUpRow,
} from '../../store/set-ups.ts';
import { putAccountFactors } from '../../store/account-factors.ts';
import type { Actor } from '../audit/actor.ts';
import { change } from '../audit/change.ts';
import type { Deps } from '../deps.ts';
import { KeyturnError } from '../errors.ts';
import {
  hashPassword,
  matchTotpCode,
  newTotpSeed,
  openTotpSeed,
  sealTotpSeed,
} from '../session/account-factors.ts';
import { startSession } from '../session/sessions.ts';
import { hashSetUpToken } from './set-up-link.ts';

const setUpLifetimeMs = 60 * 60 * 1000;
const minPasswordLength = 12;

type SetUpDeps = Pick<Deps, 'db' | 'clock' | 'sealer' | 'config'>;

/**
 * Uses up a set-up link, by its button, and answers the value of the cookie with which this browser goes on.
 * @throws KeyturnError `set-up-link-invalid`
 */
export function beginSetUp(deps: SetUpDeps, token: string, address: string): Promise<string> {
  const actor: Actor = { kind: 'system', id: null, name: 'Keyturn', address: null };
  return change(deps, actor, async (tx, record) => {
    const now = deps.clock.now();
    const user = await useSetUpLink(tx, hashSetUpToken(token), now);
    if (user === undefined)
      throw new KeyturnError('set-up-link-invalid', { support: deps.config.supportEmail });
    const cookie = randomBytes(32).toString('base64url');
    await putSetUp(tx, {
      user_id: user.user_id,
      token_sha256: hashSetUpToken(cookie),
      expires_at: new Date(now.getTime() + setUpLifetimeMs),
      totp_sealed: sealTotpSeed(deps, newTotpSeed()),
    });
    record({
      action: 'user.set-up-begun',
      target: { type: 'user', id: user.user_id, name: user.user_name },
      after: { address },
    });
    return cookie;
  });
}

/** How far a set-up is, with the authenticator's seed. */
export type SetUpState = { row: SetUpRow; seed: Buffer };

/** @throws KeyturnError `set-up-link-invalid` when this browser has no set-up under way */
export async function findSetUpState(deps: SetUpDeps, cookie: string | undefined): Promise<SetUpState> {
  const row =
    cookie === undefined ? undefined : await findSetUp(deps.db, hashSetUpToken(cookie), deps.clock.now());
  if (row === undefined) throw new KeyturnError('set-up-link-invalid', { support: deps.config.supportEmail });
  return { row, seed: openTotpSeed(deps, row.totp_sealed) };
}

/** @throws KeyturnError `set-up-link-invalid`, `password-too-short` */
export async function choosePassword(
  deps: SetUpDeps,
  cookie: string | undefined,
  password: string,
): Promise<void> {
  const { row } = await findSetUpState(deps, cookie);
  // Characters as people count them, not UTF-16 units.
  if (Array.from(password).length < minPasswordLength)
    throw new KeyturnError('password-too-short', { min: minPasswordLength });
  await setSetUpPassword(deps.db, row.user_id, await hashPassword(password));
}

/**
 * Finishes a set-up with the authenticator's first code: from now on the account signs in with both factors, and this
 * browser is signed in. Answers the session cookie's value.
 * @throws KeyturnError `set-up-link-invalid`, `code-wrong`
 */
export async function finishSetUp(
  deps: SetUpDeps,
  { cookie, code, address }: { cookie: string | undefined; code: string; address: string },
): Promise<string> {
  const { row, seed } = await findSetUpState(deps, cookie);
  const passwordHash = row.password_hash;
  if (passwordHash === null)
    throw new KeyturnError('set-up-link-invalid', { support: deps.config.supportEmail });
  const step = matchTotpCode(seed, code, deps.clock.now());
  if (step === null) throw new KeyturnError('code-wrong');
  const mfaAt = deps.clock.now();
  const actor: Actor = {
    kind: 'user',
    id: row.user_id,
    name: row.user_name,
    role: row.user_role,
    mfaAt,
    sessionId: null,
    address,
  };
  return change(deps, actor, async (tx, record) => {
    await putAccountFactors(tx, {
      user_id: row.user_id,
      password_hash: passwordHash,
      totp_sealed: row.totp_sealed,
      // The code just entered is used.
      totp_used_step: step,
    });
    await deleteSetUp(tx, row.user_id);
    record({ action: 'user.set-up', target: { type: 'user', id: row.user_id, name: row.user_name } });
    return startSession({ db: tx, clock: deps.clock }, row.user_id, { mfaAt, amr: ['pwd', 'otp'] });
  });
}
