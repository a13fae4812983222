import { hash, verify } from '@node-rs/argon2';
import { Secret, TOTP } from 'otpauth';
import { findAccountFactors, putAccountFactors, useTotpStep } from '../../store/account-factors.ts';
import type { Deps } from '../deps.ts';

const totpSealPurpose = 'totp seed';

/** RFC 4226 section 4: 160 bits, the length of the hash behind TOTP codes. */
const totpSeedBytes = 20;
const periodSeconds = 30;

/**
 * Gives an account a password and a new TOTP seed (RFC 6238), and answers the seed in base32. The password is stored
 * as an Argon2id hash, the seed sealed under the master key.
 */
export async function setAccountFactors(
  deps: Pick<Deps, 'db' | 'sealer'>,
  userId: string,
  password: string,
): Promise<{ totpSecret: string }> {
  const seed = new Secret({ size: totpSeedBytes });
  await putAccountFactors(deps.db, {
    user_id: userId,
    password_hash: await hash(password),
    totp_sealed: deps.sealer.seal(totpSealPurpose, seed.bytes),
    totp_used_step: null,
  });
  return { totpSecret: seed.base32 };
}

/** Whether `password` belongs to the hash; without one it takes as long, so that nobody learns which accounts exist. */
export async function isRightPassword(passwordHash: string | undefined, password: string): Promise<boolean> {
  const right = await verify(passwordHash ?? (await hashOfNothing), password);
  return right && passwordHash !== undefined;
}

const hashOfNothing = hash('');

/** Checks a TOTP code, which works once, within one step of the clock. */
export async function checkTotpCode(
  deps: Pick<Deps, 'db' | 'clock' | 'sealer'>,
  userId: string,
  code: string,
): Promise<'right' | 'wrong' | 'used'> {
  const factors = await findAccountFactors(deps.db, userId);
  if (factors === undefined) return 'wrong';
  const seed = deps.sealer.open(totpSealPurpose, factors.totp_sealed);
  const totp = new TOTP({
    secret: new Secret({ buffer: new Uint8Array(seed).buffer }),
    period: periodSeconds,
  });
  const timestamp = deps.clock.now().getTime();
  const delta = totp.validate({ token: code, timestamp, window: 1 });
  if (delta === null) return 'wrong';
  const step = Math.floor(timestamp / 1000 / periodSeconds) + delta;
  return (await useTotpStep(deps.db, userId, step)) ? 'right' : 'used';
}
