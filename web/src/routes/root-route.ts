import type { Session } from '@keyturn/contract';
import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  notFound,
  redirect,
  retainSearchParams,
  type ParsedLocation,
} from '@tanstack/react-router';
import { portalQuery } from '../features/portal/api/portal.ts';
import { sessionQuery } from '../features/session/api/session.ts';
import { PageFailure } from './page-failure.tsx';
import { PageNotFound } from './page-not-found.tsx';
import { RootLayout } from './root-layout.tsx';

type RouterContext = { queryClient: QueryClient };
export type Asked = { context: RouterContext; location: ParsedLocation };

/** Above every page. */
export const rootRoute = createRootRouteWithContext<RouterContext>()({
  validateSearch: ({ locale }: Record<string, unknown>): { locale?: string } =>
    typeof locale === 'string' ? { locale } : {},
  search: { middlewares: [retainSearchParams(['locale'])] },
  beforeLoad: async ({ context: { queryClient } }) => {
    // Not within React's own work: open developer tools write down the whole stack at each request, which takes long.
    await Promise.resolve();
    // On its way while it is found out who asks.
    void queryClient.prefetchQuery(portalQuery);
  },
  loader: ({ context: { queryClient } }) => queryClient.ensureQueryData(portalQuery),
  component: RootLayout,
  errorComponent: PageFailure,
  notFoundComponent: PageNotFound,
});

/** Before a page for people who are signed in: others sign in, and new terms are accepted, then they come back. */
export async function signedInOnly({
  context: { queryClient },
  location,
}: Asked): Promise<{ session: Session }> {
  const session = await queryClient.ensureQueryData(sessionQuery);
  const search = { return: location.href };
  if (session === null) throw redirect({ to: '/sign-in', search, replace: true });
  if (session.termsToAccept !== null) throw redirect({ to: '/terms', search, replace: true });
  return { session };
}

/** Before a page for the operator team: to others it does not exist. */
export async function operatorOnly(asked: Asked): Promise<{ session: Session }> {
  const signedIn = await signedInOnly(asked);
  if (signedIn.session.user.role !== 'operator') throw notFound();
  return signedIn;
}
