import {
  bumpSecretsRevision,
  findApplication,
  lockApplication,
  type ApplicationOfOrganisation,
} from '../../store/applications.ts';
import { findClientSecret, type ClientSecretRow } from '../../store/client-secrets.ts';
import type { Tx } from '../../store/db.ts';
import type { Actor } from '../audit/actor.ts';
import { change, type Recorded } from '../audit/change.ts';
import type { Deps } from '../deps.ts';
import { KeyturnError } from '../errors.ts';
import { visibilityFor } from '../policy.ts';

export type ChangeDeps = Pick<Deps, 'db' | 'clock' | 'sealer' | 'changes' | 'config'>;

/** Where a change to client secrets goes, and what the caller believes the present state to be. */
export type SecretsTarget = {
  clientId: string;
  /** The revisions of the application's client secrets that `If-Match` allows; null: any. */
  expectedRevisions: number[] | null;
};

export type SecretsChange<Result> = Result & { revision: number };

type SecretAction = 'created' | 'deleted' | 'disabled' | 'enabled' | 'replacement-named';

type Work<Result> = (
  tx: Tx,
  application: ApplicationOfOrganisation,
  record: (action: SecretAction, secret: Pick<ClientSecretRow, 'id' | 'name'>, values: Values) => void,
) => Promise<Result>;
type Values = Pick<Recorded, 'before' | 'after'>;

/**
 * One change to the client secrets of an application: locked, so that changes follow one another; not found for those
 * who may not see it; recorded; and marked by a new revision when anything was recorded.
 * @throws KeyturnError `not-found`
 */
export function changeClientSecrets<Result extends object>(
  deps: ChangeDeps,
  actor: Actor,
  clientId: string,
  work: Work<Result>,
): Promise<SecretsChange<Result>> {
  return change(deps, actor, async (tx, recordEvent) => {
    await lockApplication(tx, clientId);
    const application = await findApplication(tx, clientId, visibilityFor(actor));
    if (application === undefined) throw new KeyturnError('not-found');
    let changed = false;
    const result = await work(tx, application, (action, secret, values) => {
      changed = true;
      recordEvent({
        action: `client-secret.${action}`,
        target: { type: 'client-secret', id: secret.id, name: secret.name },
        applicationId: clientId,
        ...values,
      });
    });
    const revision = changed ? await bumpSecretsRevision(tx, clientId) : application.secrets_revision;
    return { ...result, revision };
  });
}

/** @throws KeyturnError `secrets-changed` */
export function requireUnchanged(
  application: ApplicationOfOrganisation,
  expectedRevisions: number[] | null,
): void {
  if (expectedRevisions !== null && !expectedRevisions.includes(application.secrets_revision))
    throw new KeyturnError('secrets-changed');
}

/** @throws KeyturnError `not-found` */
export async function requireSecret(tx: Tx, clientId: string, secretId: string): Promise<ClientSecretRow> {
  const secret = await findClientSecret(tx, clientId, secretId);
  if (secret === undefined) throw new KeyturnError('not-found');
  return secret;
}

/** @throws KeyturnError `secret-deleted` */
export function requireNotDeleted(secret: ClientSecretRow): void {
  if (secret.deleted_at !== null)
    throw new KeyturnError('secret-deleted', {
      at: secret.deleted_at.toISOString(),
      by: secret.deleted_by?.name ?? '',
    });
}
