import type { Application, ClientSecret } from '@keyturn/contract';
import { compareSecrets, daysLeft, isDeleted, isValid, secretState } from '../client-secret/secret-state.ts';

/** How an application does, worst first. */
export type Severity = 'no-valid-secret' | 'expiring' | 'no-secret' | 'plan-renewal' | 'tidy-up' | 'fine';

const ranks: Record<Severity, number> = {
  'no-valid-secret': 0,
  expiring: 1,
  'no-secret': 2,
  'plan-renewal': 3,
  'tidy-up': 4,
  fine: 5,
};

/** Nothing of the client secrets' values or use is guessed: only what the list itself says counts. */
export function applicationSeverity({ secrets }: Pick<Application, 'secrets'>, now: Date): Severity {
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

/** Worst state first, then by name. */
export const compareApplications =
  (now: Date) =>
  (one: Application, other: Application): number =>
    ranks[applicationSeverity(one, now)] - ranks[applicationSeverity(other, now)] ||
    one.name.localeCompare(other.name);

/** One sentence and one action at the top of the page. */
export type Alert = {
  application: Application;
  kind: 'no-valid-secret' | 'expires' | 'expires-replaced';
  /** The client secret that expires. */
  secret: ClientSecret | null;
};

const alertRanks: Record<Alert['kind'], number> = { 'no-valid-secret': 0, expires: 1, 'expires-replaced': 2 };

/** What needs somebody's attention, worst first: one alert an application. */
export function findAlerts(applications: Application[], now: Date): Alert[] {
  return applications
    .flatMap((application) => alertOf(application, now))
    .toSorted(
      (one, other) =>
        alertRanks[one.kind] - alertRanks[other.kind] ||
        (one.secret?.expiresAt ?? '').localeCompare(other.secret?.expiresAt ?? '') ||
        one.application.name.localeCompare(other.application.name),
    );
}

function alertOf(application: Application, now: Date): Alert[] {
  const severity = applicationSeverity(application, now);
  if (severity === 'no-valid-secret') return [{ application, kind: severity, secret: null }];
  if (severity !== 'expiring') return [];
  const valid = application.secrets.filter(isValid).toSorted(compareSecrets(now));
  const secret = valid[0];
  if (secret === undefined) return [];
  const outlived = valid.some((other) => daysLeft(other, now) >= 31);
  return [{ application, kind: outlived ? 'expires-replaced' : 'expires', secret }];
}
