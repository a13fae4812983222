import { ApiProblem, isOutcomeUnknown } from './api-call.ts';
import { text } from './messages.ts';

/** What to tell a person about any failure of a call. The server's details are texts of the same catalogue. */
export const errorText = (error: unknown): string =>
  error instanceof ApiProblem ? error.problem.detail : text('web.unreachable');

/** For support: which request failed. */
export const requestIdOf = (error: unknown): string | null =>
  error instanceof ApiProblem ? error.problem.requestId : null;

/** What the three engines say, and Vite, when a part of the page does not arrive. */
const partMissing =
  /^(Failed to fetch dynamically imported module|error loading dynamically imported module|Importing a module script failed|Unable to preload CSS)/;

/** Whether the page itself is at fault: no call failed, and no part of the page is missing. */
export const isPageFault = (error: unknown): boolean =>
  !(error instanceof ApiProblem) &&
  !isOutcomeUnknown(error) &&
  !(error instanceof Error && partMissing.test(error.message));
