import type { Application, ClientSecret, SecretUsage } from '@keyturn/contract';
import { isValid } from './secret-state.ts';

const inUseMs = 35 * 86_400_000;
const weekMs = 7 * 86_400_000;

/** What is known about the effect of deleting a client secret (R1.5, R1.9). */
export type DeleteCase = {
  /** `unknown`: its use could not be read. */
  use: 'never-used' | 'idle' | 'in-use' | 'used-lately' | 'used-not-valid' | 'still-asked-for' | 'unknown';
  lastUsedAt: string | null;
  /** No other client secret of the application obtains tokens. */
  isLastValid: boolean;
  /** Its first three characters must be typed. */
  needsHint: boolean;
  /** Its callers in the last seven days or, when there are none, in the last 35; the last one first. */
  callers: SecretUsage['callers'];
  /** Who proved it in the last 35 days and got no token, for whatever reason; the last one first. */
  refused: SecretUsage['refused'];
  requestsThisWeek: number;
  longestPauseSeconds: number | null;
  /** Until when tokens that it obtained may live; null: they have expired. */
  tokensLiveUntil: Date | null;
  apis: { api: Application['apis'][number]; outcome: ApiOutcome }[];
};

/** What happens to tokens that were issued already; `until`: as long as the API cannot know. */
export type ApiOutcome = { kind: 'at-once' | 'soon' | 'expired' } | { kind: 'until'; at: Date };

/** `usage` null: it could not be read, so the secret counts as one in use. */
export function deleteCase(
  application: Pick<Application, 'apis' | 'secrets'>,
  secret: ClientSecret,
  usage: SecretUsage | null,
  now: Date,
): DeleteCase {
  const lastUsedAt = latest(secret.lastUsedAt, usage?.lastUsedAt ?? null);
  const isRecent = (instant: string | null, withinMs: number): boolean =>
    instant !== null && now.getTime() - new Date(instant).getTime() < withinMs;
  const usedLately = isRecent(lastUsedAt, inUseMs);
  const refused = (usage?.refused ?? [])
    .filter(({ lastAt }) => isRecent(lastAt, inUseMs))
    .toSorted((one, other) => other.lastAt.localeCompare(one.lastAt));
  const isLastValid =
    isValid(secret) && !application.secrets.some((other) => other.id !== secret.id && isValid(other));
  const apis = application.apis.map((api) => ({
    api,
    outcome: outcomeAt(api, { lastUsedAt, expiresAt: secret.expiresAt }, now),
  }));
  const ends = apis.map(({ api }) => tokenEndsAt(api, { lastUsedAt, expiresAt: secret.expiresAt }));
  const lastEnds = new Date(Math.max(0, ...ends));
  const requestsThisWeek = usage?.requestsThisWeek ?? 0;
  return {
    use:
      usage === null
        ? 'unknown'
        : useOf(secret, { lastUsedAt, usedLately, requestsThisWeek, isAskedFor: refused.length > 0 }),
    lastUsedAt,
    isLastValid,
    needsHint: usage === null || usedLately || isLastValid || refused.length > 0,
    callers: callersWithin(usage, requestsThisWeek > 0 ? weekMs : inUseMs, now),
    refused,
    requestsThisWeek,
    longestPauseSeconds: usage?.longestPauseSeconds ?? null,
    tokensLiveUntil: lastEnds > now ? lastEnds : null,
    apis,
  };
}

type Facts = {
  lastUsedAt: string | null;
  usedLately: boolean;
  requestsThisWeek: number;
  isAskedFor: boolean;
};

function useOf(
  secret: ClientSecret,
  { lastUsedAt, usedLately, requestsThisWeek, isAskedFor }: Facts,
): DeleteCase['use'] {
  if (usedLately && isValid(secret)) return requestsThisWeek > 0 ? 'in-use' : 'used-lately';
  if (isAskedFor) return 'still-asked-for';
  if (lastUsedAt === null) return 'never-used';
  return usedLately ? 'used-not-valid' : 'idle';
}

/** The list and the evidence are read one after the other: whichever knows more counts. */
const latest = (one: string | null, other: string | null): string | null =>
  one === null || other === null ? (one ?? other) : one > other ? one : other;

function callersWithin(usage: SecretUsage | null, withinMs: number, now: Date): SecretUsage['callers'] {
  return (usage?.callers ?? []).filter(
    ({ lastAt }) => now.getTime() - new Date(lastAt).getTime() <= withinMs,
  );
}

type Times = Pick<ClientSecret, 'lastUsedAt' | 'expiresAt'>;

function outcomeAt(api: Application['apis'][number], times: Times, now: Date): ApiOutcome {
  const ends = tokenEndsAt(api, times);
  if (ends <= now.getTime()) return { kind: 'expired' };
  if (api.statusCheck === 'introspection') return { kind: 'at-once' };
  if (api.statusCheck === 'status-list') return { kind: 'soon' };
  return { kind: 'until', at: new Date(ends) };
}

/** A token never outlives its secret. Which API the last one was for is not told, so it may be any. */
const tokenEndsAt = (
  { tokenTtlSeconds }: Application['apis'][number],
  { lastUsedAt, expiresAt }: Times,
): number =>
  lastUsedAt === null
    ? 0
    : Math.min(new Date(lastUsedAt).getTime() + tokenTtlSeconds * 1000, new Date(expiresAt).getTime());
