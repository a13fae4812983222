import { session, setUp, type Session, type SetUp } from '@keyturn/contract';
import { queryOptions, type QueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { callApi, problemCode } from '../../../lib/api-call.ts';
import { sessionQuery } from '../../session/api/session.ts';

const path = '/api/v1/set-up';

/** How far this browser's set-up is; null: none is under way. */
export const setUpQuery = queryOptions({
  queryKey: ['set-up'],
  queryFn: async ({ signal }): Promise<SetUp | null> => {
    try {
      return await callApi(setUp, path, { signal });
    } catch (error) {
      if (problemCode(error) === 'set-up-link-invalid') return null;
      throw error;
    }
  },
  // It holds the authenticator's key: kept for as long as it is shown.
  gcTime: 0,
});

/** Uses up the link: only the button does, because mail scanners open links. */
export const beginSetUp = (token: string) =>
  callApi(z.undefined(), path, { method: 'POST', body: { token } });

export const choosePassword = (password: string) =>
  callApi(z.undefined(), `${path}/password`, { method: 'PUT', body: { password } });

/** The authenticator's first code; whoever enters it is signed in. */
export async function finishSetUp(queryClient: QueryClient, code: string): Promise<Session> {
  const opened = await callApi(session, `${path}/verification`, { method: 'POST', body: { code } });
  queryClient.setQueryData(sessionQuery.queryKey, opened);
  return opened;
}
