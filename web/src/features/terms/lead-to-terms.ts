import type { QueryClient } from '@tanstack/react-query';
import { problemCode } from '../../lib/api-call.ts';
import { sessionQuery } from '../session/api/session.ts';

/**
 * For when terms are published while somebody is at work: what the page asks for next is refused, and the routes, asked
 * anew, lead to the terms.
 */
export function leadToTerms(queryClient: QueryClient, askRoutesAnew: () => Promise<void>): void {
  queryClient.getQueryCache().subscribe((event) => {
    if (event.type !== 'updated' || event.action.type !== 'error') return;
    if (problemCode(event.action.error) !== 'terms-not-accepted') return;
    void queryClient
      .fetchQuery({ ...sessionQuery, staleTime: 0 })
      .then(askRoutesAnew)
      // The page says what failed; it asks again before long.
      .catch(() => {});
  });
}
