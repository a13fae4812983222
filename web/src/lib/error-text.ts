import { ApiProblem } from './api-call.ts';
import { text } from './messages.ts';

/** What to tell a person about any failure of a call. The server's details are texts of the same catalogue. */
export const errorText = (error: unknown): string =>
  error instanceof ApiProblem ? error.problem.detail : text('web.unreachable');

/** For support: which request failed. */
export const requestIdOf = (error: unknown): string | null =>
  error instanceof ApiProblem ? error.problem.requestId : null;
