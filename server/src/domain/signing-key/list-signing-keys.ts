import {
  listSigningKeys as readSigningKeys,
  type SigningKeyPosition,
  type SigningKeyState,
} from '../../store/signing-keys.ts';
import type { Actor } from '../audit/actor.ts';
import type { Deps } from '../deps.ts';
import { pageOf } from '../page-of.ts';
import { requireOperator } from '../policy.ts';

/**
 * One page of all signing keys there ever were, the newest first; for operators.
 * @throws KeyturnError `not-found`
 */
export async function listSigningKeys(
  { db }: Pick<Deps, 'db'>,
  actor: Actor,
  { after, limit }: { after: SigningKeyPosition | null; limit: number },
): Promise<{ keys: SigningKeyState[]; next: SigningKeyPosition | null }> {
  requireOperator(actor);
  const { shown, last } = pageOf(await readSigningKeys(db, { after, limit: limit + 1 }), limit);
  return { keys: shown, next: last === null ? null : { createdAt: last.created_at, kid: last.kid } };
}
