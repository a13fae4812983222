import type { QueryClient } from '@tanstack/react-query';
import {
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
  type ParsedLocation,
} from '@tanstack/react-router';
import { beginReading } from '../features/application/api/applications.ts';
import { parseApplicationsSearch } from '../features/application/applications-search.ts';
import { parseNotificationsSearch } from '../features/notification/notifications-search.ts';
import { progressQuery, sessionQuery } from '../features/session/api/session.ts';
import { safeReturnPath } from '../features/session/return-path.ts';
import type { KeptSetUp } from '../features/set-up/set-up-step.ts';
import { leadToTerms } from '../features/terms/lead-to-terms.ts';
import { operatorRoutes } from './operator/operator-routes.ts';
import { PageFailure } from './page-failure.tsx';
import { rootRoute, signedInOnly } from './root-route.ts';

const indexRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  beforeLoad: async ({ context: { queryClient } }) => {
    const session = await queryClient.ensureQueryData(sessionQuery).catch(() => null);
    const isOperator = session?.user.role === 'operator';
    throw redirect({ to: isOperator ? '/operator' : '/manage-api-credentials', replace: true });
  },
});

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  validateSearch: returnSearch,
  beforeLoad: async ({ context: { queryClient }, search, location }) => {
    // When it cannot be told how far somebody is, the form is shown.
    const progress = await queryClient.fetchQuery(progressQuery).catch(() => null);
    if (progress === null || progress.setUp) return { progress: null };
    if (progress.next !== 'done') return { progress };
    const session = await queryClient.fetchQuery(sessionQuery).catch(() => null);
    if (session === null) return { progress: null };
    if (location.state.storingCodes === true) return { progress };
    // Whoever is signed in already is sent on.
    throw redirect({ href: safeReturnPath(search.return), replace: true });
  },
  component: lazyRouteComponent(() => import('./sign-in-page.tsx'), 'SignInPage'),
});

const setUpRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/set-up',
  beforeLoad: async ({ context: { queryClient }, location }) => {
    if (location.hash !== '') takeLinkToken('/set-up', location);
    if (location.state.linkToken !== undefined) return { progress: null };
    const progress = await queryClient.fetchQuery(progressQuery);
    if (progress?.next !== 'done') return { progress };
    // Its last step is left to do for whoever was interrupted before the recovery codes.
    const session = await queryClient.fetchQuery(sessionQuery);
    const isLeft = location.state.storingCodes === true || session?.recoveryCodesLeft === 0;
    if (!isLeft) throw redirect({ to: '/', replace: true });
    return { progress };
  },
  component: lazyRouteComponent(() => import('./set-up-page.tsx'), 'SetUpPage'),
  errorComponent: PageFailure,
});

const forgotPasswordRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/forgot-password',
  component: lazyRouteComponent(() => import('./forgot-password-page.tsx'), 'ForgotPasswordPage'),
});

const resetPasswordRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/reset-password',
  beforeLoad: ({ location }) => {
    if (location.hash !== '') takeLinkToken('/reset-password', location);
  },
  component: lazyRouteComponent(() => import('./reset-password-page.tsx'), 'ResetPasswordPage'),
});

const termsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/terms',
  validateSearch: returnSearch,
  beforeLoad: async ({ context: { queryClient } }) => ({
    // They are for everybody to read, also when it cannot be told who reads.
    session: await queryClient.ensureQueryData(sessionQuery).catch(() => null),
  }),
  component: lazyRouteComponent(() => import('./terms-page.tsx'), 'TermsPage'),
});

const ManageApiCredentialsPage = lazyRouteComponent(
  () => import('./manage-api-credentials-page.tsx'),
  'ManageApiCredentialsPage',
);

const applicationsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/manage-api-credentials',
  validateSearch: parseApplicationsSearch,
  beforeLoad: (asked) => {
    const signedIn = signedInOnly(asked);
    // Its code is on its way while it is found out who asks; should it not come, the page says so.
    void ManageApiCredentialsPage.preload?.();
    return signedIn;
  },
  // Should it fail, the page asks again and says so.
  loader: async ({ context: { queryClient, session }, cause }) => {
    if (cause === 'enter' && session.user.role !== 'operator') await beginReading(queryClient);
  },
  component: ManageApiCredentialsPage,
  errorComponent: PageFailure,
});

const accountRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/account',
  beforeLoad: signedInOnly,
  component: lazyRouteComponent(() => import('./account-page.tsx'), 'AccountPage'),
  errorComponent: PageFailure,
});

const notificationsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/notifications',
  validateSearch: parseNotificationsSearch,
  beforeLoad: signedInOnly,
  component: lazyRouteComponent(() => import('./notifications-page.tsx'), 'NotificationsPage'),
  errorComponent: PageFailure,
});

const notificationPreviewsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/notifications/previews',
  validateSearch: ({ kind }: Record<string, unknown>): { kind?: string } =>
    typeof kind === 'string' ? { kind } : {},
  beforeLoad: signedInOnly,
  component: lazyRouteComponent(() => import('./notification-previews-page.tsx'), 'NotificationPreviewsPage'),
  errorComponent: PageFailure,
});

const routeTree = rootRoute.addChildren([
  indexRoute,
  signInRoute,
  setUpRoute,
  forgotPasswordRoute,
  resetPasswordRoute,
  termsRoute,
  applicationsRoute,
  notificationsRoute,
  notificationPreviewsRoute,
  accountRoute,
  ...operatorRoutes,
]);

/** A mailed link's token leaves the address before anything is shown: it must not stay in the list of visited pages. */
function takeLinkToken(to: '/set-up' | '/reset-password', { hash }: ParsedLocation): never {
  throw redirect({ to, hash: '', state: { linkToken: hash }, replace: true });
}

function returnSearch({ return: path }: Record<string, unknown>): { return?: string } {
  return typeof path === 'string' ? { return: path } : {};
}

export function createPortalRouter(queryClient: QueryClient) {
  const router = createRouter({ routeTree, context: { queryClient }, scrollRestoration: false });
  leadToTerms(queryClient, () => router.invalidate());
  return router;
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createPortalRouter>;
  }

  /**
   * What pages keep in an entry of the browser's history: it outlives a reload, stands in no address, and no link of
   * somebody else's can set it.
   */
  interface HistoryState {
    /** The token of a mailed link, until it is used. */
    linkToken?: string;
    setUp?: KeptSetUp;
    /** Recovery codes were made and are not yet known to be stored. */
    storingCodes?: boolean;
    /** Typed on another page. */
    email?: string;
    notice?: 'password-changed';
    /** Whether a rotation was opened where all applications were shown, or one. */
    rotationOpenedFrom?: 'all' | 'one';
  }
}
