import { terms, type Terms } from '@keyturn/contract';
import { queryOptions } from '@tanstack/react-query';
import { z } from 'zod';
import { callApi, problemCode } from '../../../lib/api-call.ts';

/** The terms in force; null: none were published. */
export const termsQuery = queryOptions({
  queryKey: ['terms'],
  queryFn: async ({ signal }): Promise<Terms | null> => {
    try {
      return await callApi(terms, '/api/v1/terms', { signal });
    } catch (error) {
      if (problemCode(error) === 'not-found') return null;
      throw error;
    }
  },
  // A text that is being read does not change under somebody's eyes.
  refetchOnWindowFocus: false,
  refetchOnReconnect: false,
});

export const acceptTerms = (version: number) =>
  callApi(z.undefined(), '/api/v1/account/terms', { method: 'PUT', body: { version } });
