import { hash } from '@node-rs/argon2';
import { Secret } from 'otpauth';
import { putAccountFactors } from '../../store/account-factors.ts';
import type { Deps } from '../deps.ts';

/** The purpose under which TOTP seeds are sealed. */
const totpSealPurpose = 'totp seed';

/** RFC 4226 section 4: 160 bits, the length of the hash behind TOTP codes. */
const totpSeedBytes = 20;

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
    totp_sealed: deps.sealer.seal(totpSealPurpose, new Uint8Array(seed.buffer)),
    totp_used_step: null,
  });
  return { totpSecret: seed.base32 };
}
