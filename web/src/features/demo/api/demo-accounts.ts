import { queryOptions } from '@tanstack/react-query';
import { z } from 'zod';
import { callApi } from '../../../lib/api-call.ts';

// The demo's own route, which is no part of the portal API and its contract.
const demoAccounts = z.array(
  z.object({
    email: z.string(),
    name: z.string(),
    role: z.enum(['member', 'operator']),
    organisation: z.string(),
    password: z.string(),
    code: z.string(),
    codeUsed: z.boolean(),
    secondsLeft: z.number(),
  }),
);
export type DemoAccount = z.infer<typeof demoAccounts>[number];

/** The sample accounts with their current codes; asked again when the codes change. */
export const demoAccountsQuery = queryOptions({
  queryKey: ['demo-accounts'],
  queryFn: ({ signal }) => callApi(demoAccounts, '/demo/accounts', { signal }),
  refetchInterval: ({ state }) => Math.min(state.data?.[0]?.secondsLeft ?? 5, 5) * 1000,
  gcTime: 0,
});
