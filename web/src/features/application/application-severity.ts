import type { Application } from '@keyturn/contract';
import { isDeleted, isValid, secretState } from '../client-secret/secret-state.ts';

/** How an application does, worst first. */
export type Severity =
  'no-valid-secret' | 'expiring' | 'no-secret' | 'application-disabled' | 'plan-renewal' | 'tidy-up' | 'fine';

const ranks: Record<Severity, number> = {
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
  ranks[applicationSeverity(application, now)] <= ranks['plan-renewal'];

export type ApplicationOrder = 'worst' | 'name' | 'expiry';

// Much faster than `localeCompare`, and thousands of names are compared.
const { compare: compareNames } = new Intl.Collator('en', { numeric: true });

/** Worst state first, by name or by what expires first; then by name. What is compared is found out once for each. */
export function sortApplications(
  applications: Application[],
  order: ApplicationOrder,
  now: Date,
): Application[] {
  const keyed = applications.map((application) => ({ application, key: keyOf(application, order, now) }));
  return keyed
    .toSorted(
      (one, other) => one.key - other.key || compareNames(one.application.name, other.application.name),
    )
    .map(({ application }) => application);
}

function keyOf(application: Application, order: ApplicationOrder, now: Date): number {
  if (order === 'name') return 0;
  if (order === 'worst') return ranks[applicationSeverity(application, now)];
  const ends = application.secrets.filter(isValid).map(({ expiresAt }) => Date.parse(expiresAt));
  // Those where nothing is left to expire come last.
  return Math.min(...ends, Number.MAX_SAFE_INTEGER);
}
