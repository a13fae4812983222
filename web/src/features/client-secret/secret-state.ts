import type { ClientSecret } from '@keyturn/contract';

const dayMs = 86_400_000;
/** Reminders begin 60 days before the end (R1.6). */
const planRenewalDays = 61;

/** What the table says about a client secret: the server's status, and from 60 days left "Plan renewal". */
export type SecretState = 'active' | 'plan-renewal' | 'expiring' | 'expired' | 'disabled' | 'deleted';

export function secretState(secret: Pick<ClientSecret, 'status' | 'expiresAt'>, now: Date): SecretState {
  if (secret.status !== 'active') return secret.status;
  return daysLeft(secret, now) < planRenewalDays ? 'plan-renewal' : 'active';
}

export const daysLeft = (secret: Pick<ClientSecret, 'expiresAt'>, now: Date): number =>
  (new Date(secret.expiresAt).getTime() - now.getTime()) / dayMs;

/** Whether tokens can be obtained with it. */
export const isValid = ({ status }: Pick<ClientSecret, 'status'>): boolean =>
  status === 'active' || status === 'expiring';

/**
 * The last request that presented a secret which works no longer, if that was why it was refused; one that was refused
 * before, for another reason, says nothing about its present state.
 */
export function refusedSinceEnd({
  status,
  lastRefused,
  expiresAt,
  disabled,
  deleted,
}: Pick<
  ClientSecret,
  'status' | 'lastRefused' | 'expiresAt' | 'disabled' | 'deleted'
>): ClientSecret['lastRefused'] {
  if (lastRefused === null || lastRefused.reason !== status) return null;
  const since = { expired: expiresAt, disabled: disabled?.at, deleted: deleted?.at }[status];
  return since !== undefined && Date.parse(lastRefused.at) >= Date.parse(since) ? lastRefused : null;
}

export const isDeleted = ({ status }: Pick<ClientSecret, 'status'>): boolean => status === 'deleted';

const order: Record<SecretState, number> = {
  expiring: 0,
  'plan-renewal': 1,
  active: 2,
  disabled: 3,
  expired: 4,
  deleted: 5,
};

/** Those in use first, the soonest to expire on top. */
export const compareSecrets =
  (now: Date) =>
  (one: ClientSecret, other: ClientSecret): number =>
    order[secretState(one, now)] - order[secretState(other, now)] ||
    one.expiresAt.localeCompare(other.expiresAt) ||
    one.name.localeCompare(other.name);
