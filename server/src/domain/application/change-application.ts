import { randomUUID } from 'node:crypto';
import type {
  ApplicationNameQuery,
  CreateApplicationRequest,
  UpdateApplicationRequest,
} from '@keyturn/contract';
import { findApplication } from '../../store/applications.ts';
import { permittedApiIds } from '../../store/federation-state.ts';
import type { Actor } from '../audit/actor.ts';
import { requireUnchanged } from '../client-secret/change-client-secrets.ts';
import { KeyturnError } from '../errors.ts';
import { changeRecord, planRecord, withChanges, type RecordDeps } from '../federation/change-record.ts';
import { requireReason } from '../federation/require-reason.ts';
import { requireOperator, visibilityFor } from '../policy.ts';
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
 * The name that the pattern gives a new application (R3.2), with a number when there is one of that name already.
 * @throws KeyturnError `not-found` for whoever is no operator, `invalid-request` when there can be no such application
 */
export async function proposeApplicationName(
  deps: Pick<RecordDeps, 'db' | 'clock' | 'config'>,
  actor: Actor,
  { organisation, kind, api: apis }: ApplicationNameQuery,
): Promise<string> {
  requireOperator(actor);
  const item = {
    clientId: randomUUID(),
    organisation,
    kind,
    apis,
    status: 'active',
    disabledReason: null,
  } as const;
  const plan = await planRecord(deps.db, deps, { noun: 'applications', item });
  const [application] = plan.applications.creates;
  if (application === undefined) throw new Error('what has no problem and is new is created');
  return application.name;
}

/**
 * Changes name, permitted APIs or status of an application; what is taken away or disabled stops at once, issued tokens
 * too where APIs check them (R1.5). Disabling takes a reason.
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
    const changed = withChanges(stated, changes);
    requireReason(changes, changed);
    return { noun: 'applications', item: { clientId, ...changed } };
  });
  return getApplication(deps, actor, clientId, { includeDeleted: false });
}
