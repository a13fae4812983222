import { problemCode } from '../../lib/api-call.ts';

const codes = new Set(['unauthenticated', 'no-longer-authenticated', 'sign-in-failed']);

/**
 * Whether the server refused because nobody is signed in any more, or the stage of signing in has timed out. Not for
 * calls that carry a password, where `sign-in-failed` says that the password is wrong.
 */
export const isSessionOver = (error: unknown): boolean => codes.has(problemCode(error) ?? '');
