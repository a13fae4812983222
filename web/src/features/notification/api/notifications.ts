import {
  application,
  notificationDetails,
  notificationPage,
  notificationPreviews,
  type Application,
  type NotificationDetails,
  type NotificationPreview,
} from '@keyturn/contract';
import { infiniteQueryOptions, queryOptions, type QueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { callApi } from '../../../lib/api-call.ts';
import type { LogFilter } from '../notifications-search.ts';

const path = '/api/v1/notifications';
const pageSize = 25;
const pollMs = 15_000;
const followMs = 1_500;

/** The log, newest first, as many pages of it as were asked for. Read anew while a mail of it is on its way. */
export const logQuery = (filter: LogFilter) =>
  infiniteQueryOptions({
    queryKey: ['notifications', filter],
    queryFn: ({ signal, pageParam }) => {
      const query = new URLSearchParams({ ...filter, limit: String(pageSize) });
      if (pageParam !== null) query.set('cursor', pageParam);
      return callApi(notificationPage, `${path}?${query.toString()}`, { signal });
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    refetchInterval: ({ state: { data } }) =>
      data?.pages.some(({ items }) => items.some(({ status }) => status === 'queued')) === true && pollMs,
  });

/** More than one wants to count. */
export const failedAtMost = 50;

/** For operators: the mails that failed for good, the newest ones. */
export const failedQuery = queryOptions({
  queryKey: ['notifications', 'failed'],
  queryFn: ({ signal }) =>
    callApi(notificationPage, `${path}?status=failed&limit=${failedAtMost}`, { signal }),
});

/** One mail, read anew as long as it is on its way. */
export const notificationQuery = (number: number) =>
  queryOptions({
    queryKey: ['notification', number],
    queryFn: ({ signal }): Promise<NotificationDetails> =>
      callApi(notificationDetails, `${path}/${number}`, { signal }),
    refetchInterval: ({ state: { data } }) => data?.status === 'queued' && followMs,
    refetchOnMount: 'always',
  });

/** The application that the log is about, for its name and its secrets’. */
export const subjectQuery = (clientId: string) =>
  queryOptions({
    queryKey: ['application', clientId],
    queryFn: ({ signal }): Promise<Application> =>
      callApi(application, `/api/v1/applications/${clientId}?include=deleted`, { signal }),
  });

export const previewsQuery = queryOptions({
  queryKey: ['notification-previews'],
  queryFn: async ({ signal }): Promise<NotificationPreview[]> =>
    (await callApi(notificationPreviews, '/api/v1/notification-previews', { signal })).items,
});

export async function sendAgain(queryClient: QueryClient, number: number): Promise<void> {
  await callApi(z.undefined(), `${path}/${number}/send-again`, { method: 'POST' });
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: ['notifications'] }),
    queryClient.invalidateQueries({ queryKey: ['notification', number] }),
  ]);
}

/** Answers the number of the test mail that is on its way to whoever asks. */
export const sendTestMail = async (queryClient: QueryClient): Promise<number> => {
  const { number } = await callApi(z.object({ number: z.number() }), `${path}/test`, { method: 'POST' });
  void queryClient.invalidateQueries({ queryKey: ['notifications'] });
  return number;
};

/** Where a mail is a page of its own, which nothing can run or be followed in. */
export const pageOf = (number: number): string => `${path}/${number}/page`;
export const previewPageOf = (kind: string, scheme: '' | 'light' | 'dark'): string =>
  `/api/v1/notification-previews/${encodeURIComponent(kind)}/page${scheme === '' ? '' : `?scheme=${scheme}`}`;
