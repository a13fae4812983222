import { CommitOutcomeUnknownError, isDatabaseUnavailable } from '../store/db.ts';

/** The database answered so late that what it said may not hold any more. */
export class LateAnswerError extends Error {
  override readonly name = 'LateAnswerError';
  override readonly message = 'no answer of the database was young enough';
}

/**
 * What an error says about the database: it cannot serve now and nothing was changed, or the connection broke during
 * COMMIT and the change is either made whole or not at all. null: the error is about something else.
 */
export function databaseFailure(error: unknown): 'unavailable' | 'outcome-unknown' | null {
  if (error instanceof CommitOutcomeUnknownError) return 'outcome-unknown';
  if (error instanceof LateAnswerError) return 'unavailable';
  return isDatabaseUnavailable(error) ? 'unavailable' : null;
}
