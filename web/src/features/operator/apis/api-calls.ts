import {
  api,
  apiPage,
  createdIntrospectionCredential,
  type Api,
  type CreateApiRequest,
  type CreatedIntrospectionCredential,
  type UpdateApiRequest,
} from '@keyturn/contract';
import { queryOptions, type QueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { callApi, callForRecord, type Tagged } from '../../../lib/api-call.ts';
import { listQuery } from '../record/list-query.ts';
import type { ApisFilter } from './apis-search.ts';

const path = '/api/v1/apis';

export const apisQuery = (filter: ApisFilter) => listQuery('apis', apiPage, filter);

export const apiQuery = (id: string) =>
  queryOptions({
    queryKey: ['apis', 'one', id],
    queryFn: ({ signal }) => callForRecord(api, `${path}/${id}`, { signal }),
  });

export async function createApi(queryClient: QueryClient, body: CreateApiRequest): Promise<Api> {
  return keep(queryClient, await callForRecord(api, path, { method: 'POST', body })).value;
}

export async function updateApi(
  queryClient: QueryClient,
  id: string,
  body: UpdateApiRequest,
  ifMatch: string | undefined,
): Promise<Tagged<Api>> {
  return keep(queryClient, await callForRecord(api, `${path}/${id}`, { method: 'PATCH', body, ifMatch }));
}

function keep(queryClient: QueryClient, record: Tagged<Api>): Tagged<Api> {
  queryClient.setQueryData(apiQuery(record.value.id).queryKey, record);
  // Every list of them, wherever it is shown.
  void queryClient.invalidateQueries({
    queryKey: ['apis'],
    predicate: ({ queryKey: [, kind] }) => kind !== 'one',
  });
  return record;
}

/** Reads an API anew, whatever is known of it. */
export const refreshApi = (queryClient: QueryClient, id: string): Promise<Tagged<Api>> =>
  queryClient.fetchQuery({ ...apiQuery(id), staleTime: 0 });

/** The answer holds the value: callers keep it in their own state only (R1.4). */
export const createIntrospectionCredential = (
  apiId: string,
  name: string,
): Promise<CreatedIntrospectionCredential> =>
  callApi(createdIntrospectionCredential, `${path}/${apiId}/introspection-credentials`, {
    method: 'POST',
    body: { name },
  });

export const deleteIntrospectionCredential = (apiId: string, id: string): Promise<undefined> =>
  callApi(z.undefined(), `${path}/${apiId}/introspection-credentials/${id}`, { method: 'DELETE' });
