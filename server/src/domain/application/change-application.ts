import { randomUUID } from 'node:crypto';
import type { CreateApplicationRequest, UpdateApplicationRequest } from '@keyturn/contract';
import { findApplication } from '../../store/applications.ts';
import { permittedApiIds } from '../../store/federation-state.ts';
import type { Actor } from '../audit/actor.ts';
import { requireUnchanged } from '../client-secret/change-client-secrets.ts';
import { KeyturnError } from '../errors.ts';
import { changeRecord, withChanges, type RecordDeps } from '../federation/change-record.ts';
import { visibilityFor } from '../policy.ts';
import { getApplication, type ApplicationView } from './read-applications.ts';

/**
 * Adds an application, without a client secret (R3.1); its name is proposed from the pattern when it is left out (R3.2).
 * @throws KeyturnError `not-found` for whoever is no operator, `id-taken`, `invalid-request`
 */
export async function createApplication(
  deps: RecordDeps,
  actor: Actor,
  { clientId = randomUUID(), organisationId, ...input }: CreateApplicationRequest,
): Promise<ApplicationView> {
  await changeRecord(deps, actor, async (tx) => {
    if ((await findApplication(tx, clientId, visibilityFor(actor))) !== undefined)
      throw new KeyturnError('id-taken', { id: clientId });
    return { noun: 'applications', item: { clientId, organisation: organisationId, ...input } };
  });
  return getApplication(deps, actor, clientId, { includeDeleted: false });
}

/**
 * Changes name, permitted APIs or status of an application; what is taken away or disabled stops at once, issued tokens
 * too where APIs check them (R1.5).
 * @throws KeyturnError `not-found`, `secrets-changed`, `invalid-request`
 */
export async function updateApplication(
  deps: RecordDeps,
  actor: Actor,
  clientId: string,
  changes: UpdateApplicationRequest,
  expectedRevisions: number[] | null,
): Promise<ApplicationView> {
  await changeRecord(deps, actor, async (tx) => {
    const row = await findApplication(tx, clientId, visibilityFor(actor));
    if (row === undefined || row.kind === 'operator-client') throw new KeyturnError('not-found');
    requireUnchanged(row, expectedRevisions);
    const stated = {
      organisation: row.organisation_id,
      kind: row.kind,
      name: row.name,
      apis: await permittedApiIds(tx, clientId),
      status: row.status,
      disabledReason: row.disabled_reason,
    };
    return { noun: 'applications', item: { clientId, ...withChanges(stated, changes) } };
  });
  return getApplication(deps, actor, clientId, { includeDeleted: false });
}
