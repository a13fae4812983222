import { createHash } from 'node:crypto';
import type { ImportAnswers, ImportCount, ImportPreview, ImportResult } from '@keyturn/contract';
import type { Db } from '../../store/db.ts';
import type { Actor } from '../audit/actor.ts';
import { change } from '../audit/change.ts';
import { KeyturnError } from '../errors.ts';
import { requireOperator } from '../policy.ts';
import { describeChanges } from './describe-changes.ts';
import type { RecordDeps } from './change-record.ts';
import { applyFile, publishKeysOf } from './import-federation.ts';
import { planFile, summarise, type PlannedFile } from './plan-file.ts';

type Input = { file: unknown; answers?: ImportAnswers | undefined };

/** An import that would do something else than what was seen: the federation, or the file, changed meanwhile. */
export class ImportChangedError extends KeyturnError {
  readonly preview: ImportPreview;
  constructor(preview: ImportPreview) {
    super('import-changed');
    this.preview = preview;
  }
}

/**
 * What an import of this file would do now, and what stands against it; writes nothing.
 * @throws KeyturnError `not-found` for whoever is no operator
 */
export async function previewImport(
  deps: Pick<RecordDeps, 'db' | 'clock' | 'config'>,
  actor: Actor,
  { file, answers }: Input,
): Promise<ImportPreview> {
  requireOperator(actor);
  return (await planned(deps.db, deps, file, answers)).preview;
}

/**
 * Does what a preview said, all of it or nothing, with the audit events of each change (R7).
 * @param digest of that preview
 * @throws ImportChangedError, with what it would do now; KeyturnError `not-found`, `invalid-request` when the file has problems
 */
export async function runPreviewedImport(
  deps: RecordDeps,
  actor: Actor,
  { file, answers, digest }: Input & { digest: string },
): Promise<ImportResult> {
  requireOperator(actor);
  const { plan, preview } = await change(deps, actor, async (tx, record) => {
    const now = await planned(tx, deps, file, answers);
    if (now.preview.digest !== digest) throw new ImportChangedError(now.preview);
    if (now.plan.problems.length > 0) throw new KeyturnError('invalid-request', {}, now.preview.problems);
    await applyFile(tx, deps, actor, record, now.plan, { mail: true });
    return now;
  });
  publishKeysOf(deps, plan);
  return { counts: preview.counts, total: preview.total };
}

async function planned(
  db: Db,
  deps: Pick<RecordDeps, 'clock' | 'config'>,
  file: unknown,
  answers: ImportAnswers | undefined,
): Promise<{ plan: PlannedFile; preview: ImportPreview }> {
  const plan = await planFile(db, deps, file, answers);
  return { plan, preview: previewOf(plan) };
}

const changesOfNounAtMost = 200;
const problemsAtMost = 200;
const questionsAtMost = 500;
const leftOutAtMost = 200;

function previewOf(plan: PlannedFile): ImportPreview {
  const { format, problems, questions, leftOut } = plan;
  const changes = describeChanges(plan);
  const counts = Object.fromEntries(
    Object.entries(summarise(plan)).map(([noun, count]): [string, ImportCount] => [
      noun,
      { removed: 0, ...count },
    ]),
  );
  const open = questions.filter(({ answer }) => answer === null);
  const answered = questions.filter(({ answer }) => answer !== null);
  return {
    format,
    digest: digestOf([format, changes, problems, questions, leftOut]),
    counts,
    total: Object.values(counts).reduce(sum, { created: 0, updated: 0, unchanged: 0, removed: 0 }),
    changes: [...Map.groupBy(changes, ({ noun }) => noun).values()].flatMap((ofNoun) =>
      ofNoun.slice(0, changesOfNounAtMost),
    ),
    problems: problems.slice(0, problemsAtMost),
    problemCount: problems.length,
    questions: [...open, ...answered].slice(0, questionsAtMost),
    openQuestions: open.length,
    leftOut: leftOut.slice(0, leftOutAtMost),
    leftOutCount: leftOut.length,
  };
}

/** Of all that would be written: equal digests do the same to the same. */
const digestOf = (plan: unknown): string =>
  createHash('sha256').update(JSON.stringify(plan)).digest('base64url');

const sum = (one: ImportCount, other: ImportCount): ImportCount => ({
  created: one.created + other.created,
  updated: one.updated + other.updated,
  unchanged: one.unchanged + other.unchanged,
  removed: one.removed + other.removed,
});
