import { randomUUID } from 'node:crypto';
import { insertApplications } from '../../store/applications.ts';
import { insertClientSecret } from '../../store/client-secrets.ts';
import { violatedUniqueConstraint } from '../../store/db.ts';
import { findOperatorOrganisation } from '../../store/organisations.ts';
import type { Actor } from '../audit/actor.ts';
import { change } from '../audit/change.ts';
import { clientSecretExpiryRange } from '../client-secret/client-secret-expiry.ts';
import {
  generateClientSecretValue,
  hashClientSecretValue,
  hintOf,
  type ClientSecretValue,
} from '../client-secret/client-secret-value.ts';
import type { Deps } from '../deps.ts';
import { KeyturnError } from '../errors.ts';
import { fold } from '../fold.ts';
import { storedActor } from '../policy.ts';

export type CreatedOperatorClient = { clientId: string; value: ClientSecretValue; expiresAt: Date };

/**
 * Creates an automation client with the operator role. Its secret lasts as long as any may; the value is answered
 * this once.
 * @throws KeyturnError `operator-client-name-taken`
 */
export async function createOperatorClient(
  deps: Pick<Deps, 'db' | 'clock' | 'sealer' | 'changes' | 'config'>,
  actor: Actor,
  name: string,
): Promise<CreatedOperatorClient> {
  const value = generateClientSecretValue();
  const sha256 = hashClientSecretValue(value);
  const clientId = randomUUID();
  const now = deps.clock.now();
  try {
    return await change(deps, actor, async (tx, record) => {
      const organisation = await findOperatorOrganisation(tx);
      if (organisation === undefined) throw new Error('the operator’s organisation is missing');
      const { max } = clientSecretExpiryRange(now, organisation.time_zone, deps.config.maxSecretLifetime);
      await insertApplications(tx, [
        {
          id: clientId,
          organisation_id: organisation.id,
          kind: 'operator-client',
          name,
          name_folded: fold(name),
          self_managed: false,
          status: 'active',
          disabled_reason: null,
          created_at: now,
        },
      ]);
      await insertClientSecret(tx, {
        id: randomUUID(),
        application_id: clientId,
        name,
        name_folded: fold(name),
        hint: hintOf(value),
        sha256,
        created_at: now,
        created_by: JSON.stringify(storedActor(actor)),
        expires_at: max,
      });
      record({
        action: 'operator-client.created',
        target: { type: 'operator-client', id: clientId, name },
        after: { hint: hintOf(value), expiresAt: max.toISOString() },
      });
      return { clientId, value, expiresAt: max };
    });
  } catch (error) {
    if (violatedUniqueConstraint(error) === 'application_name_unique')
      throw new KeyturnError('operator-client-name-taken', { name });
    throw error;
  }
}
