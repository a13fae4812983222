import { z } from 'zod';
import { callApi } from '../../../lib/api-call.ts';

const path = '/api/v1/password-reset';

/** Asks for a mail; the answer is the same whether or not there is such an account. */
export const requestPasswordReset = (email: string) =>
  callApi(z.undefined(), path, { method: 'POST', body: { email } });

/** Uses up the mailed link. */
export const resetPassword = (token: string, password: string) =>
  callApi(z.undefined(), `${path}/confirmation`, { method: 'POST', body: { token, password } });
