import { infiniteQueryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import { callApi } from '../../../lib/api-call.ts';
import { toQuery } from '../../../lib/to-query.ts';

const pageSize = 50;

type Page<Item> = { items: Item[]; next: string | null };

/**
 * A list of the portal API, as many pages of it as were asked for.
 * @param noun of the path below `/api/v1`, and of the cache
 */
export const listQuery = <Item>(noun: string, page: z.ZodType<Page<Item>>, filter: object) =>
  infiniteQueryOptions({
    queryKey: [noun, 'list', filter],
    queryFn: ({ signal, pageParam }) => {
      const query = toQuery({ ...filter, limit: pageSize });
      if (pageParam !== null) query.set('cursor', pageParam);
      return callApi(page, `/api/v1/${noun}?${query.toString()}`, { signal });
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
  });
