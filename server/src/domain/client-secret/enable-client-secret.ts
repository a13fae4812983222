import { markEnabled, type ClientSecretRow } from '../../store/client-secrets.ts';
import type { Actor } from '../audit/actor.ts';
import { requireMayEnableSecret } from '../policy.ts';
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
 * Enables a disabled client secret; tokens it obtained earlier and that have not expired are accepted again.
 * Enabling what is not disabled changes nothing.
 * @throws KeyturnError `not-found`, `forbidden`, `disabled-by-operator`, `secret-deleted`, `secrets-changed`
 */
export function enableClientSecret(
  deps: ChangeDeps,
  actor: Actor,
  { clientId, expectedRevisions }: SecretsTarget,
  secretId: string,
): Promise<SecretsChange<{ secret: ClientSecretRow }>> {
  return changeClientSecrets(deps, actor, clientId, async (tx, application, record) => {
    const secret = await requireSecret(tx, clientId, secretId);
    requireMayEnableSecret(actor, secret.disabled_by);
    requireNotDeleted(secret);
    if (secret.disabled_at === null) return { secret };
    requireUnchanged(application, expectedRevisions);
    await markEnabled(tx, secretId);
    record('enabled', secret, { before: { reason: secret.disabled_reason } });
    return { secret: await requireSecret(tx, clientId, secretId) };
  });
}
