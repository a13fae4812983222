import { application, applicationPage, type Application } from '@keyturn/contract';
import { queryOptions, type QueryClient } from '@tanstack/react-query';
import { callApi } from '../../../lib/api-call.ts';

const pollMs = 10_000;
const path = '/api/v1/applications';

/** The applications that the user manages, with the client secrets deleted lately. */
export const applicationsQuery = queryOptions({
  queryKey: ['applications'],
  queryFn: async ({ signal }): Promise<Application[]> => {
    const items: Application[] = [];
    let cursor: string | null = null;
    do {
      const query = new URLSearchParams({ include: 'deleted', limit: '200' });
      if (cursor !== null) query.set('cursor', cursor);
      const page: { items: Application[]; next: string | null } = await callApi(
        applicationPage,
        `${path}?${query.toString()}`,
        { signal },
      );
      items.push(...page.items);
      cursor = page.next;
    } while (cursor !== null);
    return items;
  },
  refetchInterval: pollMs,
});

/** Reads one application anew, also for the list. */
export async function refreshApplication(queryClient: QueryClient, clientId: string): Promise<Application> {
  const fresh = await callApi(application, `${path}/${clientId}?include=deleted`);
  queryClient.setQueryData(applicationsQuery.queryKey, (all: Application[] | undefined) =>
    all?.map((one) => (one.clientId === clientId ? fresh : one)),
  );
  return fresh;
}
