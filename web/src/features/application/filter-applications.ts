import type { Application } from '@keyturn/contract';
import { isValid, refusedSinceEnd } from '../client-secret/secret-state.ts';
import { needsAttention } from './application-severity.ts';

/** What of the applications is shown, and in which order; it stands in the address, so that it can be sent on. */
export type ApplicationFilter = {
  search: string;
  state: StateFilter;
  /** The name of an API. */
  api: string;
  environment: '' | Application['apis'][number]['environment'];
  sort: ApplicationOrder;
};

export const stateFilters = [
  'attention',
  'no-valid',
  'expiring',
  'expired',
  'disabled',
  'refused',
  'creator-left',
  'fine',
] as const;
type StateFilter = '' | (typeof stateFilters)[number];

export const environmentFilters = ['production', 'sandbox'] as const;
export const orders = ['worst', 'name', 'expiry'] as const;
export type ApplicationOrder = (typeof orders)[number];

export const noFilter: ApplicationFilter = {
  search: '',
  state: '',
  api: '',
  environment: '',
  sort: 'worst',
};

export function filterApplications(
  applications: Application[],
  { search, state, api, environment }: ApplicationFilter,
  now: Date,
): Application[] {
  const wanted = search.trim().toLowerCase();
  return applications.filter(
    (application) =>
      matchesSearch(application, wanted) &&
      matchesState(application, state, now) &&
      ((api === '' && environment === '') ||
        application.apis.some(
          (one) =>
            (api === '' || one.name === api) && (environment === '' || one.environment === environment),
        )),
  );
}

/** By the application, or by what mails and error messages name: a client secret's name or hint. */
function matchesSearch({ name, clientId, secrets }: Application, wanted: string): boolean {
  return (
    wanted === '' ||
    name.toLowerCase().includes(wanted) ||
    clientId.startsWith(wanted) ||
    secrets.some(
      (secret) => secret.name.toLowerCase().includes(wanted) || secret.hint.toLowerCase() === wanted,
    )
  );
}

function matchesState(application: Application, state: StateFilter, now: Date): boolean {
  const { secrets } = application;
  switch (state) {
    case '':
      return true;
    case 'attention':
      return needsAttention(application, now);
    case 'fine':
      return !needsAttention(application, now);
    case 'no-valid':
      return !secrets.some(isValid);
    case 'expiring':
    case 'expired':
    case 'disabled':
      return secrets.some(({ status }) => status === state);
    case 'refused':
      return secrets.some((secret) => refusedSinceEnd(secret) !== null);
    case 'creator-left':
      return secrets.some(({ creatorLeft }) => creatorLeft);
  }
}

/** The names of the APIs that applications may use. */
export const apiNames = (applications: Application[]): string[] =>
  [...new Set(applications.flatMap(({ apis }) => apis.map(({ name }) => name)))].toSorted();
