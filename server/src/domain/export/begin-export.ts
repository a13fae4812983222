import type { AuditAction } from '@keyturn/contract';
import { systemActor, type Actor } from '../audit/actor.ts';
import { change } from '../audit/change.ts';
import type { Deps } from '../deps.ts';
import { KeyturnError } from '../errors.ts';
import { requireOperator } from '../policy.ts';

/** An export that is under way. */
export type Export = {
  /** Records how many rows went out, and whether these are all: whoever receives them may break off. */
  end: (sent: { rows: number; complete: boolean }) => Promise<void>;
};

type ExportDeps = Pick<Deps, 'db' | 'clock' | 'sealer' | 'changes'>;

/**
 * Begins to hand out a whole list: that is in the audit log before the first row leaves, and again with what became of it
 * (R7), so that no list leaves unrecorded even if the server should die meanwhile.
 * @param filters what the list was narrowed to
 * @throws KeyturnError `not-found` for anybody but operators
 */
export async function beginExport(
  deps: ExportDeps,
  actor: Actor,
  list: string,
  filters: Record<string, unknown>,
): Promise<Export> {
  requireOperator(actor);
  const target = { type: 'list', id: list, name: list };
  const record = (by: Actor, action: AuditAction, after: Record<string, unknown>): Promise<void> =>
    change(deps, by, (_tx, note) => {
      note({ action, target, after });
      return Promise.resolve();
    });
  await record(actor, 'list.export-started', { filters });
  return {
    async end(sent) {
      const after = { filters, ...sent };
      // What left has left, also when whoever took it may not ask for anything any more.
      await record(actor, 'list.exported', after).catch((error: unknown) => {
        if (!(error instanceof KeyturnError && error.code === 'no-longer-authenticated')) throw error;
        return record(systemActor, 'list.exported', { ...after, by: actor.name });
      });
    },
  };
}
