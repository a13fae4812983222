import { createHash } from 'node:crypto';
import {
  countAttempt,
  deleteOldSignInFailures,
  deleteSignInFailures,
  findSignInFailures,
} from '../../store/sign-in-failures.ts';
import type { Deps } from '../deps.ts';
import { KeyturnError } from '../errors.ts';

const memoryMs = 24 * 60 * 60 * 1000;

type DelayDeps = Pick<Deps, 'db' | 'clock'>;

/** What is guessed, and by whom; attempts are counted for each on its own. */
type Guessed =
  /** Passwords, by address: others are not delayed, so that nobody can lock an account from elsewhere. */
  | { what: 'password'; emailFolded: string; address: string }
  /** Codes, by account: only who has the password gets this far. */
  | { what: 'code'; userId: string };

const limits = {
  password: { freeAttempts: 4, longestDelaySeconds: 300 },
  code: { freeAttempts: 5, longestDelaySeconds: 60 },
};

/**
 * Counts an attempt to guess; after some, the next one has to wait, each time twice as long.
 * @throws KeyturnError `too-many-attempts`
 */
export async function countGuess(deps: DelayDeps, guessed: Guessed): Promise<void> {
  const now = deps.clock.now();
  const key = keyOf(guessed);
  if (await countAttempt(deps.db, { key, now, ...limits[guessed.what] })) return;
  const known = await findSignInFailures(deps.db, key);
  const leftMs = (known?.blocked_until.getTime() ?? 0) - now.getTime();
  throw new KeyturnError('too-many-attempts', { seconds: Math.max(1, Math.ceil(leftMs / 1000)) });
}

/** The guess was right: nothing is held against the next one. */
export const forgetGuesses = (deps: Pick<Deps, 'db'>, guessed: Guessed): Promise<unknown> =>
  deleteSignInFailures(deps.db, keyOf(guessed));

/** Forgets guesses that are a day old. */
export const forgetOldGuesses = (deps: DelayDeps): Promise<unknown> =>
  deleteOldSignInFailures(deps.db, new Date(deps.clock.now().getTime() - memoryMs));

/** A hash, so that what people mistype is not kept. */
const keyOf = (guessed: Guessed): Buffer =>
  createHash('sha256')
    .update(
      guessed.what === 'code'
        ? `code\n${guessed.userId}`
        : `password\n${guessed.emailFolded}\n${guessed.address}`,
    )
    .digest();
