import { randomUUID } from 'node:crypto';
import type { ApplicationOfOrganisation } from '../../store/applications.ts';
import { insertClientSecret, listClientSecrets, type ClientSecretRow } from '../../store/client-secrets.ts';
import { violatedUniqueConstraint } from '../../store/db.ts';
import type { Actor } from '../audit/actor.ts';
import { KeyturnError } from '../errors.ts';
import { fold } from '../fold.ts';
import { tellManagers } from '../notification/tell-managers.ts';
import { requireMayCreateSecret, storedActor } from '../policy.ts';
import {
  changeClientSecrets,
  requireSecret,
  requireUnchanged,
  type ChangeDeps,
  type SecretsChange,
  type SecretsTarget,
} from './change-client-secrets.ts';
import { clientSecretExpiryRange } from './client-secret-expiry.ts';
import {
  generateClientSecretValue,
  hashClientSecretValue,
  hintOf,
  type ClientSecretValue,
} from './client-secret-value.ts';

type NewClientSecret = { name: string; expiresAt: Date; replacesSecretId: string | null };
type Created = SecretsChange<{ secret: ClientSecretRow; value: ClientSecretValue }>;

// A new value has a taken hint about once in 238,000 for each secret the application ever had.
const attempts = 20;

/**
 * Creates a client secret (R1.3) and answers its value, the only time anybody gets it (R1.4).
 * An application's own token creates the successor of the secret that obtained it, one at a time.
 * @throws KeyturnError `not-found`, `forbidden`, `secrets-changed`, `application-disabled`, `expires-too-early`,
 *   `expires-too-late`, `too-many-secrets`, `name-taken`, `replaced-secret-unknown`, `successor-exists`
 */
export async function createClientSecret(
  deps: ChangeDeps,
  actor: Actor,
  target: SecretsTarget,
  input: NewClientSecret,
): Promise<Created> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await attemptToCreate(deps, actor, target, input);
    } catch (error) {
      const constraint = violatedUniqueConstraint(error);
      if (constraint === 'client_secret_name_unique') throw new KeyturnError('name-taken');
      if (constraint !== 'client_secret_hint_unique' || attempt === attempts) throw error;
    }
  }
}

function attemptToCreate(
  deps: ChangeDeps,
  actor: Actor,
  { clientId, expectedRevisions }: SecretsTarget,
  input: NewClientSecret,
): Promise<Created> {
  const value = generateClientSecretValue();
  const sha256 = hashClientSecretValue(value);
  const now = deps.clock.now();

  return changeClientSecrets(deps, actor, clientId, async (tx, application, record) => {
    requireMayCreateSecret(actor, application);
    requireUnchanged(application, expectedRevisions);
    if (application.status === 'disabled' || application.organisation_status === 'disabled')
      throw new KeyturnError('application-disabled');
    requireExpiryInRange(deps, application, input.expiresAt, now);

    const others = await listClientSecrets(tx, [clientId], null);
    if (others.filter(({ expires_at }) => expires_at > now).length >= deps.config.maxValidSecrets)
      throw new KeyturnError('too-many-secrets', { max: deps.config.maxValidSecrets });
    const replacesSecretId = actor.kind === 'application' ? actor.secretId : input.replacesSecretId;
    if (actor.kind === 'application') requireOneSuccessor(actor.secretId, input, others, now);
    else if (replacesSecretId !== null && !others.some(({ id }) => id === replacesSecretId))
      throw new KeyturnError('replaced-secret-unknown');

    const id = randomUUID();
    await insertClientSecret(tx, {
      id,
      application_id: clientId,
      name: input.name,
      name_folded: fold(input.name),
      hint: hintOf(value),
      sha256,
      created_at: now,
      created_by: JSON.stringify(storedActor(actor)),
      created_by_secret_id: actor.kind === 'application' ? actor.secretId : null,
      expires_at: input.expiresAt,
      replaces_secret_id: replacesSecretId,
    });
    const secret = await requireSecret(tx, clientId, id);
    record('created', secret, {
      after: {
        name: secret.name,
        hint: secret.hint,
        expiresAt: secret.expires_at.toISOString(),
        replacesSecretId,
        createdBySecretId: secret.created_by_secret_id,
      },
    });
    await tellManagers(tx, deps, actor, 'secret-created', application, secret);
    return { secret, value };
  });
}

function requireExpiryInRange(
  deps: ChangeDeps,
  application: ApplicationOfOrganisation,
  expiresAt: Date,
  now: Date,
): void {
  const { min, max } = clientSecretExpiryRange(
    now,
    application.organisation_time_zone,
    deps.config.maxSecretLifetime,
  );
  if (expiresAt < min) throw new KeyturnError('expires-too-early', { min: min.toISOString() });
  if (expiresAt > max) throw new KeyturnError('expires-too-late', { max: max.toISOString() });
}

function requireOneSuccessor(
  ownSecretId: string,
  input: NewClientSecret,
  others: ClientSecretRow[],
  now: Date,
): void {
  if (input.replacesSecretId !== null && input.replacesSecretId !== ownSecretId)
    throw new KeyturnError('replaced-secret-unknown');
  const successor = others.find(
    (other) => other.created_by_secret_id === ownSecretId && other.expires_at > now,
  );
  if (successor !== undefined) throw new KeyturnError('successor-exists', { hint: successor.hint });
}
