import { CommitOutcomeUnknownError, isDatabaseUnavailable } from '../store/db.ts';

/**
 * What an error says about the database: it cannot serve now and nothing was changed, or the connection broke during
 * COMMIT and the change is either made whole or not at all. null: the error is about something else.
 */
export function databaseFailure(error: unknown): 'unavailable' | 'outcome-unknown' | null {
  if (error instanceof CommitOutcomeUnknownError) return 'outcome-unknown';
  return isDatabaseUnavailable(error) ? 'unavailable' : null;
}
