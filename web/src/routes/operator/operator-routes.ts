import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { organisationsSearch } from '../../features/operator/organisation/organisations-search.ts';
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

/** The pages of the operator team, one after the other as its navigation has them. */
export const operatorRoutes = [
  overviewRoute,
  organisationsRoute,
  newOrganisationRoute,
  organisationRoute,
] as const;
