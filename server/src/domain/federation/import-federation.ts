import { allApis } from '../../store/apis.ts';
import { allApplications, allPermissions } from '../../store/applications.ts';
import { allCredentialManagers } from '../../store/credential-managers.ts';
import type { Db } from '../../store/db.ts';
import { allOrganisations } from '../../store/organisations.ts';
import { allPortalUsers } from '../../store/portal-users.ts';
import { findCurrentTerms } from '../../store/terms.ts';
import type { Actor } from '../audit/actor.ts';
import { change } from '../audit/change.ts';
import type { FieldProblem } from '../errors.ts';
import { storedActor } from '../policy.ts';
import { publishInTime } from '../signing-key/publish-in-time.ts';
import { putTerms } from '../terms/terms.ts';
import { applyImport } from './apply-import.ts';
import type { RecordDeps } from './change-record.ts';
import { managerKey, type FederationState, type ImportPlan, type PlannedNoun } from './plan-context.ts';
import { planImport } from './plan-import.ts';
import { readImportFile, type ReadImportFile } from './read-import-file.ts';

type Count = { created: number; updated: number; unchanged: number };
/** `terms` is told when the file has some. */
export type ImportSummary = Record<keyof ImportPlan, Count> & { terms?: Count };
export type ImportResult = { problems: FieldProblem[]; summary: ImportSummary };

/**
 * Creates or updates what an import file states (R3.1, R5.1, R6.1), all of it or nothing; idempotent by the stated IDs.
 * What the file does not mention stays as it is. With `dryRun` nothing is written. People are mailed about accounts and
 * roles as if an operator had changed them in the console, unless `invite` is false.
 * @returns every problem with its place; nothing was written when there is one
 */
export async function importFederation(
  deps: RecordDeps,
  actor: Actor,
  input: unknown,
  { dryRun, invite = true }: { dryRun: boolean; invite?: boolean },
): Promise<ImportResult> {
  const { file, problems: malformed } = readImportFile(input);
  const planOn = async (db: Db) => {
    const { plan, problems } = planImport(file, await readState(db), deps.config, deps.clock.now());
    const summary = { ...summarise(plan), ...(await summariseTerms(db, file)) };
    return { plan, result: { problems: [...malformed, ...problems], summary } };
  };
  if (dryRun) return (await planOn(deps.db)).result;
  const imported = await change(deps, actor, async (tx, record) => {
    const { plan, result } = await planOn(tx);
    if (result.problems.length > 0) return result;
    await applyImport(tx, deps, actor, record, plan, { mail: invite });
    if (file.terms !== null) await putTerms(tx, deps, record, file.terms, storedActor(actor));
    return result;
  });
  if (imported.problems.length === 0)
    publishInTime(
      deps,
      file.apis.map(({ item }) => item.algorithm),
    );
  return imported;
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

async function summariseTerms(db: Db, { terms }: ReadImportFile): Promise<{ terms?: Count }> {
  if (terms === null) return {};
  const current = await findCurrentTerms(db);
  const outcome = current === undefined ? 'created' : current.text === terms ? 'unchanged' : 'updated';
  return { terms: { created: 0, updated: 0, unchanged: 0, [outcome]: 1 } };
}
