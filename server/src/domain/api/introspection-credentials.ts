import { randomUUID } from 'node:crypto';
import {
  findApi,
  insertIntrospectionCredential,
  lockIntrospectionCredential,
  markIntrospectionCredentialDeleted,
} from '../../store/apis.ts';
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
import { requireOperator } from '../policy.ts';

type CredentialDeps = Pick<Deps, 'db' | 'clock' | 'sealer' | 'changes'>;

export type CreatedIntrospectionCredential = {
  id: string;
  apiId: string;
  hint: string;
  createdAt: Date;
  value: ClientSecretValue;
};

/**
 * Creates introspection credentials of an API: its ID is the client ID, several secrets may be valid at once, and the
 * value is answered this once.
 * @throws KeyturnError `not-found`
 */
export function createIntrospectionCredential(
  deps: CredentialDeps,
  actor: Actor,
  apiId: string,
): Promise<CreatedIntrospectionCredential> {
  requireOperator(actor);
  const value = generateClientSecretValue();
  const sha256 = hashClientSecretValue(value);
  const created = { id: randomUUID(), apiId, hint: hintOf(value), createdAt: deps.clock.now(), value };
  return change(deps, actor, async (tx, record) => {
    const api = await findApi(tx, apiId);
    if (api === undefined) throw new KeyturnError('not-found');
    await insertIntrospectionCredential(tx, {
      id: created.id,
      api_id: apiId,
      hint: created.hint,
      sha256,
      created_at: created.createdAt,
    });
    record({
      action: 'introspection-credential.created',
      target: { type: 'api', id: apiId, name: api.name },
      after: { id: created.id, hint: created.hint },
    });
    return created;
  });
}

/**
 * Deletes introspection credentials of an API; deleting again succeeds.
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
    record({
      action: 'introspection-credential.deleted',
      target: { type: 'api', id: apiId, name: api.name },
      before: { id, hint: credential.hint },
    });
  });
}
