import { application, applicationPage, type Application } from '@keyturn/contract';
import { queryOptions, type QueryClient } from '@tanstack/react-query';
import { callApi } from '../../../lib/api-call.ts';

const pollMs = 10_000;
const path = '/api/v1/applications';
/** The first page is shown while the others are read. */
const firstPage = 20;
const otherPages = 80;

/**
 * The applications that the user manages, with the client secrets deleted lately. Of many, the first ones are there
 * before the others.
 */
export const applicationsQuery = queryOptions({
  queryKey: ['applications'],
  queryFn: async ({ signal, client }): Promise<Application[]> => {
    const key = ['applications'];
    const isFirstReading = client.getQueryData(key) === undefined || !isCompleteIn(client);
    const items: Application[] = [];
    for (let cursor: string | null = null; ;) {
      const page = await readPage(cursor, items.length === 0 ? firstPage : otherPages, signal);
      items.push(...page.items);
      cursor = page.next;
      if (cursor === null) break;
      if (isFirstReading) {
        client.setQueryData(isCompleteQuery.queryKey, false);
        client.setQueryData(key, (shown: Application[] | undefined) => merge(shown, page.items));
      }
    }
    client.setQueryData(isCompleteQuery.queryKey, true);
    return items;
  },
  refetchInterval: pollMs,
});

/** How long a page waits for them: one that shows them at once is there sooner than one that first says it is loading. */
const waitMs = 500;

/** Begins to read the list, and waits a moment for its beginning. */
export async function beginReading(client: QueryClient): Promise<void> {
  const isReading = client.prefetchQuery(applicationsQuery);
  const hasBegun = (): boolean => client.getQueryData(applicationsQuery.queryKey) !== undefined;
  if (hasBegun()) return;
  let stop = (): void => {};
  const begun = new Promise<void>((resolve) => {
    stop = client.getQueryCache().subscribe(() => {
      if (hasBegun()) resolve();
    });
  });
  await Promise.race([begun, isReading, new Promise((resolve) => setTimeout(resolve, waitMs))]);
  stop();
}

/** Whether the list holds all applications already. */
export const isCompleteQuery = queryOptions({
  queryKey: ['applications-complete'],
  queryFn: ({ client }) => isCompleteIn(client),
  staleTime: Infinity,
  initialData: true,
});

const isCompleteIn = (client: QueryClient): boolean => client.getQueryData(isCompleteQuery.queryKey) ?? true;

async function readPage(
  cursor: string | null,
  limit: number,
  signal: AbortSignal,
): Promise<{ items: Application[]; next: string | null }> {
  const query = new URLSearchParams({ include: 'deleted', limit: String(limit) });
  if (cursor !== null) query.set('cursor', cursor);
  return callApi(applicationPage, `${path}?${query.toString()}`, { signal });
}

/** What is shown, brought up to date, and what is new. */
function merge(shown: Application[] | undefined, fresh: Application[]): Application[] {
  const byId = new Map(shown?.map((one) => [one.clientId, one]));
  for (const one of fresh) byId.set(one.clientId, one);
  return [...byId.values()];
}

/** Reads one application anew, also for the list. */
export async function refreshApplication(queryClient: QueryClient, clientId: string): Promise<Application> {
  const fresh = await callApi(application, `${path}/${clientId}?include=deleted`);
  // A reading of the list that began before would bring back what was before.
  if (queryClient.isFetching({ queryKey: applicationsQuery.queryKey, exact: true }) > 0)
    void queryClient.invalidateQueries({ queryKey: applicationsQuery.queryKey, exact: true });
  queryClient.setQueryData(applicationsQuery.queryKey, (all: Application[] | undefined) =>
    all?.map((one) => (one.clientId === clientId ? fresh : one)),
  );
  return fresh;
}
