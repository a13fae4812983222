import { longestTokenTtlSeconds } from '@keyturn/contract';
import type { SigningKeyState } from '../../store/signing-keys.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;

/**
 * How long a key is in the key set, at least, before it signs by itself: whoever keeps the key set for a day never meets
 * a token of an unknown key. We answer `max-age=300`.
 */
export const publishedAheadMs = 24 * hourMs;

/** When the job makes the next key: a day earlier than it must, so that a server that was down for a while is not late. */
export const preparedAheadMs = 48 * hourMs;

/**
 * How long a key that signs no more stays in the key set: as long as any token may live, whatever the configuration was,
 * and an hour for clocks that disagree and for tokens that were being signed in the moment of the change.
 */
const verifiesAfterwardsMs = longestTokenTtlSeconds * 1000 + hourMs;

/** Where a key is in its life. `verifying`: it signed, and tokens that it signed may still be valid. */
export type SigningKeyStatus = 'next' | 'signing' | 'verifying' | 'retired' | 'revoked';

export function signingKeyStatus(key: SigningKeyState): SigningKeyStatus {
  if (key.revoked_at !== null) return 'revoked';
  if (key.retired_at !== null) return 'retired';
  if (key.stopped_at !== null) return 'verifying';
  return key.signs_since === null ? 'next' : 'signing';
}

/** When a key left the key set, or will; null: it is not known yet. */
export function retiresAt({ stopped_at, retired_at }: SigningKeyState): Date | null {
  if (retired_at !== null) return retired_at;
  return stopped_at === null ? null : new Date(stopped_at.getTime() + verifiesAfterwardsMs);
}
