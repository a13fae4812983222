import { hash, verify } from '@node-rs/argon2';
import { Secret, TOTP } from 'otpauth';
import { findAccountFactors, putAccountFactors, useTotpStep } from '../../store/account-factors.ts';
import type { Deps } from '../deps.ts';
import { limitConcurrency } from './limit-concurrency.ts';

const totpSealPurpose = 'totp seed';

/** RFC 4226 section 4: 160 bits, the length of the hash behind TOTP codes. */
const totpSeedBytes = 20;
const periodSeconds = 30;

/** A new TOTP seed (RFC 6238). */
export const newTotpSeed = (): Buffer => Buffer.from(new Secret({ size: totpSeedBytes }).bytes);

/** A seed as it is stored: sealed under the master key. */
export const sealTotpSeed = (deps: Pick<Deps, 'sealer'>, seed: Buffer): Buffer =>
  deps.sealer.seal(totpSealPurpose, seed);

export const openTotpSeed = (deps: Pick<Deps, 'sealer'>, sealed: Buffer): Buffer =>
  deps.sealer.open(totpSealPurpose, sealed);

/** A seed in base32, for typing, and as an otpauth: address, for a QR code. */
export function presentTotpSeed(seed: Buffer, label: { issuer: string; account: string }) {
  const totp = new TOTP({ secret: toSecret(seed), issuer: label.issuer, label: label.account });
  return { secret: totp.secret.base32, uri: totp.toString() };
}

/** Argon2id, in PHC string format. */
export const hashPassword = (password: string): Promise<string> =>
  oneAtATime(() => hash(password.normalize('NFC')));

/** Argon2 takes a core and 20 MB for 30 ms: token requests come first. */
const oneAtATime = limitConcurrency(1, 50);

/** Gives an account a password and a new TOTP seed, and answers the seed in base32. */
export async function setAccountFactors(
  deps: Pick<Deps, 'db' | 'sealer'>,
  userId: string,
  password: string,
): Promise<{ totpSecret: string }> {
  const seed = newTotpSeed();
  await putAccountFactors(deps.db, {
    user_id: userId,
    password_hash: await hashPassword(password),
    totp_sealed: sealTotpSeed(deps, seed),
    totp_used_step: null,
  });
  return { totpSecret: toSecret(seed).base32 };
}

/** Whether `password` belongs to the hash; without one it takes as long, so that nobody learns which accounts exist. */
export async function isRightPassword(passwordHash: string | undefined, password: string): Promise<boolean> {
  const known = passwordHash ?? (await hashOfNothing);
  const right = await oneAtATime(() => verify(known, password.normalize('NFC')));
  return right && passwordHash !== undefined;
}

const hashOfNothing = hash('');

/** The time step whose code this is, within one step of `now`; null: it is none. */
export function matchTotpCode(seed: Buffer, code: string, now: Date): number | null {
  const totp = new TOTP({ secret: toSecret(seed), period: periodSeconds });
  const delta = totp.validate({ token: code, timestamp: now.getTime(), window: 1 });
  return delta === null ? null : Math.floor(now.getTime() / 1000 / periodSeconds) + delta;
}

/** Checks an account's TOTP code, which works once. */
export async function checkTotpCode(
  deps: Pick<Deps, 'db' | 'clock' | 'sealer'>,
  userId: string,
  code: string,
): Promise<'right' | 'wrong' | 'used'> {
  const factors = await findAccountFactors(deps.db, userId);
  if (factors === undefined) return 'wrong';
  const step = matchTotpCode(openTotpSeed(deps, factors.totp_sealed), code, deps.clock.now());
  if (step === null) return 'wrong';
  return (await useTotpStep(deps.db, userId, step)) ? 'right' : 'used';
}

const toSecret = (seed: Buffer): Secret => new Secret({ buffer: new Uint8Array(seed).buffer });
