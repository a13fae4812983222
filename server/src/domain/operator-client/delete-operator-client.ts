import { findOperatorClient, setApplicationStatus } from '../../store/applications.ts';
import { listClientSecrets, markDeleted } from '../../store/client-secrets.ts';
import type { Actor } from '../audit/actor.ts';
import { change } from '../audit/change.ts';
import type { Deps } from '../deps.ts';
import { KeyturnError } from '../errors.ts';
import { storedActor } from '../policy.ts';

/**
 * Takes an automation client of the operator out of service for good: its secret and its tokens work no more.
 * Doing so again succeeds.
 * @throws KeyturnError `not-found`
 */
export function deleteOperatorClient(
  deps: Pick<Deps, 'db' | 'clock' | 'sealer' | 'changes'>,
  actor: Actor,
  clientId: string,
): Promise<void> {
  return change(deps, actor, async (tx, record) => {
    const client = await findOperatorClient(tx, clientId);
    if (client === undefined) throw new KeyturnError('not-found');
    if (client.status === 'disabled') return;
    for (const { id } of await listClientSecrets(tx, [clientId], null))
      await markDeleted(tx, id, deps.clock.now(), storedActor(actor));
    await setApplicationStatus(tx, clientId, 'disabled');
    record({
      action: 'operator-client.deleted',
      target: { type: 'operator-client', id: clientId, name: client.name },
    });
  });
}
