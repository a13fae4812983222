import { invitation, signInProgress } from '@keyturn/contract';
import { queryOptions } from '@tanstack/react-query';
import { z } from 'zod';
import { callApi } from '../../../lib/api-call.ts';

const path = '/api/v1/set-up';

/** Whose account a link is for; reading it uses nothing up. */
export const invitationQuery = (token: string) =>
  queryOptions({
    queryKey: ['invitation', token],
    queryFn: () => callApi(invitation, `${path}/invitation`, { method: 'POST', body: { token } }),
    staleTime: Infinity,
    gcTime: 0,
  });

/** Uses up the link: only the button does, because mail scanners open links. */
export const beginSetUp = (token: string) =>
  callApi(signInProgress, path, { method: 'POST', body: { token } });

/** Has a new link mailed to the address of an expired one. */
export const sendNewLink = (token: string) =>
  callApi(z.undefined(), `${path}/new-link`, { method: 'POST', body: { token } });

export const choosePassword = (password: string) =>
  callApi(signInProgress, `${path}/password`, { method: 'PUT', body: { password } });
