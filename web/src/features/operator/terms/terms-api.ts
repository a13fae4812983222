import { publishedTerms, terms, termsVersionPage, type Terms } from '@keyturn/contract';
import { infiniteQueryOptions, queryOptions, type QueryClient } from '@tanstack/react-query';
import { callApi, type Tagged } from '../../../lib/api-call.ts';
import { portalQuery } from '../../portal/api/portal.ts';
import { termsQuery } from '../../terms/api/terms.ts';

const path = '/api/v1/terms-versions';
const pageSize = 20;

export const versionsQuery = infiniteQueryOptions({
  queryKey: ['terms-versions', 'list'],
  queryFn: ({ signal, pageParam }) => {
    const query = new URLSearchParams({ limit: String(pageSize) });
    if (pageParam !== null) query.set('cursor', pageParam);
    return callApi(termsVersionPage, `${path}?${query.toString()}`, { signal });
  },
  initialPageParam: null as string | null,
  getNextPageParam: ({ next }) => next,
});

export const versionQuery = (version: number) =>
  queryOptions({
    queryKey: ['terms-versions', 'one', version],
    queryFn: ({ signal }) => callApi(publishedTerms, `${path}/${version}`, { signal }),
    staleTime: Infinity,
  });

/** The terms in force as what the next version is made from, with their version as its tag; empty when there are none. */
export const asDraft = (inForce: Terms | null): Tagged<{ text: string }> => ({
  value: { text: inForce?.text ?? '' },
  etag: inForce === null ? '' : String(inForce.version),
});

/** @param seen the tag of what it was made from */
export async function publishTerms(queryClient: QueryClient, text: string, seen: string): Promise<Terms> {
  const supersedes = seen === '' ? null : Number(seen);
  const published = await callApi(terms, '/api/v1/terms', { method: 'POST', body: { text, supersedes } });
  queryClient.setQueryData(termsQuery.queryKey, published);
  for (const queryKey of [['terms-versions'], portalQuery.queryKey, ['checklist']])
    void queryClient.invalidateQueries({ queryKey });
  return published;
}
