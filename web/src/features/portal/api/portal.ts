import { portal } from '@keyturn/contract';
import { queryOptions, useSuspenseQuery } from '@tanstack/react-query';
import { callApi } from '../../../lib/api-call.ts';

/** What every page shows, signed in or not. */
export const portalQuery = queryOptions({
  queryKey: ['portal'],
  queryFn: ({ signal }) => callApi(portal, '/api/v1/portal', { signal }),
  staleTime: Infinity,
});

export const usePortal = () => useSuspenseQuery(portalQuery).data;
