import { createHash } from 'node:crypto';
import * as knownDevices from '../../store/known-devices.ts';
import {
  countAttempt,
  deleteOldSignInFailures,
  deleteSignInFailures,
  findBlockedUntil,
  forgiveAttempt,
  hasAttempts,
} from '../../store/sign-in-failures.ts';
import type { Deps } from '../deps.ts';
import { KeyturnError } from '../errors.ts';
import { placeOf } from '../network.ts';
import { deviceHash, type RequestOrigin } from './device.ts';

const memoryMs = 24 * 60 * 60 * 1000;

type GuessDeps = Pick<Deps, 'db' | 'clock'>;

/** Attempts that cost nothing; each one after that makes the next wait, twice as long as the one before. */
type Limit = { key: string; freeAttempts: number; longestDelaySeconds: number };

/** Somebody guesses something from somewhere; the same limits hold on every server. */
export type Guess = {
  perPlace: Limit;
  perAddress: Limit;
  perAccount: Limit | null;
  /** Whether the first attempt from a place is free of what others did: nobody is kept out by their number. */
  firstIsFree: boolean;
};

type From = { origin: RequestOrigin; isKnownDevice: boolean };

/**
 * Guessing a password. What is known to the account (`domain/session/device.ts`) is counted apart from everything else,
 * so that others delay it not at all, and any other place by ten seconds at most, and not its first attempt.
 */
export const passwordGuess = (emailFolded: string, { origin, isKnownDevice }: From): Guess => ({
  perPlace: {
    key: `password\n${emailFolded}\n${placeOf(origin.address)}`,
    freeAttempts: 4,
    longestDelaySeconds: 300,
  },
  perAddress: limitOfAddress(origin),
  perAccount: isKnownDevice
    ? { key: `account\n${emailFolded}\n${device(origin)}`, freeAttempts: 20, longestDelaySeconds: 60 }
    : { key: `account\n${emailFolded}`, freeAttempts: 50, longestDelaySeconds: 10 },
  firstIsFree: true,
});

/**
 * Guessing a code: only who has the password, or an open session, gets this far. There are few codes, so that no place
 * has an attempt of its own; devices that the account knows are counted apart.
 */
const codeGuess = (userId: string, { origin, isKnownDevice }: From): Guess => ({
  perPlace: { key: `code\n${userId}\n${placeOf(origin.address)}`, freeAttempts: 5, longestDelaySeconds: 300 },
  perAddress: limitOfAddress(origin),
  perAccount: {
    key: isKnownDevice ? `code\n${userId}\n${device(origin)}` : `code\n${userId}`,
    freeAttempts: 10,
    longestDelaySeconds: 20,
  },
  firstIsFree: false,
});

/** Guessing a code of an account from a place, which the account may know. */
export const guessOfCode = async (
  { db }: Pick<Deps, 'db'>,
  userId: string,
  origin: RequestOrigin,
): Promise<Guess> =>
  codeGuess(userId, {
    origin,
    isKnownDevice: await knownDevices.isKnownDevice(db, userId, deviceHash(origin)),
  });

/** Asking for mails: what is limited is how many one address causes. */
export function mailRequest(address: string): Guess {
  const limit = { key: `mail\n${placeOf(address)}`, freeAttempts: 1_000, longestDelaySeconds: 300 };
  return { perPlace: limit, perAddress: limit, perAccount: null, firstIsFree: false };
}

const limitOfAddress = (origin: RequestOrigin): Limit => ({
  key: `address\n${placeOf(origin.address)}`,
  freeAttempts: 50,
  longestDelaySeconds: 300,
});

const device = (origin: RequestOrigin): string => deviceHash(origin).toString('base64url');

/**
 * Counts an attempt before it is checked, so that parallel ones count too. One that has to wait is not counted.
 * @throws KeyturnError `too-many-attempts`
 */
export async function countGuess({ db, clock }: GuessDeps, guess: Guess): Promise<void> {
  const now = clock.now();
  const own = [keyOf(guess.perPlace), keyOf(guess.perAddress)];
  const all = guess.perAccount === null ? own : [...own, keyOf(guess.perAccount)];
  const isFirst = guess.firstIsFree && !(await hasAttempts(db, keyOf(guess.perPlace)));
  const blockedUntil = await findBlockedUntil(db, isFirst ? own : all, now);
  if (blockedUntil !== null) throw tooMany(blockedUntil, now);
  for (const limit of limitsOf(guess)) {
    const counted = await countAttempt(db, { ...limit, key: keyOf(limit), now });
    if (!counted && !(isFirst && limit === guess.perAccount)) throw tooMany(now, now);
  }
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
