import { markDeleted } from '../../store/client-secrets.ts';
import type { Actor } from '../audit/actor.ts';
import { tellManagers } from '../notification/tell-managers.ts';
import { requireMayDeleteSecret, storedActor } from '../policy.ts';
import {
  changeClientSecrets,
  requireSecret,
  requireUnchanged,
  type ChangeDeps,
  type SecretsTarget,
} from './change-client-secrets.ts';

/**
 * Deletes a client secret for good: from the answer on it obtains no token, and its tokens are inactive (R1.5).
 * Deleting what is deleted changes nothing and succeeds, whatever `expectedRevisions` says: an answer may be lost.
 * @throws KeyturnError `not-found`, `forbidden`, `secrets-changed`
 */
export async function deleteClientSecret(
  deps: ChangeDeps,
  actor: Actor,
  { clientId, expectedRevisions }: SecretsTarget,
  secretId: string,
): Promise<void> {
  await changeClientSecrets(deps, actor, clientId, async (tx, application, record) => {
    const secret = await requireSecret(tx, clientId, secretId);
    const own = actor.kind === 'application' ? await requireSecret(tx, clientId, actor.secretId) : null;
    requireMayDeleteSecret(actor, application, secret, own);
    if (secret.deleted_at !== null) return {};
    requireUnchanged(application, expectedRevisions);
    await markDeleted(tx, secretId, deps.clock.now(), storedActor(actor));
    record('deleted', secret, {
      before: { name: secret.name, hint: secret.hint, expiresAt: secret.expires_at.toISOString() },
    });
    await tellManagers(tx, deps, actor, 'secret-deleted', application, secret);
    return {};
  });
}
