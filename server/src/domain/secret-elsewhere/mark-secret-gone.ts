import { findApplication, lockApplication } from '../../store/applications.ts';
import { findSecretElsewhere, markGoneElsewhere } from '../../store/secrets-elsewhere.ts';
import type { Actor } from '../audit/actor.ts';
import { change } from '../audit/change.ts';
import type { Deps } from '../deps.ts';
import { KeyturnError } from '../errors.ts';
import { requireMayMarkSecretGone, storedActor, visibilityFor } from '../policy.ts';
import { recordElsewhere } from './secret-elsewhere.ts';

/**
 * Says that a client secret of the former system is not needed any more: nobody is reminded of it again, whatever that
 * system still lists. What is gone already stays so.
 * @throws KeyturnError `not-found`, `forbidden` for the application itself
 */
export function markSecretGone(
  deps: Pick<Deps, 'db' | 'clock' | 'sealer' | 'changes'>,
  actor: Actor,
  { clientId, id }: { clientId: string; id: string },
): Promise<void> {
  return change(deps, actor, async (tx, record) => {
    await lockApplication(tx, clientId);
    const application = await findApplication(tx, clientId, visibilityFor(actor));
    const before = await findSecretElsewhere(tx, clientId, id);
    if (application === undefined) throw new KeyturnError('not-found');
    requireMayMarkSecretGone(actor);
    if (before === undefined) throw new KeyturnError('not-found');
    if (before.gone_by !== null) return;
    const [at, by] = [deps.clock.now(), storedActor(actor)];
    await markGoneElsewhere(tx, id, at, by);
    recordElsewhere(record, 'gone', { before, after: { ...before, gone_at: at, gone_by: by } });
  });
}
