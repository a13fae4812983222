import type { Tx } from '../../store/db.ts';
import { listOperatorsWithFactor } from '../../store/portal-users.ts';
import type { Actor } from '../audit/actor.ts';
import { KeyturnError } from '../errors.ts';
import { mayRemoveLastOperator } from '../policy.ts';

/**
 * Lets nobody take away the last operator who can sign in: the console would be locked from inside. The command line
 * may, because it makes a new way in. Changes follow one another, so that two operators cannot remove each other.
 * @throws KeyturnError `last-operator`
 */
export async function requireAnotherOperator(tx: Tx, actor: Actor, userId: string): Promise<void> {
  if (mayRemoveLastOperator(actor)) return;
  const operators = await listOperatorsWithFactor(tx);
  if (operators.length === 1 && operators[0]?.id === userId) throw new KeyturnError('last-operator');
}
