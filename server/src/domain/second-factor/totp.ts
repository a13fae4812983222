import { Secret, TOTP } from 'otpauth';
import type { Deps } from '../deps.ts';

const sealPurpose = 'totp seed';

/** RFC 4226 section 4: 160 bits, the length of the hash behind TOTP codes. */
const seedBytes = 20;
const periodSeconds = 30;

/** A new TOTP seed (RFC 6238). */
export const newTotpSeed = (): Buffer => Buffer.from(new Secret({ size: seedBytes }).bytes);

/** A seed as it is stored: sealed under the master key. */
export const sealTotpSeed = (deps: Pick<Deps, 'sealer'>, seed: Buffer): Buffer =>
  deps.sealer.seal(sealPurpose, seed);

export const openTotpSeed = (deps: Pick<Deps, 'sealer'>, sealed: Buffer): Buffer =>
  deps.sealer.open(sealPurpose, sealed);

/** A seed in base32, for typing, and as an otpauth: address, for a QR code. */
export function presentTotpSeed(seed: Buffer, label: { issuer: string; account: string }) {
  const totp = new TOTP({ secret: toSecret(seed), issuer: label.issuer, label: label.account });
  return { secret: totp.secret.base32, uri: totp.toString() };
}

/** The time step whose code this is, within one step of `now`; null: it is none. */
export function matchTotpCode(seed: Buffer, code: string, now: Date): number | null {
  const totp = new TOTP({ secret: toSecret(seed), period: periodSeconds });
  const delta = totp.validate({ token: code, timestamp: now.getTime(), window: 1 });
  return delta === null ? null : Math.floor(now.getTime() / 1000 / periodSeconds) + delta;
}

const toSecret = (seed: Buffer): Secret => new Secret({ buffer: new Uint8Array(seed).buffer });
