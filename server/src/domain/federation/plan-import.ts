import { isDeepStrictEqual } from 'node:util';
import { text } from '../../messages.ts';
import type { FieldProblem } from '../errors.ts';
import type { ApiRow } from '../../store/apis.ts';
import type { PortalUserRow } from '../../store/portal-users.ts';
import { createOwners } from './owners.ts';
import { requireFittingApplications } from './permitted-together.ts';
import { applicationRow } from './plan-applications.ts';
import {
  elsewhereKey,
  managerKey,
  type ApplicationWithApis,
  type FederationState,
  type ImportPlan,
  type PlanContext,
  type PlannedNoun,
} from './plan-context.ts';
import { apiRow, organisationRow } from './plan-organisations-and-apis.ts';
import { goneElsewhere, secretElsewhereRow } from './plan-secrets-elsewhere.ts';
import { managerRow, userRow } from './plan-users-and-managers.ts';
import type { Placed, ReadImportFile } from './read-import-file.ts';

/**
 * Compares an import file with the present state: what to create and what to update, and every problem with its
 * place. Pure; the state it is given comes out as it would be after the import.
 */
export function planImport(
  file: ReadImportFile,
  before: FederationState,
  config: PlanContext['config'],
  now: Date,
): { plan: ImportPlan; problems: FieldProblem[]; after: FederationState } {
  const problems: FieldProblem[] = [];
  const context: PlanContext = {
    state: {
      organisations: new Map(before.organisations),
      apis: new Map(before.apis),
      applications: new Map(before.applications),
      users: new Map(before.users),
      managers: new Map(before.managers),
      secretsElsewhere: new Map(before.secretsElsewhere),
    },
    taken: {
      identifiers: createOwners(before.apis.values(), identifierOf),
      names: createOwners(before.applications.values(), nameOf),
      emails: createOwners(before.users.values(), emailOf),
    },
    mentioned: file.mentioned,
    config,
    now,
    problem: (path, key, parameters) => void problems.push({ path, message: text(key, parameters) }),
  };
  const plan = {
    organisations: planNoun(
      file.organisations,
      context.state.organisations,
      ({ id }) => id,
      (placed, existing) => organisationRow(context, placed, existing),
    ),
    apis: planNoun(
      file.apis,
      context.state.apis,
      ({ id }) => id,
      (placed, existing) => apiRow(context, placed, existing),
      ({ id }, was, after) =>
        context.taken.identifiers.move(id, was && identifierOf(was), identifierOf(after)),
    ),
    applications: planNoun(
      file.applications,
      context.state.applications,
      ({ clientId }) => clientId,
      (placed, existing) => applicationRow(context, placed, existing),
      ({ clientId }, was, after) => context.taken.names.move(clientId, was && nameOf(was), nameOf(after)),
    ),
    users: planNoun(
      file.users,
      context.state.users,
      ({ id }) => id,
      (placed, existing) => userRow(context, placed, existing),
      ({ id }, was, after) => context.taken.emails.move(id, was && emailOf(was), emailOf(after)),
    ),
    managers: planNoun(
      file.managers,
      context.state.managers,
      ({ application, user }) => managerKey(application, user),
      (placed, existing) => managerRow(context, placed, existing),
    ),
    secretsElsewhere: planSecretsElsewhere(context, file),
  };
  requireFittingApplications(context, before, file.apis, plan.apis);
  reportDuplicates(context, file);
  return { plan, problems, after: context.state };
}

const identifierOf = ({ identifier }: ApiRow): string => identifier;
const nameOf = ({ name_folded }: ApplicationWithApis): string => name_folded;
const emailOf = ({ email_folded }: PortalUserRow): string => email_folded;

function planSecretsElsewhere(context: PlanContext, file: ReadImportFile): ImportPlan['secretsElsewhere'] {
  const planned = planNoun(
    file.secretsElsewhere,
    context.state.secretsElsewhere,
    ({ application, keyId }) => elsewhereKey(application, keyId),
    (placed, existing) => secretElsewhereRow(context, placed, existing),
  );
  return { ...planned, removes: goneElsewhere(context, file) };
}

function planNoun<Item, Row>(
  placed: Placed<Item>[],
  state: Map<string, Row>,
  keyOf: (item: Item) => string,
  toRow: (placed: Placed<Item>, existing: Row | undefined) => Row | null,
  onPlanned: (item: Item, before: Row | undefined, after: Row) => void = () => undefined,
): PlannedNoun<Row> {
  const planned: PlannedNoun<Row> = { creates: [], updates: [], unchanged: 0 };
  for (const entry of placed) {
    const key = keyOf(entry.item);
    const before = state.get(key);
    const after = toRow(entry, before);
    if (after === null) continue;
    state.set(key, after);
    onPlanned(entry.item, before, after);
    if (before === undefined) planned.creates.push(after);
    else if (isDeepStrictEqual({ ...before, ...after }, before)) planned.unchanged += 1;
    else planned.updates.push({ before, after });
  }
  return planned;
}

function reportDuplicates({ problem }: PlanContext, file: ReadImportFile): void {
  const report = (entries: { path: string; id: string }[]): void => {
    const seen = new Set<string>();
    for (const { path, id } of entries) {
      if (seen.has(id)) problem(path, 'import.duplicate-id', { id });
      seen.add(id);
    }
  };
  report(file.organisations.map(({ place, item }) => ({ path: `${place}.id`, id: item.id })));
  report(file.apis.map(({ place, item }) => ({ path: `${place}.id`, id: item.id })));
  report(file.applications.map(({ place, item }) => ({ path: `${place}.clientId`, id: item.clientId })));
  report(
    file.secretsElsewhere.map(({ place, item }) => ({
      path: `${place}.keyId`,
      id: elsewhereKey(item.application, item.keyId),
    })),
  );
  report(file.users.map(({ place, item }) => ({ path: `${place}.id`, id: item.id })));
  report(
    file.managers.map(({ place, item }) => ({
      path: `${place}.user`,
      id: managerKey(item.application, item.user),
    })),
  );
}
