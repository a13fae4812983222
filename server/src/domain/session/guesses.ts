import { createHash } from 'node:crypto';
import {
  countAttempt,
  deleteOldSignInFailures,
  deleteSignInFailures,
  findBlockedUntil,
  forgiveAttempt,
} from '../../store/sign-in-failures.ts';
import type { Deps } from '../deps.ts';
import { KeyturnError } from '../errors.ts';

const memoryMs = 24 * 60 * 60 * 1000;

type GuessDeps = Pick<Deps, 'db' | 'clock'>;

/** Attempts that cost nothing; each one after that makes the next wait, twice as long as the one before. */
type Limit = { key: string; freeAttempts: number; longestDelaySeconds: number };

/** Somebody guesses something from somewhere; the same limits hold on every server. */
export type Guess = { perPlace: Limit; perAddress: Limit; perAccount: Limit | null };

/**
 * Guessing a password. What others do from elsewhere delays a device that is known to the account not at all, and any
 * other by ten seconds at most: nobody is locked out.
 */
export const passwordGuess = (emailFolded: string, address: string, isKnownDevice: boolean): Guess => ({
  perPlace: { key: `password\n${emailFolded}\n${address}`, freeAttempts: 4, longestDelaySeconds: 300 },
  perAddress: { key: `address\n${address}`, freeAttempts: 50, longestDelaySeconds: 300 },
  perAccount: isKnownDevice
    ? null
    : { key: `account\n${emailFolded}`, freeAttempts: 50, longestDelaySeconds: 10 },
});

/** Guessing a code: only who has the password, or an open session, gets this far. */
export const codeGuess = (userId: string, address: string): Guess => ({
  perPlace: { key: `code\n${userId}\n${address}`, freeAttempts: 5, longestDelaySeconds: 300 },
  perAddress: { key: `address\n${address}`, freeAttempts: 50, longestDelaySeconds: 300 },
  perAccount: { key: `code\n${userId}`, freeAttempts: 10, longestDelaySeconds: 20 },
});

/** Asking for mails: what is limited is how many one address causes. */
export const mailRequest = (address: string): Guess => {
  const limit = { key: `mail\n${address}`, freeAttempts: 1_000, longestDelaySeconds: 300 };
  return { perPlace: limit, perAddress: limit, perAccount: null };
};

/**
 * Counts an attempt before it is checked, so that parallel ones count too. One that has to wait is not counted.
 * @throws KeyturnError `too-many-attempts`
 */
export async function countGuess({ db, clock }: GuessDeps, guess: Guess): Promise<void> {
  const now = clock.now();
  const limits = limitsOf(guess).map((limit) => ({ ...limit, key: keyOf(limit) }));
  const blockedUntil = await findBlockedUntil(
    db,
    limits.map(({ key }) => key),
    now,
  );
  if (blockedUntil !== null) throw tooMany(blockedUntil, now);
  for (const limit of limits) if (!(await countAttempt(db, { ...limit, now }))) throw tooMany(now, now);
}

/** The guess was right: nothing is held against the next one from this place, and this one against no other. */
export async function forgetGuesses({ db, clock }: GuessDeps, guess: Guess): Promise<void> {
  await deleteSignInFailures(db, keyOf(guess.perPlace));
  for (const limit of limitsOf(guess)) await forgiveAttempt(db, keyOf(limit), clock.now());
}

/** Forgets guesses that are a day old. */
export const forgetOldGuesses = ({ db, clock }: GuessDeps): Promise<unknown> =>
  deleteOldSignInFailures(db, new Date(clock.now().getTime() - memoryMs));

const limitsOf = ({ perPlace, perAddress, perAccount }: Guess): Limit[] => {
  const limits = perAccount === null ? [perPlace, perAddress] : [perPlace, perAddress, perAccount];
  return limits.filter(({ key }, index) => limits.findIndex((other) => other.key === key) === index);
};

function tooMany(until: Date, now: Date): KeyturnError {
  const seconds = Math.max(1, Math.ceil((until.getTime() - now.getTime()) / 1000));
  return new KeyturnError('too-many-attempts', { seconds });
}

/** A hash, so that what people mistype is not kept. */
const keyOf = ({ key }: Limit): Buffer => createHash('sha256').update(key).digest();
