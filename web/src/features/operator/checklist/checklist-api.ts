import { checklist } from '@keyturn/contract';
import { queryOptions } from '@tanstack/react-query';
import { callApi } from '../../../lib/api-call.ts';

/** How far the federation is set up, and what operators should not overlook. */
export const checklistQuery = queryOptions({
  queryKey: ['checklist'],
  queryFn: ({ signal }) => callApi(checklist, '/api/v1/checklist', { signal }),
  staleTime: 2_000,
});
