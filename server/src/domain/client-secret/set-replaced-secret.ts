import { listClientSecrets, setReplaces, type ClientSecretRow } from '../../store/client-secrets.ts';
import type { Actor } from '../audit/actor.ts';
import { KeyturnError } from '../errors.ts';
import { requireMayUpdateSecret } from '../policy.ts';
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
 * Names the client secret that this one replaces (R1.8), or none.
 * @throws KeyturnError `not-found`, `forbidden`, `secret-deleted`, `secrets-changed`, `replaced-secret-unknown`,
 *   `replacement-circular`
 */
export function setReplacedSecret(
  deps: ChangeDeps,
  actor: Actor,
  { clientId, expectedRevisions }: SecretsTarget,
  secretId: string,
  replacesSecretId: string | null,
): Promise<SecretsChange<{ secret: ClientSecretRow }>> {
  return changeClientSecrets(deps, actor, clientId, async (tx, application, record) => {
    const secret = await requireSecret(tx, clientId, secretId);
    requireMayUpdateSecret(actor, application, secret);
    requireNotDeleted(secret);
    if (secret.replaces_secret_id === replacesSecretId) return { secret };
    requireUnchanged(application, expectedRevisions);
    if (replacesSecretId !== null)
      requireReplaceable(await listClientSecrets(tx, [clientId], null), secretId, replacesSecretId);
    await setReplaces(tx, secretId, replacesSecretId);
    record('replacement-named', secret, {
      before: { replacesSecretId: secret.replaces_secret_id },
      after: { replacesSecretId },
    });
    return { secret: await requireSecret(tx, clientId, secretId) };
  });
}

function requireReplaceable(secrets: ClientSecretRow[], secretId: string, replacesSecretId: string): void {
  const replacedBy = new Map(secrets.map(({ id, replaces_secret_id }) => [id, replaces_secret_id]));
  if (!replacedBy.has(replacesSecretId)) throw new KeyturnError('replaced-secret-unknown');
  // Existing chains have no circle, so that this ends.
  for (let id: string | null = replacesSecretId; id !== null; id = replacedBy.get(id) ?? null)
    if (id === secretId) throw new KeyturnError('replacement-circular');
}
