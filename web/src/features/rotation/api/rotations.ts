import {
  clientSecret,
  rotations,
  type Application,
  type ClientSecret,
  type Rotation,
} from '@keyturn/contract';
import { queryOptions } from '@tanstack/react-query';
import { callApi } from '../../../lib/api-call.ts';

/** Time alone changes something too: how long the old secret has been idle. */
const pollMs = 60_000;

/** How far the rotations of an application are, from real use. */
export const rotationsQuery = (clientId: string) =>
  queryOptions({
    queryKey: ['rotations', clientId],
    queryFn: async ({ signal }): Promise<Rotation[]> => {
      const { items } = await callApi(rotations, `/api/v1/applications/${clientId}/rotations`, { signal });
      return items;
    },
    refetchInterval: pollMs,
  });

/** Names the client secret that another one replaces; null: it replaces none. */
export const setReplacedSecret = (
  { clientId, etag }: Pick<Application, 'clientId' | 'etag'>,
  id: string,
  replacesSecretId: string | null,
): Promise<ClientSecret> =>
  callApi(clientSecret, `/api/v1/applications/${clientId}/secrets/${id}`, {
    method: 'PATCH',
    body: { replacesSecretId },
    ifMatch: etag,
  });
