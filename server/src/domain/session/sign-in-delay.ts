import { createHash } from 'node:crypto';
import {
  deleteOldSignInFailures,
  deleteSignInFailures,
  findSignInFailures,
  putSignInFailures,
} from '../../store/sign-in-failures.ts';
import type { Deps } from '../deps.ts';
import { KeyturnError } from '../errors.ts';

const freeFailures = 4;
const longestDelaySeconds = 300;
const memoryMs = 60 * 60 * 1000;

type DelayDeps = Pick<Deps, 'db' | 'clock'>;

/**
 * After some failures with one e-mail address from one network address, every further attempt has to wait longer.
 * Others are not delayed: nobody can lock an account from elsewhere.
 * @throws KeyturnError `too-many-attempts`
 */
export async function refuseWhileBlocked(
  deps: DelayDeps,
  emailFolded: string,
  address: string,
): Promise<void> {
  const known = await findSignInFailures(deps.db, keyOf(emailFolded, address));
  const leftMs = known === undefined ? 0 : known.blocked_until.getTime() - deps.clock.now().getTime();
  if (leftMs > 0) throw new KeyturnError('too-many-attempts', { seconds: Math.ceil(leftMs / 1000) });
}

/** Counts a failure: the fifth delays the next attempt by 2 s, each further one twice as long. */
export async function recordSignInFailure(
  deps: DelayDeps,
  emailFolded: string,
  address: string,
): Promise<void> {
  const now = deps.clock.now().getTime();
  await deleteOldSignInFailures(deps.db, new Date(now - memoryMs));
  const key = keyOf(emailFolded, address);
  const failures = ((await findSignInFailures(deps.db, key))?.failures ?? 0) + 1;
  const delaySeconds =
    failures <= freeFailures ? 0 : Math.min(2 ** (failures - freeFailures), longestDelaySeconds);
  await putSignInFailures(deps.db, {
    key_sha256: key,
    failures,
    blocked_until: new Date(now + delaySeconds * 1000),
  });
}

export const clearSignInFailures = (
  deps: DelayDeps,
  emailFolded: string,
  address: string,
): Promise<unknown> => deleteSignInFailures(deps.db, keyOf(emailFolded, address));

const keyOf = (emailFolded: string, address: string): Buffer =>
  createHash('sha256').update(`${emailFolded}\n${address}`).digest();
