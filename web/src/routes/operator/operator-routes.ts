import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { apisSearch } from '../../features/operator/apis/apis-search.ts';
import {
  applicationsSearch,
  newApplicationSearch,
} from '../../features/operator/application/applications-search.ts';
import { auditLogSearch } from '../../features/operator/audit-log/audit-log-search.ts';
import { organisationsSearch } from '../../features/operator/organisation/organisations-search.ts';
import { newUserSearch, usersSearch } from '../../features/operator/user/users-search.ts';
import { PageFailure } from '../page-failure.tsx';
import { operatorOnly, rootRoute } from '../root-route.ts';

const shared = { getParentRoute: () => rootRoute, beforeLoad: operatorOnly, errorComponent: PageFailure };

const overviewRoute = createRoute({
  ...shared,
  path: '/operator',
  component: lazyRouteComponent(() => import('./overview-page.tsx'), 'OverviewPage'),
});

const organisationsRoute = createRoute({
  ...shared,
  path: '/operator/organisations',
  validateSearch: organisationsSearch,
  component: lazyRouteComponent(() => import('./organisations-page.tsx'), 'OrganisationsPage'),
});

const newOrganisationRoute = createRoute({
  ...shared,
  path: '/operator/organisations/new',
  component: lazyRouteComponent(() => import('./new-organisation-page.tsx'), 'NewOrganisationPage'),
});

const organisationRoute = createRoute({
  ...shared,
  path: '/operator/organisations/$id',
  component: lazyRouteComponent(() => import('./organisation-page.tsx'), 'OrganisationPage'),
});

const apisRoute = createRoute({
  ...shared,
  path: '/operator/apis',
  validateSearch: apisSearch,
  component: lazyRouteComponent(() => import('./apis-page.tsx'), 'ApisPage'),
});

const newApiRoute = createRoute({
  ...shared,
  path: '/operator/apis/new',
  component: lazyRouteComponent(() => import('./new-api-page.tsx'), 'NewApiPage'),
});

const apiRoute = createRoute({
  ...shared,
  path: '/operator/apis/$id',
  component: lazyRouteComponent(() => import('./api-page.tsx'), 'ApiPage'),
});

const applicationsRoute = createRoute({
  ...shared,
  path: '/operator/applications',
  validateSearch: applicationsSearch,
  component: lazyRouteComponent(() => import('./applications-page.tsx'), 'ApplicationsPage'),
});

const newApplicationRoute = createRoute({
  ...shared,
  path: '/operator/applications/new',
  validateSearch: newApplicationSearch,
  component: lazyRouteComponent(() => import('./new-application-page.tsx'), 'NewApplicationPage'),
});

const applicationRoute = createRoute({
  ...shared,
  path: '/operator/applications/$clientId',
  component: lazyRouteComponent(() => import('./application-page.tsx'), 'ApplicationPage'),
});

const usersRoute = createRoute({
  ...shared,
  path: '/operator/users',
  validateSearch: usersSearch,
  component: lazyRouteComponent(() => import('./users-page.tsx'), 'UsersPage'),
});

const newUserRoute = createRoute({
  ...shared,
  path: '/operator/users/new',
  validateSearch: newUserSearch,
  component: lazyRouteComponent(() => import('./new-user-page.tsx'), 'NewUserPage'),
});

const userRoute = createRoute({
  ...shared,
  path: '/operator/users/$id',
  component: lazyRouteComponent(() => import('./user-page.tsx'), 'UserPage'),
});

const settingsRoute = createRoute({
  ...shared,
  path: '/operator/settings',
  component: lazyRouteComponent(() => import('./settings-page.tsx'), 'SettingsPage'),
});

const termsRoute = createRoute({
  ...shared,
  path: '/operator/terms',
  validateSearch: ({ version }: Record<string, unknown>): { version?: number } =>
    typeof version === 'number' && Number.isInteger(version) && version > 0 ? { version } : {},
  component: lazyRouteComponent(() => import('./operator-terms-page.tsx'), 'OperatorTermsPage'),
});

const auditLogRoute = createRoute({
  ...shared,
  path: '/operator/audit-log',
  validateSearch: auditLogSearch,
  component: lazyRouteComponent(() => import('./audit-log-page.tsx'), 'AuditLogPage'),
});

const importRoute = createRoute({
  ...shared,
  path: '/operator/import',
  component: lazyRouteComponent(() => import('./import-page.tsx'), 'ImportPage'),
});

/** The pages of the operator team, one after the other as its navigation has them. */
export const operatorRoutes = [
  overviewRoute,
  organisationsRoute,
  newOrganisationRoute,
  organisationRoute,
  apisRoute,
  newApiRoute,
  apiRoute,
  applicationsRoute,
  newApplicationRoute,
  applicationRoute,
  usersRoute,
  newUserRoute,
  userRoute,
  settingsRoute,
  termsRoute,
  auditLogRoute,
  importRoute,
] as const;
