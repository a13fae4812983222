import { randomUUID } from 'node:crypto';
import { markSetUp, putPassword } from '../../store/accounts.ts';
import { insertSecondFactor } from '../../store/second-factors.ts';
import type { Deps } from '../deps.ts';
import { newTotpSeed, presentTotpSeed, sealTotpSeed } from '../second-factor/totp.ts';
import { inTransaction } from '../../store/db.ts';
import { hashPassword } from './password.ts';

/** Sets up a sample account: a password and a new authenticator, whose seed in base32 it answers. */
export async function giveFactors(
  deps: Pick<Deps, 'db' | 'clock' | 'sealer' | 'changes' | 'config'>,
  user: { id: string; email: string },
  password: string,
): Promise<{ totpSecret: string }> {
  const seed = newTotpSeed();
  const now = deps.clock.now();
  const passwordHash = await hashPassword(password);
  await inTransaction(deps.db, async (tx) => {
    await putPassword(tx, {
      user_id: user.id,
      password_hash: passwordHash,
      password_changed_at: now,
    });
    await markSetUp(tx, user.id, now);
    await insertSecondFactor(tx, {
      id: randomUUID(),
      user_id: user.id,
      kind: 'totp',
      name: 'Authenticator app',
      created_at: now,
      totp_sealed: sealTotpSeed(deps, seed),
    });
  });
  const { secret } = presentTotpSeed(seed, { issuer: deps.config.operatorName, account: user.email });
  return { totpSecret: secret };
}
