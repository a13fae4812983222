import { secretUsage } from '@keyturn/contract';
import { queryOptions } from '@tanstack/react-query';
import { callApi } from '../../../lib/api-call.ts';

/** What real use proves about a client secret. Read anew whenever it is opened, and when its application changes. */
export const secretUsageQuery = (clientId: string, secretId: string) =>
  queryOptions({
    queryKey: ['usage', clientId, secretId],
    queryFn: ({ signal }) =>
      callApi(secretUsage, `/api/v1/applications/${clientId}/secrets/${secretId}/usage`, { signal }),
    refetchOnMount: 'always',
  });
