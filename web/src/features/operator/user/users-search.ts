import { z } from 'zod';
import { searchChoice, searchId, searchWords } from '../record/parse-search.ts';

export const userStatuses = ['invited', 'active', 'disabled', 'closed'] as const;

/** What stands in the address of the list of people; what is not understood counts as not there. */
export const usersSearch = z.object({
  search: searchWords,
  organisation: searchId,
  status: searchChoice(userStatuses),
});
export type UsersFilter = z.infer<typeof usersSearch>;

/** What stands in the address of the page that adds somebody: to which organisation, to manage what. */
export const newUserSearch = z.object({
  organisation: searchId,
  application: searchId,
  role: searchChoice(['member', 'operator']),
});
