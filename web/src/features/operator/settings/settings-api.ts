import { logo, settings, type Settings, type UpdateSettingsRequest } from '@keyturn/contract';
import { queryOptions, type QueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { callApi, callForRecord, type Tagged } from '../../../lib/api-call.ts';
import { portalQuery } from '../../portal/api/portal.ts';

const path = '/api/v1/settings';

export const settingsQuery = queryOptions({
  queryKey: ['settings'],
  queryFn: ({ signal }) => callForRecord(settings, path, { signal }),
});

export async function updateSettings(
  queryClient: QueryClient,
  body: UpdateSettingsRequest,
  ifMatch: string,
): Promise<Tagged<Settings>> {
  const record = await callForRecord(settings, path, { method: 'PATCH', body, ifMatch });
  queryClient.setQueryData(settingsQuery.queryKey, record);
  showEverywhere(queryClient);
  return record;
}

export async function setLogo(queryClient: QueryClient, file: Blob): Promise<void> {
  await callApi(logo, `${path}/logo`, { method: 'PUT', file });
  await readLogoAgain(queryClient);
}

export async function removeLogo(queryClient: QueryClient): Promise<void> {
  await callApi(z.undefined(), `${path}/logo`, { method: 'DELETE' });
  await readLogoAgain(queryClient);
}

async function readLogoAgain(queryClient: QueryClient): Promise<void> {
  await queryClient.invalidateQueries({ queryKey: settingsQuery.queryKey });
  showEverywhere(queryClient);
}

/** The top bar, the footer and the checklist say what is set. */
function showEverywhere(queryClient: QueryClient): void {
  for (const queryKey of [portalQuery.queryKey, ['checklist']])
    void queryClient.invalidateQueries({ queryKey });
}
