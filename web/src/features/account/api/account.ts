import { account, sessionItem, type Account, type SessionItem } from '@keyturn/contract';
import { queryOptions, type QueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { callApi } from '../../../lib/api-call.ts';

const path = '/api/v1/account';
const sessionsPath = '/api/v1/sessions';

/** One's own second factors, and what else is kept with them. */
export const accountQuery = queryOptions({
  queryKey: ['account'],
  queryFn: ({ signal }): Promise<Account> => callApi(account, path, { signal }),
});

/** Where one is signed in. */
export const sessionsQuery = queryOptions({
  queryKey: ['sessions'],
  queryFn: async ({ signal }): Promise<SessionItem[]> =>
    (await callApi(z.object({ items: z.array(sessionItem) }), sessionsPath, { signal })).items,
});

/** Reads both anew after a change. */
export async function refreshAccount(queryClient: QueryClient): Promise<void> {
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: accountQuery.queryKey }),
    queryClient.invalidateQueries({ queryKey: sessionsQuery.queryKey }),
  ]);
}

/** Changes the password; every other session ends. */
export const changePassword = (currentPassword: string, password: string): Promise<undefined> =>
  callApi(z.undefined(), `${path}/password`, { method: 'PUT', body: { currentPassword, password } });

export const renameFactor = (id: string, name: string): Promise<undefined> =>
  callApi(z.undefined(), `${path}/factors/${id}`, { method: 'PATCH', body: { name } });

export const removeFactor = (id: string): Promise<undefined> =>
  callApi(z.undefined(), `${path}/factors/${id}`, { method: 'DELETE' });

/** Signs out in another place. */
export const endOtherSession = (id: string): Promise<undefined> =>
  callApi(z.undefined(), `${sessionsPath}/${id}`, { method: 'DELETE' });

/** Signs out everywhere, here too. */
export const endAllSessions = (): Promise<undefined> =>
  callApi(z.undefined(), sessionsPath, { method: 'DELETE' });
