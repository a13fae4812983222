import { attention } from '@keyturn/contract';
import { z } from 'zod';
import { searchChoice, searchId, searchWords } from '../record/parse-search.ts';

/** What stands in the address of the list of applications; what is not understood counts as not there. */
export const applicationsSearch = z.object({
  search: searchWords,
  organisation: searchId,
  api: searchId,
  environment: searchChoice(['production', 'sandbox']),
  status: searchChoice(['active', 'disabled']),
  attention: searchChoice(attention.options),
});
export type ApplicationsFilter = z.infer<typeof applicationsSearch>;

/** What stands in the address of the page that adds an application: for whom. */
export const newApplicationSearch = z.object({ organisation: searchId });
