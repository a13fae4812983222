import type { ImportAnswers, ImportQuestion } from '@keyturn/contract';
import type { Tx } from '../../store/db.ts';
import type { Actor } from '../audit/actor.ts';
import { change, type Recorded } from '../audit/change.ts';
import type { FieldProblem } from '../errors.ts';
import { storedActor } from '../policy.ts';
import { publishInTime } from '../signing-key/publish-in-time.ts';
import { putTerms } from '../terms/terms.ts';
import { applyImport } from './apply-import.ts';
import type { RecordDeps } from './change-record.ts';
import type { LeftOut } from './entra/entra-list.ts';
import { planFile, summarise, type ImportSummary, type PlannedFile } from './plan-file.ts';

export type ImportResult = {
  problems: FieldProblem[];
  summary: ImportSummary;
  /** Of the JSON of `az ad app list`: what it cannot say, and what is not taken over. */
  questions?: ImportQuestion[];
  leftOut?: LeftOut[];
};

/**
 * Creates or updates what a file states (R3.1, R5.1, R6.1), all of it or nothing; idempotent by the stated IDs.
 * What the file does not mention stays as it is. With `dryRun` nothing is written. People are mailed about accounts and
 * roles as if an operator had changed them in the console, unless `invite` is false.
 * @returns every problem with its place; nothing was written when there is one
 */
export async function importFederation(
  deps: RecordDeps,
  actor: Actor,
  input: unknown,
  {
    dryRun,
    invite = true,
    answers,
  }: { dryRun: boolean; invite?: boolean; answers?: ImportAnswers | undefined },
): Promise<ImportResult> {
  if (dryRun) return resultOf(await planFile(deps.db, deps, input, answers));
  const imported = await change(deps, actor, async (tx, record) => {
    const planned = await planFile(tx, deps, input, answers);
    if (planned.problems.length === 0) await applyFile(tx, deps, actor, record, planned, { mail: invite });
    return planned;
  });
  if (imported.problems.length === 0) publishKeysOf(deps, imported);
  return resultOf(imported);
}

/** Writes and records what a file without problems changes. */
export async function applyFile(
  tx: Tx,
  deps: RecordDeps,
  actor: Actor,
  record: (event: Recorded) => void,
  { plan, terms }: PlannedFile,
  options: { mail: boolean },
): Promise<void> {
  await applyImport(tx, deps, actor, record, plan, options);
  if (terms !== null) await putTerms(tx, deps, record, terms.after, storedActor(actor));
}

/** Once it is written: the keys that its APIs need are published before they are used. */
export const publishKeysOf = (deps: RecordDeps, { plan: { apis } }: PlannedFile): void =>
  publishInTime(
    deps,
    [...apis.creates, ...apis.updates.map(({ after }) => after)].map(({ algorithm }) => algorithm),
  );

const resultOf = (planned: PlannedFile): ImportResult => ({
  problems: planned.problems,
  summary: summarise(planned),
  ...(planned.format === 'entra' ? { questions: planned.questions, leftOut: planned.leftOut } : {}),
});
