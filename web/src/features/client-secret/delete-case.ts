import type { Application, ClientSecret } from '@keyturn/contract';
import { isValid } from './secret-state.ts';

const inUseMs = 35 * 86_400_000;

/** What is known about the effect of deleting a client secret (R1.5, R1.9). */
export type DeleteCase = {
  use: 'never-used' | 'idle' | 'in-use' | 'used-not-valid';
  /** No other client secret of the application obtains tokens. */
  isLastValid: boolean;
  /** Its first three characters must be typed. */
  needsHint: boolean;
  apis: { api: Application['apis'][number]; outcome: ApiOutcome }[];
};

/** What happens to tokens that were issued already; `until`: as long as the API cannot know. */
export type ApiOutcome = { kind: 'at-once' | 'soon' | 'expired' } | { kind: 'until'; at: Date };

export function deleteCase(
  application: Pick<Application, 'apis' | 'secrets'>,
  secret: ClientSecret,
  now: Date,
): DeleteCase {
  const usedLately =
    secret.lastUsedAt !== null && now.getTime() - new Date(secret.lastUsedAt).getTime() < inUseMs;
  const isLastValid =
    isValid(secret) && !application.secrets.some((other) => other.id !== secret.id && isValid(other));
  return {
    use: useOf(secret, usedLately),
    isLastValid,
    needsHint: usedLately || isLastValid,
    apis: application.apis.map((api) => ({ api, outcome: outcomeAt(api, secret, now) })),
  };
}

function useOf(secret: ClientSecret, usedLately: boolean): DeleteCase['use'] {
  if (secret.lastUsedAt === null) return 'never-used';
  if (!usedLately) return 'idle';
  return isValid(secret) ? 'in-use' : 'used-not-valid';
}

function outcomeAt(
  api: Application['apis'][number],
  { lastUsedAt, expiresAt }: ClientSecret,
  now: Date,
): ApiOutcome {
  if (lastUsedAt === null) return { kind: 'expired' };
  // A token never outlives its secret. Which API the last one was for is not told, so it may be any.
  const lastTokenEnds = Math.min(
    new Date(lastUsedAt).getTime() + api.tokenTtlSeconds * 1000,
    new Date(expiresAt).getTime(),
  );
  if (lastTokenEnds <= now.getTime()) return { kind: 'expired' };
  if (api.statusCheck === 'introspection') return { kind: 'at-once' };
  if (api.statusCheck === 'status-list') return { kind: 'soon' };
  return { kind: 'until', at: new Date(lastTokenEnds) };
}
