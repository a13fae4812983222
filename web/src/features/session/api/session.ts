import { session, signInAnswer, type Session } from '@keyturn/contract';
import { queryOptions, type QueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { callApi, problemCode } from '../../../lib/api-call.ts';

const path = '/api/v1/session';

/** Who is signed in; null: nobody. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: async ({ signal }): Promise<Session | null> => {
    try {
      return await callApi(session, path, { signal });
    } catch (error) {
      if (problemCode(error) === 'unauthenticated') return null;
      throw error;
    }
  },
  staleTime: 60_000,
});

/** First step: e-mail address and password. */
export const signIn = (email: string, password: string) =>
  callApi(signInAnswer, path, { method: 'POST', body: { email, password } });

/** Second step: the authenticator's code. */
export async function verifyCode(queryClient: QueryClient, code: string): Promise<Session> {
  const opened = await callApi(session, `${path}/verification`, { method: 'POST', body: { code } });
  queryClient.setQueryData(sessionQuery.queryKey, opened);
  return opened;
}

/** Ends the session; nothing of what it showed stays in this page. */
export async function signOut(queryClient: QueryClient): Promise<void> {
  try {
    await callApi(z.undefined(), path, { method: 'DELETE' });
  } catch (error) {
    if (problemCode(error) !== 'unauthenticated') throw error;
  }
  queryClient.clear();
}
