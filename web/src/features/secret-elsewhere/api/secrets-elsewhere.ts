import { z } from 'zod';
import { callApi } from '../../../lib/api-call.ts';

/** Says that a client secret of the former system is not needed any more. */
export const markSecretGone = (clientId: string, id: string): Promise<undefined> =>
  callApi(z.undefined(), `/api/v1/applications/${clientId}/secrets-elsewhere/${id}`, { method: 'DELETE' });
