import {
  clientSecret,
  createdClientSecret,
  type Application,
  type ClientSecret,
  type CreatedClientSecret,
  type createClientSecretRequest,
} from '@keyturn/contract';
import { z } from 'zod';
import { callApi } from '../../../lib/api-call.ts';

/** Where a change goes, and the state of the application that it was decided upon. */
type Target = Pick<Application, 'clientId' | 'etag'>;

/**
 * Creates a client secret. The answer holds its value: callers keep it in their own state only, so this is no
 * mutation of the query library, which would keep it too (R1.4).
 */
export const createClientSecret = (
  { clientId, etag }: Target,
  body: z.input<typeof createClientSecretRequest>,
): Promise<CreatedClientSecret> =>
  callApi(createdClientSecret, secretsPath(clientId), { method: 'POST', body, ifMatch: etag });

/** Deletes a client secret; `etag` null: whatever else has changed. */
export const deleteClientSecret = (
  { clientId, etag }: { clientId: string; etag: string | null },
  id: string,
): Promise<undefined> =>
  callApi(z.undefined(), `${secretsPath(clientId)}/${id}`, {
    method: 'DELETE',
    ...(etag === null ? {} : { ifMatch: etag }),
  });

/** Disables a client secret; `etag` null: whatever else has changed. */
export const disableClientSecret = (
  { clientId, etag }: { clientId: string; etag: string | null },
  id: string,
  reason: string | null,
): Promise<ClientSecret> =>
  callApi(clientSecret, `${secretsPath(clientId)}/${id}/disable`, {
    method: 'POST',
    body: { reason },
    ...(etag === null ? {} : { ifMatch: etag }),
  });

export const enableClientSecret = ({ clientId, etag }: Target, id: string): Promise<ClientSecret> =>
  callApi(clientSecret, `${secretsPath(clientId)}/${id}/enable`, { method: 'POST', ifMatch: etag });

const secretsPath = (clientId: string): string => `/api/v1/applications/${clientId}/secrets`;
