import { markDisabled, type ClientSecretRow } from '../../store/client-secrets.ts';
import type { Actor } from '../audit/actor.ts';
import { tellManagers } from '../notification/tell-managers.ts';
import { requireMayDisableSecret, storedActor, takesOverDisabling } from '../policy.ts';
import {
  changeClientSecrets,
  requireNotDeleted,
  requireSecret,
  requireUnchanged,
  type ChangeDeps,
  type SecretsChange,
  type SecretsTarget,
} from './change-client-secrets.ts';

/**
 * Disables a client secret until somebody enables it: no new token, and its tokens are inactive meanwhile.
 * An operator who disables what a manager disabled takes it over; otherwise disabling again changes nothing.
 * @throws KeyturnError `not-found`, `forbidden`, `secret-deleted`, `secrets-changed`
 */
export function disableClientSecret(
  deps: ChangeDeps,
  actor: Actor,
  { clientId, expectedRevisions }: SecretsTarget,
  secretId: string,
  reason: string | null,
): Promise<SecretsChange<{ secret: ClientSecretRow }>> {
  return changeClientSecrets(deps, actor, clientId, async (tx, application, record) => {
    const secret = await requireSecret(tx, clientId, secretId);
    requireMayDisableSecret(actor);
    requireNotDeleted(secret);
    const by = storedActor(actor);
    if (secret.disabled_at !== null && !takesOverDisabling(actor, secret.disabled_by)) return { secret };
    requireUnchanged(application, expectedRevisions);
    await markDisabled(tx, secretId, deps.clock.now(), by, reason);
    record('disabled', secret, { after: { reason } });
    await tellManagers(tx, deps, actor, 'secret-disabled', application, secret, { reason: reason ?? 'none' });
    return { secret: await requireSecret(tx, clientId, secretId) };
  });
}
