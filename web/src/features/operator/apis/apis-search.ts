import { z } from 'zod';
import { searchChoice, searchWords } from '../record/parse-search.ts';

/** What stands in the address of the list of APIs; what is not understood counts as not there. */
export const apisSearch = z.object({
  search: searchWords,
  environment: searchChoice(['production', 'sandbox']),
  status: searchChoice(['active', 'disabled']),
});
export type ApisFilter = z.infer<typeof apisSearch>;
