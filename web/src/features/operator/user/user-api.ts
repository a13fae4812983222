import { user, users, type createUserRequest, type UpdateUserRequest, type User } from '@keyturn/contract';
import { queryOptions, type QueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { callApi, callForRecord, type Tagged } from '../../../lib/api-call.ts';
import { listQuery } from '../record/list-query.ts';
import type { UsersFilter } from './users-search.ts';

const path = '/api/v1/users';

export const usersQuery = (filter: UsersFilter) => listQuery('users', users, filter);

export const userQuery = (id: string) =>
  queryOptions({
    queryKey: ['users', 'one', id],
    queryFn: ({ signal }) => callForRecord(user, `${path}/${id}`, { signal }),
  });

export async function createUser(
  queryClient: QueryClient,
  body: z.input<typeof createUserRequest>,
): Promise<User> {
  const { value } = await callForRecord(user, path, { method: 'POST', body });
  await forget(queryClient);
  return value;
}

export async function updateUser(
  queryClient: QueryClient,
  id: string,
  body: UpdateUserRequest,
  ifMatch: string | undefined,
): Promise<Tagged<User>> {
  const record = await callForRecord(user, `${path}/${id}`, { method: 'PATCH', body, ifMatch });
  queryClient.setQueryData(userQuery(id).queryKey, record);
  void forget(queryClient);
  return record;
}

/** What is done to an account without a value of its own. */
const actions = {
  invite: { method: 'POST', tail: '/invitation' },
  revoke: { method: 'DELETE', tail: '/invitation' },
  'reset-mfa': { method: 'POST', tail: '/reset-mfa' },
  close: { method: 'DELETE', tail: '' },
} as const;
export type UserAction = keyof typeof actions;

export async function actOnUser(queryClient: QueryClient, id: string, action: UserAction): Promise<void> {
  const { method, tail } = actions[action];
  await callApi(z.undefined(), `${path}/${id}${tail}`, { method });
  await forget(queryClient);
}

/** Roles are shown with applications, and people are counted with organisations. */
const forget = async (queryClient: QueryClient): Promise<void> => {
  await Promise.all(
    ['users', 'applications', 'organisations'].map((noun) =>
      queryClient.invalidateQueries({ queryKey: [noun] }),
    ),
  );
};
