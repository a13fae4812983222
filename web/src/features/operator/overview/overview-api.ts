import { overview } from '@keyturn/contract';
import { queryOptions } from '@tanstack/react-query';
import { callApi } from '../../../lib/api-call.ts';

const freshMs = 60_000;

/** What the operator team has to see to, in numbers; counted anew each minute while somebody looks at them. */
export const overviewQuery = queryOptions({
  queryKey: ['overview'],
  queryFn: ({ signal }) => callApi(overview, '/api/v1/overview', { signal }),
  refetchInterval: freshMs,
});
