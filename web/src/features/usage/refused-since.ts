import type { ClientSecret, SecretUsage } from '@keyturn/contract';

type Refused = SecretUsage['refused'][number];

/** What was refused since a client secret was disabled, last one first; null when it is not disabled. */
export type RefusedSince = {
  since: string;
  callers: Refused[];
  /** Null: earlier ones are counted among them, from when it was disabled before. */
  requests: number | null;
  lastAt: string | null;
};

export function refusedSince(
  { disabled }: Pick<ClientSecret, 'disabled'>,
  { refused }: Pick<SecretUsage, 'refused'>,
): RefusedSince | null {
  if (disabled === null) return null;
  const since = disabled.at;
  const callers = refused
    .filter(({ reason, lastAt }) => reason === 'disabled' && lastAt >= since)
    .toSorted((one, other) => other.lastAt.localeCompare(one.lastAt));
  const exact = callers.every(({ firstAt }) => firstAt >= since);
  return {
    since,
    callers,
    requests: exact ? callers.reduce((sum, { requests }) => sum + requests, 0) : null,
    lastAt: callers[0]?.lastAt ?? null,
  };
}
