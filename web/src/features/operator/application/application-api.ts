import {
  apiPage,
  application,
  applicationNameProposal,
  applicationPage,
  type Application,
  type ApplicationKind,
  type CreateApplicationRequest,
  type UpdateApplicationRequest,
} from '@keyturn/contract';
import { queryOptions, type QueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { callApi, callForRecord, type Tagged } from '../../../lib/api-call.ts';
import { toQuery } from '../../../lib/to-query.ts';
import { listQuery } from '../record/list-query.ts';
import type { ApplicationsFilter } from './applications-search.ts';

const path = '/api/v1/applications';

export const applicationsQuery = (filter: ApplicationsFilter) =>
  listQuery('applications', applicationPage, filter);

export const applicationQuery = (clientId: string) =>
  queryOptions({
    queryKey: ['applications', 'one', clientId],
    queryFn: ({ signal }) => callForRecord(application, `${path}/${clientId}`, { signal }),
  });

/** Every API that an application may be permitted to use: a federation has few. */
export const permittableApisQuery = queryOptions({
  queryKey: ['apis', 'permittable'],
  queryFn: async ({ signal }) =>
    (await callApi(apiPage, `/api/v1/apis?${toQuery({ limit: 200 }).toString()}`, { signal })).items,
});

type Proposed = { organisation: string; kind: ApplicationKind; apis: string[] };

/** The name that the pattern gives such an application (R3.2); refused when there can be none. */
export const nameProposalQuery = ({ organisation, kind, apis }: Proposed) =>
  queryOptions({
    queryKey: ['application-name', organisation, kind, apis],
    queryFn: async ({ signal }) => {
      const query = new URLSearchParams([
        ['organisation', organisation],
        ['kind', kind],
        ...apis.map((id) => ['api', id]),
      ]);
      const { name } = await callApi(
        applicationNameProposal,
        `/api/v1/application-name?${query.toString()}`,
        {
          signal,
        },
      );
      return name;
    },
    enabled: organisation !== '' && apis.length > 0,
  });

export async function createApplication(
  queryClient: QueryClient,
  body: CreateApplicationRequest,
): Promise<Application> {
  return keep(queryClient, await callForRecord(application, path, { method: 'POST', body })).value;
}

export async function updateApplication(
  queryClient: QueryClient,
  clientId: string,
  body: UpdateApplicationRequest,
  ifMatch: string | undefined,
): Promise<Tagged<Application>> {
  return keep(
    queryClient,
    await callForRecord(application, `${path}/${clientId}`, { method: 'PATCH', body, ifMatch }),
  );
}

type Confirmation = { confirmedBy: string; confirmedAt: string; reference: string };

export async function assignManager(
  queryClient: QueryClient,
  clientId: string,
  userId: string,
  body: Confirmation,
): Promise<void> {
  await callApi(z.undefined(), `${path}/${clientId}/managers/${userId}`, { method: 'PUT', body });
  await refresh(queryClient);
}

export async function removeManager(
  queryClient: QueryClient,
  clientId: string,
  userId: string,
): Promise<void> {
  await callApi(z.undefined(), `${path}/${clientId}/managers/${userId}`, { method: 'DELETE' });
  await refresh(queryClient);
}

/** After something else than the record itself changed what is shown of applications and people. */
export async function refresh(queryClient: QueryClient): Promise<void> {
  await Promise.all(
    ['applications', 'users'].map((noun) => queryClient.invalidateQueries({ queryKey: [noun] })),
  );
}

function keep(queryClient: QueryClient, record: Tagged<Application>): Tagged<Application> {
  queryClient.setQueryData(applicationQuery(record.value.clientId).queryKey, record);
  void queryClient.invalidateQueries({ queryKey: ['applications', 'list'] });
  return record;
}
