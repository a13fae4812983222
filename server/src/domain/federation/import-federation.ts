import { allApis, insertApi, updateApi } from '../../store/apis.ts';
import {
  allApplications,
  allPermissions,
  insertApplication,
  setPermissions,
  updateApplication,
} from '../../store/applications.ts';
import { allCredentialManagers, putCredentialManager } from '../../store/credential-managers.ts';
import type { Db, Tx } from '../../store/db.ts';
import { allOrganisations, insertOrganisation, updateOrganisation } from '../../store/organisations.ts';
import { allPortalUsers, insertPortalUser, updatePortalUser } from '../../store/portal-users.ts';
import { inviteMember } from '../account/invite-member.ts';
import type { Actor } from '../audit/actor.ts';
import { change, type Recorded } from '../audit/change.ts';
import type { Deps } from '../deps.ts';
import type { FieldProblem } from '../errors.ts';
import { managerKey, type FederationState, type ImportPlan, type PlannedNoun } from './plan-context.ts';
import { planImport } from './plan-import.ts';
import { readImportFile } from './read-import-file.ts';

type Count = { created: number; updated: number; unchanged: number };
export type ImportSummary = Record<keyof ImportPlan, Count>;
export type ImportResult = { problems: FieldProblem[]; summary: ImportSummary };

/**
 * Creates or updates what an import file states (R3.1, R5.1), all of it or nothing; idempotent by the stated IDs.
 * New active users are mailed a link to set up their account, unless `invite` is false.
 * What the file does not mention stays as it is. With `dryRun` nothing is written.
 * @returns every problem with its place; nothing was written when there is one
 */
export async function importFederation(
  deps: Pick<Deps, 'db' | 'clock' | 'sealer' | 'config'>,
  actor: Actor,
  input: unknown,
  { dryRun, invite = true }: { dryRun: boolean; invite?: boolean },
): Promise<ImportResult> {
  const { file, problems: malformed } = readImportFile(input);
  const planOn = async (db: Db) => {
    const { plan, problems } = planImport(file, await readState(db), deps.config, deps.clock.now());
    return { plan, problems: [...malformed, ...problems] };
  };
  if (dryRun) {
    const { plan, problems } = await planOn(deps.db);
    return { problems, summary: summarise(plan) };
  }
  return change(deps, actor, async (tx, record) => {
    const { plan, problems } = await planOn(tx);
    if (problems.length === 0) {
      await apply(tx, plan, record);
      if (invite) await inviteNewUsers(tx, deps, plan);
    }
    return { problems, summary: summarise(plan) };
  });
}

async function readState(db: Db): Promise<FederationState> {
  const permissions = Map.groupBy(await allPermissions(db), ({ application_id }) => application_id);
  const applications = (await allApplications(db)).map((row) => ({
    ...row,
    apiIds: (permissions.get(row.id) ?? []).map(({ api_id }) => api_id).toSorted(),
  }));
  return {
    organisations: byId(await allOrganisations(db)),
    apis: byId(await allApis(db)),
    applications: byId(applications),
    users: byId(await allPortalUsers(db)),
    managers: new Map(
      (await allCredentialManagers(db)).map((row) => [managerKey(row.application_id, row.user_id), row]),
    ),
  };
}

const byId = <Row extends { id: string }>(rows: Row[]): Map<string, Row> =>
  new Map(rows.map((row) => [row.id, row]));

async function apply(tx: Tx, plan: ImportPlan, record: (event: Recorded) => void): Promise<void> {
  await applyNoun(plan.organisations, 'organisation', record, {
    insert: (row) => insertOrganisation(tx, row),
    update: ({ id, kind: _kind, created_at: _created, ...values }) => updateOrganisation(tx, id, values),
  });
  await applyNoun(plan.apis, 'api', record, {
    insert: (row) => insertApi(tx, row),
    update: ({ id, created_at: _created, ...values }) => updateApi(tx, id, values),
  });
  await applyNoun(plan.applications, 'application', record, {
    insert: async ({ apiIds, secrets_revision: _revision, ...row }) => {
      await insertApplication(tx, row);
      await setPermissions(tx, row.id, apiIds);
    },
    update: async ({ id, apiIds, name, name_folded, status }) => {
      await updateApplication(tx, id, { name, name_folded, status });
      await setPermissions(tx, id, apiIds);
    },
  });
  await applyNoun(plan.users, 'user', record, {
    insert: (row) => insertPortalUser(tx, row),
    update: ({ id, organisation_id: _organisation, created_at: _created, ...values }) =>
      updatePortalUser(tx, id, values),
  });
  const names = new Map((await allPortalUsers(tx)).map(({ id, name }) => [id, name]));
  for (const { row, before } of written(plan.managers)) {
    await putCredentialManager(tx, row);
    record({
      action: before === null ? 'credential-manager.assigned' : 'credential-manager.updated',
      target: { type: 'user', id: row.user_id, name: names.get(row.user_id) ?? row.user_id },
      applicationId: row.application_id,
      before: before === null ? null : camelCaseKeys(before),
      after: camelCaseKeys(row),
    });
  }
}

async function inviteNewUsers(tx: Tx, deps: Pick<Deps, 'clock' | 'config'>, plan: ImportPlan): Promise<void> {
  const organisations = byId(await allOrganisations(tx));
  for (const user of plan.users.creates) {
    const organisation = organisations.get(user.organisation_id);
    if (user.status !== 'active' || organisation === undefined) continue;
    const timeZone = user.time_zone ?? organisation.time_zone;
    await inviteMember(tx, deps, { ...user, timeZone }, organisation.name);
  }
}

async function applyNoun<Row extends { id: string; name: string }>(
  planned: PlannedNoun<Row>,
  type: string,
  record: (event: Recorded) => void,
  write: { insert: (row: Row) => Promise<unknown>; update: (row: Row) => Promise<unknown> },
): Promise<void> {
  for (const { row, before } of written(planned)) {
    await (before === null ? write.insert(row) : write.update(row));
    record({
      action: `${type}.${before === null ? 'created' : 'updated'}`,
      target: { type, id: row.id, name: row.name },
      ...(type === 'application' ? { applicationId: row.id } : {}),
      before: before === null ? null : camelCaseKeys(before),
      after: camelCaseKeys(row),
    });
  }
}

const written = <Row>({ creates, updates }: PlannedNoun<Row>): { row: Row; before: Row | null }[] => [
  ...creates.map((row) => ({ row, before: null })),
  ...updates.map(({ before, after }) => ({ row: after, before })),
];

/** As the audit log shows values everywhere else. */
const camelCaseKeys = (row: object): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(row).map(([key, value]): [string, unknown] => [
      key.replace(/_(\w)/g, (_match, letter: string) => letter.toUpperCase()),
      value,
    ]),
  );

const count = <Row>(planned: PlannedNoun<Row>): Count => ({
  created: planned.creates.length,
  updated: planned.updates.length,
  unchanged: planned.unchanged,
});

const summarise = (plan: ImportPlan): ImportSummary => ({
  organisations: count(plan.organisations),
  apis: count(plan.apis),
  applications: count(plan.applications),
  users: count(plan.users),
  managers: count(plan.managers),
});
