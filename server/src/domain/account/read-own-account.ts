import { findAccount } from '../../store/accounts.ts';
import { countRecoveryCodes } from '../../store/recovery-codes.ts';
import { listSecondFactors } from '../../store/second-factors.ts';
import type { Deps } from '../deps.ts';
import { KeyturnError } from '../errors.ts';

/** What somebody signs in with, as they see it themselves. */
export async function readOwnAccount({ db }: Pick<Deps, 'db'>, userId: string) {
  const account = await findAccount(db, userId);
  if (account === undefined) throw new KeyturnError('not-found');
  return {
    passwordChangedAt: account.password_changed_at,
    factors: await listSecondFactors(db, userId),
    recoveryCodesLeft: await countRecoveryCodes(db, userId),
  };
}
