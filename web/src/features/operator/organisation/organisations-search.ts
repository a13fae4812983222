import { z } from 'zod';
import { searchChoice, searchWords } from '../record/parse-search.ts';

/** What stands in the address of the list of organisations; what is not understood counts as not there. */
export const organisationsSearch = z.object({
  search: searchWords,
  status: searchChoice(['active', 'disabled']),
});
export type OrganisationsFilter = z.infer<typeof organisationsSearch>;
