import { randomUUID } from 'node:crypto';
import { findApi } from '../../store/apis.ts';
import { violatedUniqueConstraint, type Tx } from '../../store/db.ts';
import {
  insertIntrospectionCredential,
  introspectionCredentialsOf,
  lockIntrospectionCredential,
  markIntrospectionCredentialDeleted,
  type IntrospectionCredentialRow,
} from '../../store/introspection-credentials.ts';
import type { Actor } from '../audit/actor.ts';
import { change } from '../audit/change.ts';
import {
  generateClientSecretValue,
  hashClientSecretValue,
  hintOf,
  type ClientSecretValue,
} from '../client-secret/client-secret-value.ts';
import type { Deps } from '../deps.ts';
import { KeyturnError } from '../errors.ts';
import { fold } from '../fold.ts';
import { requireOperator, storedActor } from '../policy.ts';
import { proposedName } from './proposed-name.ts';

type CredentialDeps = Pick<Deps, 'db' | 'clock' | 'sealer' | 'changes'>;

export type CreatedIntrospectionCredential = {
  credential: IntrospectionCredentialRow;
  value: ClientSecretValue;
};

// A new value has a taken hint about once in 238,000 for each that works.
const attempts = 20;

/**
 * Creates introspection credentials of an API: its ID is the client ID, several secrets may be valid at once, and the
 * value is answered this once. Left out, the name is made of that of whoever creates them.
 * @throws KeyturnError `not-found`, `credential-name-taken`
 */
export async function createIntrospectionCredential(
  deps: CredentialDeps,
  actor: Actor,
  apiId: string,
  { name }: { name?: string | undefined } = {},
): Promise<CreatedIntrospectionCredential> {
  requireOperator(actor);
  for (let attempt = 1; ; attempt += 1) {
    const created = await attemptToCreate(deps, actor, apiId, name);
    if (created !== 'hint-taken') return created;
    if (attempt === attempts) throw new Error('no free hint was drawn');
  }
}

async function attemptToCreate(
  deps: CredentialDeps,
  actor: Actor,
  apiId: string,
  stated: string | undefined,
): Promise<CreatedIntrospectionCredential | 'hint-taken'> {
  const value = generateClientSecretValue();
  const hint = hintOf(value);
  const sha256 = hashClientSecretValue(value);
  try {
    return await change(deps, actor, async (tx, record) => {
      const { api, others } = await requireApi(tx, apiId);
      if (others.some((other) => other.hint === hint)) return 'hint-taken';
      const name = stated ?? proposedName(actor.name, others);
      const credential = await insertIntrospectionCredential(tx, {
        id: randomUUID(),
        api_id: apiId,
        name,
        name_folded: fold(name),
        hint,
        sha256,
        created_at: deps.clock.now(),
        created_by: JSON.stringify(storedActor(actor)),
      });
      record({
        action: 'introspection-credential.created',
        target: { type: 'api', id: apiId, name: api.name },
        after: { id: credential.id, name, hint },
      });
      return { credential, value };
    });
  } catch (error) {
    if (violatedUniqueConstraint(error) === 'introspection_credential_name_unique')
      throw new KeyturnError('credential-name-taken');
    throw error;
  }
}

async function requireApi(tx: Tx, id: string) {
  const api = await findApi(tx, id);
  if (api === undefined) throw new KeyturnError('not-found');
  return { api, others: await introspectionCredentialsOf(tx, [id]) };
}

/**
 * Deletes introspection credentials of an API, which from then on gets no answer for them; deleting again succeeds.
 * @throws KeyturnError `not-found`
 */
export function deleteIntrospectionCredential(
  deps: CredentialDeps,
  actor: Actor,
  apiId: string,
  id: string,
): Promise<void> {
  requireOperator(actor);
  return change(deps, actor, async (tx, record) => {
    const credential = await lockIntrospectionCredential(tx, apiId, id);
    const api = await findApi(tx, apiId);
    if (credential === undefined || api === undefined) throw new KeyturnError('not-found');
    if (credential.deleted_at !== null) return;
    await markIntrospectionCredentialDeleted(tx, id, deps.clock.now());
    const { name, hint, last_used_at } = credential;
    record({
      action: 'introspection-credential.deleted',
      target: { type: 'api', id: apiId, name: api.name },
      before: { id, name, hint, lastUsedAt: last_used_at?.toISOString() ?? null },
    });
  });
}
