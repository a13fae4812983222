import type { Application } from '@keyturn/contract';
import { isDeleted, isValid, secretState } from '../client-secret/secret-state.ts';

/** How an application does, worst first. */
export type Severity =
  'no-valid-secret' | 'expiring' | 'no-secret' | 'application-disabled' | 'plan-renewal' | 'tidy-up' | 'fine';

/** The lower, the worse. */
export const severityRanks: Record<Severity, number> = {
  'no-valid-secret': 0,
  expiring: 1,
  'no-secret': 2,
  'application-disabled': 3,
  'plan-renewal': 4,
  'tidy-up': 5,
  fine: 6,
};

/** Nothing of the client secrets' values or use is guessed: only what the list itself says counts. */
export function applicationSeverity(
  { secrets, status }: Pick<Application, 'secrets' | 'status'>,
  now: Date,
): Severity {
  // Its managers can do nothing about it, whatever its secrets are like.
  if (status === 'disabled') return 'application-disabled';
  const present = secrets.filter((secret) => !isDeleted(secret));
  const states = new Set(present.map((secret) => secretState(secret, now)));
  if (present.length === 0) return 'no-secret';
  if (!present.some(isValid)) return 'no-valid-secret';
  if (states.has('expiring')) return 'expiring';
  if (states.has('plan-renewal')) return 'plan-renewal';
  return states.has('expired') ? 'tidy-up' : 'fine';
}

export const needsAttention = (application: Application, now: Date): boolean =>
  severityRanks[applicationSeverity(application, now)] <= severityRanks['plan-renewal'];
