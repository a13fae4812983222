import type { ImportAnswers, ImportQuestion } from '@keyturn/contract';
import { allApis } from '../../store/apis.ts';
import { allApplications, allPermissions } from '../../store/applications.ts';
import { allCredentialManagers } from '../../store/credential-managers.ts';
import type { Db } from '../../store/db.ts';
import { allOrganisations } from '../../store/organisations.ts';
import { allPortalUsers } from '../../store/portal-users.ts';
import { allSecretsElsewhere } from '../../store/secrets-elsewhere.ts';
import { findCurrentTerms } from '../../store/terms.ts';
import type { Deps } from '../deps.ts';
import type { FieldProblem } from '../errors.ts';
import { isEntraList, placeInEntra, type LeftOut } from './entra/entra-list.ts';
import { readEntraFile } from './entra/read-entra-file.ts';
import {
  elsewhereKey,
  managerKey,
  type FederationState,
  type ImportPlan,
  type PlannedNoun,
} from './plan-context.ts';
import { planImport } from './plan-import.ts';
import { readImportFile } from './read-import-file.ts';

/** What a file would change, whatever its format, and what stands against it. */
export type PlannedFile = {
  format: 'keyturn' | 'entra';
  plan: ImportPlan;
  /** Terms of use; null: the file has none. */
  terms: { before: string | null; after: string } | null;
  problems: FieldProblem[];
  questions: ImportQuestion[];
  leftOut: LeftOut[];
  /** By client ID: what is not taken over as the file has it. */
  notes: Map<string, string[]>;
  /** What there would be afterwards. */
  after: FederationState;
};

type Count = { created: number; updated: number; unchanged: number };

const noAnswers: ImportAnswers = { organisations: {}, apis: {} };

/**
 * Compares a file with the present state of `db`: an import file, or the JSON of `az ad app list` with what was answered
 * to its questions. Commands and the console have the same checks.
 */
export async function planFile(
  db: Db,
  { config, clock }: Pick<Deps, 'config' | 'clock'>,
  input: unknown,
  answers: ImportAnswers = noAnswers,
): Promise<PlannedFile> {
  const isEntra = isEntraList(input);
  const state = await readState(db, isEntra);
  if (isEntra) {
    const { file, problems: malformed, ...reading } = readEntraFile(input, answers, state, config);
    const { plan, problems, after } = planImport(file, state, config, clock.now());
    const placed = [...malformed, ...problems].map(placeInEntra);
    return { format: 'entra', plan, terms: null, problems: placed, after, ...reading };
  }
  const { file, problems: malformed } = readImportFile(input);
  const { plan, problems, after } = planImport(file, state, config, clock.now());
  const terms =
    file.terms === null ? null : { before: (await findCurrentTerms(db))?.text ?? null, after: file.terms };
  return {
    format: 'keyturn',
    plan,
    terms,
    problems: [...malformed, ...problems],
    questions: [],
    leftOut: [],
    notes: new Map(),
    after,
  };
}

async function readState(db: Db, isEntra: boolean): Promise<FederationState> {
  const permissions = Map.groupBy(await allPermissions(db), ({ application_id }) => application_id);
  const applications = (await allApplications(db)).map((row) => ({
    ...row,
    apiIds: (permissions.get(row.id) ?? []).map(({ api_id }) => api_id).toSorted(),
  }));
  const secretsElsewhere = isEntra ? await allSecretsElsewhere(db) : [];
  return {
    organisations: byId(await allOrganisations(db)),
    apis: byId(await allApis(db)),
    applications: byId(applications),
    users: byId(await allPortalUsers(db)),
    managers: new Map(
      (await allCredentialManagers(db)).map((row) => [managerKey(row.application_id, row.user_id), row]),
    ),
    secretsElsewhere: new Map(
      secretsElsewhere.map((row) => [elsewhereKey(row.application_id, row.key_id), row]),
    ),
  };
}

const byId = <Row extends { id: string }>(rows: Row[]): Map<string, Row> =>
  new Map(rows.map((row) => [row.id, row]));

/** How many there are of each noun; `terms` and `secretsElsewhere` of files that can have them. */
export type ImportSummary = Record<Exclude<keyof ImportPlan, 'secretsElsewhere'>, Count> & {
  secretsElsewhere?: Count & { removed: number };
  terms?: Count;
};

export function summarise({ plan, terms, format }: PlannedFile): ImportSummary {
  const { secretsElsewhere } = plan;
  return {
    organisations: count(plan.organisations),
    apis: count(plan.apis),
    applications: count(plan.applications),
    users: count(plan.users),
    managers: count(plan.managers),
    ...(format === 'entra'
      ? { secretsElsewhere: { ...count(secretsElsewhere), removed: secretsElsewhere.removes.length } }
      : {}),
    ...(terms === null ? {} : { terms: countTerms(terms) }),
  };
}

const count = <Row>(planned: PlannedNoun<Row>): Count => ({
  created: planned.creates.length,
  updated: planned.updates.length,
  unchanged: planned.unchanged,
});

function countTerms({ before, after }: { before: string | null; after: string }): Count {
  const outcome = before === null ? 'created' : before === after ? 'unchanged' : 'updated';
  return { created: 0, updated: 0, unchanged: 0, [outcome]: 1 };
}
