import { hash, verify } from '@node-rs/argon2';
import type { Deps } from '../deps.ts';
import { KeyturnError } from '../errors.ts';
import { limitConcurrency } from '../session/limit-concurrency.ts';
import { passwordScore } from './password-strength.ts';

const minLength = 12;
/** Of 0 to 4; 4: ten billion guesses and more. */
const minScore = 4;

/**
 * Refuses what is short or easily guessed, by anybody or by somebody who knows the operator and the user (NIST SP
 * 800-63B-4 section 3.1.1.2): no rules on characters, none on changing it from time to time.
 * @throws KeyturnError `password-too-short`, `password-weak`
 */
export async function requireStrongPassword(
  { config }: Pick<Deps, 'config'>,
  password: string,
  user: { user_name: string; user_email: string; organisation_name: string },
): Promise<void> {
  // Characters as people count them, not UTF-16 units.
  if (Array.from(password).length < minLength)
    throw new KeyturnError('password-too-short', { min: minLength });
  const names = [config.operatorName, user.user_name, user.user_email, user.organisation_name];
  const words = names
    .flatMap((name) => [name, ...name.split(/[^\p{L}\p{N}]+/u)])
    .filter((word) => word.length > 2);
  if ((await passwordScore(password, [...words, 'Keyturn'])) < minScore)
    throw new KeyturnError('password-weak');
}

/** Argon2 takes a core and 20 MB for 30 ms: token requests come first. */
const oneAtATime = limitConcurrency(1, 50);

/** Argon2id, in PHC string format. */
export const hashPassword = (password: string): Promise<string> =>
  oneAtATime(() => hash(password.normalize('NFC')));

/** Whether `password` belongs to the hash; without one it takes as long, so that nobody learns which accounts exist. */
export async function isRightPassword(passwordHash: string | null, password: string): Promise<boolean> {
  const known = passwordHash === null || passwordHash === '' ? await hashOfNothing : passwordHash;
  const right = await oneAtATime(() => verify(known, password.normalize('NFC')));
  return right && known === passwordHash;
}

const hashOfNothing = hash('');
