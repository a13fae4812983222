import { credentialManagers } from '@keyturn/contract';
import { queryOptions } from '@tanstack/react-query';
import { callApi } from '../../../lib/api-call.ts';

/** The names of those who manage credentials at the user's organisation. */
export const credentialManagersQuery = queryOptions({
  queryKey: ['credential-managers'],
  queryFn: async ({ signal }): Promise<string[]> => {
    const { items } = await callApi(credentialManagers, '/api/v1/credential-managers', { signal });
    return items.map(({ name }) => name);
  },
});
