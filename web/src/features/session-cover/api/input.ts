import { session, type Session } from '@keyturn/contract';
import { z } from 'zod';
import { callApi } from '../../../lib/api-call.ts';

const path = '/api/v1/session';

/** Tells the server that somebody touched, clicked or typed. */
export const reportInput = (): Promise<undefined> =>
  callApi(z.undefined(), `${path}/input`, { method: 'POST' });

/** Uncovers the session. */
export const continueSession = (): Promise<Session> =>
  callApi(session, `${path}/continue`, { method: 'POST' });
