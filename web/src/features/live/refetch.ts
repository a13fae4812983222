import type { QueryClient } from '@tanstack/react-query';
import { applicationsQuery, refreshApplication } from '../application/api/applications.ts';

/** So many are read one by one; for more, the whole list is one request. */
const fewApplications = 4;

/** Reads anew what the page shows of these applications: they themselves, their use and their rotations. */
export async function refetchApplications(queryClient: QueryClient, clientIds: Set<string>): Promise<void> {
  await Promise.all([
    refetchDetails(queryClient, clientIds),
    canReadOneByOne(queryClient, clientIds)
      ? // When one is gone, or anything is refused, the list tells.
        readOneByOne(queryClient, clientIds).catch(() => refetchList(queryClient))
      : refetchList(queryClient),
  ]);
}

/** After a time in which nobody told what changed. */
export async function refetchEverything(queryClient: QueryClient): Promise<void> {
  await Promise.all([refetchList(queryClient), refetchDetails(queryClient, knownIds(queryClient))]);
}

function canReadOneByOne(queryClient: QueryClient, clientIds: Set<string>): boolean {
  // An answer that is under way may be older than the change, and would replace it.
  const isReadingList = queryClient.isFetching({ queryKey: applicationsQuery.queryKey, exact: true }) > 0;
  const known = knownIds(queryClient);
  return !isReadingList && clientIds.size <= fewApplications && [...clientIds].every((id) => known.has(id));
}

const readOneByOne = (queryClient: QueryClient, clientIds: Set<string>): Promise<unknown> =>
  Promise.all([...clientIds].map((clientId) => refreshApplication(queryClient, clientId)));

const knownIds = (queryClient: QueryClient): Set<string> =>
  new Set(queryClient.getQueryData(applicationsQuery.queryKey)?.map(({ clientId }) => clientId));

const refetchList = (queryClient: QueryClient): Promise<void> =>
  queryClient.invalidateQueries({ queryKey: applicationsQuery.queryKey, exact: true });

/** Whatever else is read of an application has its client ID in its key. */
const refetchDetails = (queryClient: QueryClient, clientIds: Set<string>): Promise<void> =>
  queryClient.invalidateQueries({
    predicate: ({ queryKey }) => queryKey.some((part) => typeof part === 'string' && clientIds.has(part)),
  });
