import type { Application } from '@keyturn/contract';
import { needsAttention } from './application-severity.ts';

export type ApplicationFilter = {
  search: string;
  state: '' | 'attention' | 'fine';
  environment: '' | Application['apis'][number]['environment'];
};

export const noFilter: ApplicationFilter = { search: '', state: '', environment: '' };

export function filterApplications(
  applications: Application[],
  { search, state, environment }: ApplicationFilter,
  now: Date,
): Application[] {
  const wanted = search.trim().toLowerCase();
  return applications.filter(
    (application) =>
      (wanted === '' ||
        application.name.toLowerCase().includes(wanted) ||
        application.clientId.startsWith(wanted)) &&
      (state === '' || needsAttention(application, now) === (state === 'attention')) &&
      (environment === '' || application.apis.some((api) => api.environment === environment)),
  );
}
