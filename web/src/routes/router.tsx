import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
  retainSearchParams,
} from '@tanstack/react-router';
import { portalQuery } from '../features/portal/api/portal.ts';
import { sessionQuery } from '../features/session/api/session.ts';
import { safeReturnPath } from '../features/session/return-path.ts';
import { PageFailure } from './page-failure.tsx';
import { PageNotFound } from './page-not-found.tsx';
import { RootLayout } from './root-layout.tsx';

const rootRoute = createRootRouteWithContext<{ queryClient: QueryClient }>()({
  validateSearch: ({ locale }: Record<string, unknown>): { locale?: string } =>
    typeof locale === 'string' ? { locale } : {},
  search: { middlewares: [retainSearchParams(['locale'])] },
  loader: ({ context: { queryClient } }) => queryClient.ensureQueryData(portalQuery),
  component: RootLayout,
  errorComponent: PageFailure,
  notFoundComponent: PageNotFound,
});

const indexRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/manage-api-credentials', replace: true });
  },
});

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  validateSearch: ({ return: path }: Record<string, unknown>): { return?: string } =>
    typeof path === 'string' ? { return: path } : {},
  beforeLoad: async ({ context: { queryClient }, search }) => {
    // Whoever is signed in already is sent on; when that cannot be told, the form is shown.
    const session = await queryClient.fetchQuery(sessionQuery).catch(() => null);
    if (session !== null) throw redirect({ href: safeReturnPath(search.return), replace: true });
  },
  component: lazyRouteComponent(() => import('./sign-in-page.tsx'), 'SignInPage'),
});

const setUpRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/set-up',
  component: lazyRouteComponent(() => import('./set-up-page.tsx'), 'SetUpPage'),
  errorComponent: PageFailure,
});

const applicationsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/manage-api-credentials',
  validateSearch: ({ application }: Record<string, unknown>): { application?: string } =>
    typeof application === 'string' ? { application } : {},
  beforeLoad: async ({ context: { queryClient }, location }) => {
    const session = await queryClient.ensureQueryData(sessionQuery);
    if (session === null)
      throw redirect({ to: '/sign-in', search: { return: location.href }, replace: true });
    return { session };
  },
  component: lazyRouteComponent(
    () => import('./manage-api-credentials-page.tsx'),
    'ManageApiCredentialsPage',
  ),
  errorComponent: PageFailure,
});

const routeTree = rootRoute.addChildren([indexRoute, signInRoute, setUpRoute, applicationsRoute]);

export const createPortalRouter = (queryClient: QueryClient) =>
  createRouter({ routeTree, context: { queryClient }, scrollRestoration: false });

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createPortalRouter>;
  }
}
