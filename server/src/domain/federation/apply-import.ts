import { insertApis, updateApi } from '../../store/apis.ts';
import {
  bumpSecretsRevision,
  insertApplications,
  insertPermissions,
  setPermissions,
  updateApplication,
} from '../../store/applications.ts';
import type { Tx } from '../../store/db.ts';
import { insertOrganisations, updateOrganisation } from '../../store/organisations.ts';
import { allPortalUsers, findPortalUser, insertPortalUsers } from '../../store/portal-users.ts';
import type { Actor } from '../audit/actor.ts';
import type { Recorded } from '../audit/change.ts';
import { recordedValues } from '../audit/recorded-values.ts';
import { announceRoles } from '../credential-manager/announce-roles.ts';
import { putRole } from '../credential-manager/role.ts';
import type { Deps } from '../deps.ts';
import { applyUserChange } from '../user/apply-user-change.ts';
import { announceStatus } from './announce-status.ts';
import { applySecretsElsewhere } from './apply-secrets-elsewhere.ts';
import { inviteUser, inviteUserAgain, mayBeInvited } from '../user/invite-user.ts';
import type { ImportPlan, PlannedNoun } from './plan-context.ts';

type ApplyDeps = Pick<Deps, 'clock' | 'config'>;
type Record = (event: Recorded) => void;

/**
 * Writes what an import plans, and records it. Accounts and roles change as they do in the console, with the same
 * consequences; `mail`: whether people are told.
 */
export async function applyImport(
  tx: Tx,
  deps: ApplyDeps,
  actor: Actor,
  record: Record,
  plan: ImportPlan,
  { mail }: { mail: boolean },
): Promise<void> {
  await applyNoun(plan.organisations, 'organisation', record, {
    insert: (rows) => insertOrganisations(tx, rows),
    update: ({ id, kind: _kind, created_at: _created, ...values }) => updateOrganisation(tx, id, values),
  });
  await applyNoun(plan.apis, 'api', record, {
    insert: (rows) => insertApis(tx, rows),
    update: ({ id, created_at: _created, ...values }) => updateApi(tx, id, values),
  });
  await applyNoun(plan.applications, 'application', record, {
    insert: async (rows) => {
      await insertApplications(
        tx,
        rows.map(({ apiIds: _apis, secrets_revision: _revision, ...row }) => row),
      );
      await insertPermissions(
        tx,
        rows.flatMap(({ id, apiIds }) => apiIds.map((api_id) => ({ application_id: id, api_id }))),
      );
    },
    update: async ({ id, apiIds, name, name_folded, status, disabled_reason }) => {
      await updateApplication(tx, id, { name, name_folded, status, disabled_reason });
      await setPermissions(tx, id, apiIds);
      // Whoever changes it after having seen another state learns of that.
      await bumpSecretsRevision(tx, id);
    },
  });
  if (mail) await announceStatus(tx, deps, plan);
  const uninvited = await applyUsers(tx, deps, record, plan.users, mail);
  await applyManagers(tx, record, plan.managers);
  await applySecretsElsewhere(tx, record, plan.secretsElsewhere);
  if (!mail) return;
  // Once the roles are written, so that one mail tells of them too.
  const invited = await inviteAll(tx, deps, actor, record, plan.users, uninvited);
  await announceRoles(tx, deps, actor, record, plan.managers.creates, invited);
}

async function applyNoun<Row extends { id: string; name: string }>(
  planned: PlannedNoun<Row>,
  type: 'organisation' | 'api' | 'application' | 'user',
  record: Record,
  write: { insert: (rows: Row[]) => Promise<unknown>; update: (row: Row) => Promise<unknown> },
): Promise<void> {
  await write.insert(planned.creates);
  for (const { row, before } of written(planned)) {
    if (before !== null) await write.update(row);
    record({
      action: `${type}.${before === null ? 'created' : 'updated'}`,
      target: { type, id: row.id, name: row.name },
      ...(type === 'application' ? { applicationId: row.id } : {}),
      before: before === null ? null : recordedValues(before),
      after: recordedValues(row),
    });
  }
}

/** Answers those existing users who now wait for an invitation. */
async function applyUsers(
  tx: Tx,
  deps: ApplyDeps,
  record: Record,
  { creates, updates, unchanged }: ImportPlan['users'],
  mail: boolean,
): Promise<string[]> {
  const uninvited: string[] = [];
  // First: a new account may have the address that another one gives up.
  for (const update of updates) {
    const { needsInvitation } = await applyUserChange(tx, deps, record, update, { tell: mail });
    if (needsInvitation) uninvited.push(update.after.id);
  }
  await applyNoun({ creates, updates: [], unchanged }, 'user', record, {
    insert: (rows) => insertPortalUsers(tx, rows),
    update: () => Promise.resolve(),
  });
  return uninvited;
}

async function applyManagers(tx: Tx, record: Record, planned: ImportPlan['managers']): Promise<void> {
  const names = new Map((await allPortalUsers(tx)).map(({ id, name }) => [id, name]));
  for (const { row, before } of written(planned)) {
    const holder = { id: row.user_id, name: names.get(row.user_id) ?? row.user_id };
    await putRole(tx, record, holder, row, before);
  }
}

/** Answers who was mailed an invitation: new users, and those whose last one stopped working by the import. */
async function inviteAll(
  tx: Tx,
  deps: ApplyDeps,
  actor: Actor,
  record: Record,
  { creates }: ImportPlan['users'],
  uninvited: string[],
): Promise<Set<string>> {
  const invited = new Set<string>();
  for (const id of [...creates.map((user) => user.id), ...uninvited]) {
    const user = await findPortalUser(tx, id);
    if (user === undefined || !mayBeInvited(user)) continue;
    await (uninvited.includes(id)
      ? inviteUserAgain(tx, deps, actor, user, record)
      : inviteUser(tx, deps, actor, user));
    invited.add(id);
  }
  return invited;
}

const written = <Row>({ creates, updates }: PlannedNoun<Row>): { row: Row; before: Row | null }[] => [
  ...creates.map((row) => ({ row, before: null })),
  ...updates.map(({ before, after }) => ({ row: after, before })),
];
