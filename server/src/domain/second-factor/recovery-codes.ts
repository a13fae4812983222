import { createHmac, randomInt } from 'node:crypto';
import { findAccount } from '../../store/accounts.ts';
import type { Tx } from '../../store/db.ts';
import { findPortalUser } from '../../store/portal-users.ts';
import { putRecoveryCodes, useRecoveryCode } from '../../store/recovery-codes.ts';
import type { Actor } from '../audit/actor.ts';
import { change } from '../audit/change.ts';
import type { Deps } from '../deps.ts';
import { queueNotice } from '../outbox/queue-notice.ts';
import { requireFreshFactor } from '../policy.ts';
import { userTarget } from '../user/user-target.ts';

const count = 10;
const setUpMs = 60 * 60 * 1000;
/** 59 bits, without look-alikes, so that codes are copied from paper without mistakes. */
const length = 12;
const alphabet = '23456789abcdefghjkmnpqrstuvwxyz';

/**
 * Makes ten recovery codes, each of which works once in place of a second factor, and forgets the earlier ones. They
 * are answered once; stored are their MACs under the master key.
 * @throws KeyturnError `fresh-factor-required`
 */
export function createRecoveryCodes(
  deps: Pick<Deps, 'db' | 'clock' | 'sealer' | 'changes' | 'config'>,
  actor: Extract<Actor, { kind: 'user' }>,
): Promise<string[]> {
  requireFreshFactor(actor, deps.clock.now());
  const codes = Array.from({ length: count }, newRecoveryCode);
  return change(deps, actor, async (tx, record) => {
    await putRecoveryCodes(
      tx,
      actor.id,
      codes.map((code) => macOf(deps, code)),
    );
    record({ action: 'recovery-codes.created', target: userTarget(actor), after: { count } });
    await tellNewCodes(tx, deps, actor.id);
    return codes.map((code) => code.replace(/(.{4})(?=.)/g, '$1-'));
  });
}

/** Not while the account is being set up, where making them is the last step. */
async function tellNewCodes(tx: Tx, deps: Pick<Deps, 'clock' | 'config'>, userId: string): Promise<void> {
  const [user, account] = [await findPortalUser(tx, userId), await findAccount(tx, userId)];
  const setUpAt = account?.set_up_at?.getTime() ?? 0;
  if (user === undefined || deps.clock.now().getTime() - setUpAt < setUpMs) return;
  await queueNotice(tx, deps, user, 'recovery-codes-created');
}

/** Uses up a recovery code as somebody typed it. */
export const checkRecoveryCode = (
  deps: Pick<Deps, 'db' | 'sealer'>,
  userId: string,
  typed: string,
): Promise<boolean> => useRecoveryCode(deps.db, userId, macOf(deps, normalise(typed)));

/** Whether something typed has the form of a recovery code, rather than of an authenticator's. */
export const looksLikeRecoveryCode = (typed: string): boolean => normalise(typed).length === length;

const newRecoveryCode = (): string =>
  Array.from({ length }, () => alphabet.charAt(randomInt(alphabet.length))).join('');

const normalise = (typed: string): string => typed.toLowerCase().replace(/[^\da-z]/g, '');

const macOf = ({ sealer }: Pick<Deps, 'sealer'>, code: string): Buffer =>
  createHmac('sha256', sealer.derive('recovery code')).update(code).digest();
