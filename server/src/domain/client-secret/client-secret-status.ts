import type { ClientSecretStatus } from '@keyturn/contract';

const expiringMs = 31 * 24 * 60 * 60 * 1000;
/** One that obtained no token for so long is unused (R4.1). */
export const unusedMs = 90 * 24 * 60 * 60 * 1000;

type Timestamps = { expires_at: Date; disabled_at: Date | null; deleted_at: Date | null };

/** The state of a client secret at `now` (R1.6); deletion outweighs expiry, and expiry outweighs disabling. */
export function clientSecretStatus(secret: Timestamps, now: Date): ClientSecretStatus {
  if (secret.deleted_at !== null) return 'deleted';
  if (secret.expires_at <= now) return 'expired';
  if (secret.disabled_at !== null) return 'disabled';
  return secret.expires_at.getTime() - now.getTime() < expiringMs ? 'expiring' : 'active';
}

/** Whether a client secret in this state obtains tokens, and tokens it obtained are accepted. */
export const isUsable = (status: ClientSecretStatus): status is 'active' | 'expiring' =>
  status === 'active' || status === 'expiring';
