import { session, signInProgress, type Session, type SignInProgress } from '@keyturn/contract';
import { queryOptions, type QueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { callApi, problemCode } from '../../../lib/api-call.ts';

const path = '/api/v1/session';

/** Who is signed in; null: nobody. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: ({ signal }) => readSession(signal),
  staleTime: 60_000,
});

/** The session as the server has it now; null: there is none. */
export async function readSession(signal?: AbortSignal): Promise<Session | null> {
  try {
    return await callApi(session, path, signal === undefined ? {} : { signal });
  } catch (error) {
    if (problemCode(error) === 'unauthenticated') return null;
    throw error;
  }
}

/** How far this browser's sign-in or set-up is, so that a reload goes on there; null: none is under way. */
export const progressQuery = queryOptions({
  queryKey: ['session-progress'],
  queryFn: async ({ signal }): Promise<SignInProgress | null> => {
    try {
      return await callApi(signInProgress, `${path}/progress`, { signal });
    } catch (error) {
      if (problemCode(error) === 'unauthenticated') return null;
      throw error;
    }
  },
  // A step in which somebody types does not change under their hands.
  refetchOnWindowFocus: false,
  refetchOnReconnect: false,
});

/** First step: e-mail address and password. */
export const signIn = (email: string, password: string) =>
  callApi(signInProgress, path, { method: 'POST', body: { email, password } });

/** For an account without a second factor: the digits that were mailed. */
export const enterEnrolmentCode = (code: string) =>
  callApi(signInProgress, `${path}/enrolment-code`, { method: 'POST', body: { code } });

/** Ends the session; nothing of what it showed stays in this page. */
export async function signOut(queryClient: QueryClient): Promise<void> {
  await endSession();
  queryClient.clear();
}

/** Ends the session, if there is one, at the server. */
export async function endSession(): Promise<void> {
  try {
    await callApi(z.undefined(), path, { method: 'DELETE' });
  } catch (error) {
    if (problemCode(error) !== 'unauthenticated') throw error;
  }
}
