import type { Application, ClientSecret } from '@keyturn/contract';
import { compareSecrets, daysLeft, isValid, refusedSinceEnd } from '../client-secret/secret-state.ts';
import { applicationSeverity } from './application-severity.ts';

const stillMs = 7 * 86_400_000;

/** One sentence and one action at the top of the page. */
export type Alert = { application: Application } & (
  | { kind: 'mistake'; mistake: NonNullable<Application['mistake']> }
  | { kind: 'no-valid-secret' | 'application-disabled' }
  /** A secret that works no longer is presented; `still`: in the last seven days. */
  | {
      kind: 'refused' | 'refused-before';
      secret: ClientSecret;
      refused: NonNullable<ClientSecret['lastRefused']>;
    }
  | { kind: 'expires' | 'expires-replaced' | 'creator-left'; secret: ClientSecret }
);

// What somebody did a minute ago comes first: they are waiting for an answer.
const ranks: Record<Alert['kind'], number> = {
  mistake: 0,
  'no-valid-secret': 1,
  refused: 2,
  expires: 3,
  'expires-replaced': 4,
  'refused-before': 5,
  'creator-left': 6,
  'application-disabled': 7,
};

/** What needs somebody's attention, worst first. */
export function findAlerts(applications: Application[], now: Date): Alert[] {
  return applications
    .flatMap((application) => [
      ...mistakeOf(application),
      ...refusalOf(application, now),
      ...stateAlertOf(application, now),
      ...creatorLeftOf(application),
    ])
    .toSorted(
      (one, other) =>
        ranks[one.kind] - ranks[other.kind] ||
        urgencyOf(one).localeCompare(urgencyOf(other)) ||
        one.application.name.localeCompare(other.application.name),
    );
}

/** What expires first comes first. */
const urgencyOf = (alert: Alert): string =>
  alert.kind === 'expires' || alert.kind === 'expires-replaced' ? alert.secret.expiresAt : '';

const mistakeOf = (application: Application): Alert[] =>
  application.mistake === null ? [] : [{ application, kind: 'mistake', mistake: application.mistake }];

/** The last refusal alone: one sentence for each application. */
function refusalOf(application: Application, now: Date): Alert[] {
  const [last] = application.secrets
    .flatMap((secret) => {
      const refused = refusedSinceEnd(secret);
      return refused === null ? [] : [{ secret, refused }];
    })
    .toSorted((one, other) => other.refused.at.localeCompare(one.refused.at));
  if (last === undefined) return [];
  const still = now.getTime() - Date.parse(last.refused.at) < stillMs;
  return [{ application, kind: still ? 'refused' : 'refused-before', ...last }];
}

function stateAlertOf(application: Application, now: Date): Alert[] {
  const severity = applicationSeverity(application, now);
  if (severity === 'no-valid-secret' || severity === 'application-disabled')
    return [{ application, kind: severity }];
  if (severity !== 'expiring') return [];
  const valid = application.secrets.filter(isValid).toSorted(compareSecrets(now));
  const secret = valid[0];
  if (secret === undefined) return [];
  const outlived = valid.some((other) => daysLeft(other, now) >= 31);
  return [{ application, kind: outlived ? 'expires-replaced' : 'expires', secret }];
}

/** Somebody knows it who is not to use it any more (R5.4). The one that expires last alone: it is known longest. */
function creatorLeftOf(application: Application): Alert[] {
  const [secret] = application.secrets
    .filter(({ creatorLeft }) => creatorLeft)
    .toSorted((one, other) => other.expiresAt.localeCompare(one.expiresAt));
  return secret === undefined || application.status === 'disabled'
    ? []
    : [{ application, kind: 'creator-left', secret }];
}
