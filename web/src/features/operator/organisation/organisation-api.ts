import {
  organisation,
  organisationPage,
  type CreateOrganisationRequest,
  type Organisation,
  type UpdateOrganisationRequest,
} from '@keyturn/contract';
import { queryOptions, type QueryClient } from '@tanstack/react-query';
import { callForRecord, type Tagged } from '../../../lib/api-call.ts';
import { listQuery } from '../record/list-query.ts';
import type { OrganisationsFilter } from './organisations-search.ts';

const path = '/api/v1/organisations';

export const organisationsQuery = (filter: OrganisationsFilter) =>
  listQuery('organisations', organisationPage, filter);

export const organisationQuery = (id: string) =>
  queryOptions({
    queryKey: ['organisations', 'one', id],
    queryFn: ({ signal }) => callForRecord(organisation, `${path}/${id}`, { signal }),
  });

export async function createOrganisation(
  queryClient: QueryClient,
  body: CreateOrganisationRequest,
): Promise<Organisation> {
  return keep(queryClient, await callForRecord(organisation, path, { method: 'POST', body })).value;
}

export async function updateOrganisation(
  queryClient: QueryClient,
  id: string,
  body: UpdateOrganisationRequest,
  ifMatch: string | undefined,
): Promise<Tagged<Organisation>> {
  return keep(
    queryClient,
    await callForRecord(organisation, `${path}/${id}`, { method: 'PATCH', body, ifMatch }),
  );
}

function keep(queryClient: QueryClient, record: Tagged<Organisation>): Tagged<Organisation> {
  queryClient.setQueryData(organisationQuery(record.value.id).queryKey, record);
  void queryClient.invalidateQueries({ queryKey: ['organisations', 'list'] });
  return record;
}
