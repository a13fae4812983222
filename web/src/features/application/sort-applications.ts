import type { Application } from '@keyturn/contract';
import { isValid } from '../client-secret/secret-state.ts';
import { applicationSeverity, severityRanks } from './application-severity.ts';
import type { ApplicationOrder } from './filter-applications.ts';

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
  if (order === 'worst') return severityRanks[applicationSeverity(application, now)];
  const ends = application.secrets.filter(isValid).map(({ expiresAt }) => Date.parse(expiresAt));
  // Those where nothing is left to expire come last.
  return Math.min(...ends, Number.MAX_SAFE_INTEGER);
}
