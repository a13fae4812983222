import type { Db, Tx } from '../../store/db.ts';
import type { Actor } from '../audit/actor.ts';
import { change } from '../audit/change.ts';
import type { Deps } from '../deps.ts';
import { KeyturnError } from '../errors.ts';
import { requireOperator } from '../policy.ts';
import { applyImport } from './apply-import.ts';
import { fileOf, idOf, narrowState, type StatedRecord } from './narrow-state.ts';
import type { ImportPlan } from './plan-context.ts';
import { planImport } from './plan-import.ts';
import { publishInTime } from '../signing-key/publish-in-time.ts';

export type RecordDeps = Pick<
  Deps,
  'db' | 'clock' | 'sealer' | 'changes' | 'config' | 'background' | 'signingKeys'
>;

/**
 * Creates or changes one organisation, API or application, by the operator team: with the checks and consequences of an
 * import of that one item (R3.1, R3.2).
 * @param state what is to be, given what is; it throws when the change does not fit what is
 * @throws KeyturnError `not-found`, `invalid-request` with every field that does not fit
 */
export async function changeRecord(
  deps: RecordDeps,
  actor: Actor,
  state: (tx: Tx) => Promise<StatedRecord>,
): Promise<{ id: string }> {
  requireOperator(actor);
  const changed = await change(deps, actor, async (tx, record) => {
    const stated = await state(tx);
    const plan = await planRecord(tx, deps, stated);
    await applyImport(tx, deps, actor, record, plan, { mail: true });
    return stated;
  });
  if (changed.noun === 'apis') publishInTime(deps, [changed.item.algorithm]);
  return { id: idOf(changed) };
}

/**
 * What an import of this record alone would do.
 * @throws KeyturnError `invalid-request` with every field that does not fit
 */
export async function planRecord(
  db: Db,
  { config, clock }: Pick<RecordDeps, 'config' | 'clock'>,
  stated: StatedRecord,
): Promise<ImportPlan> {
  const before = await narrowState(db, stated, config);
  const { plan, problems } = planImport(fileOf(stated), before, config, clock.now());
  if (problems.length > 0)
    throw new KeyturnError(
      'invalid-request',
      {},
      problems.map(({ path, message }) => ({ path: path.replace(/^\./, ''), message })),
    );
  return plan;
}

/** What a record says with some of it changed; what is left out stays. */
export const withChanges = <Stated extends object>(
  stated: Stated,
  changes: { [Key in keyof Stated]?: Stated[Key] | undefined },
): Stated => ({
  ...stated,
  ...Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)),
});
