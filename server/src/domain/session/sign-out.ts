import { deleteSession } from '../../store/sessions.ts';
import { change } from '../audit/change.ts';
import type { Deps } from '../deps.ts';
import { sessionActor, type OpenSession } from './sessions.ts';

/** Ends a session. */
export function signOut(
  deps: Pick<Deps, 'db' | 'clock' | 'sealer'>,
  session: OpenSession,
  address: string,
): Promise<void> {
  const actor = sessionActor(session, address);
  return change(deps, actor, async (tx, record) => {
    await deleteSession(tx, session.row.id);
    record({
      action: 'session.ended',
      target: { type: 'user', id: session.row.user_id, name: session.row.user_name },
    });
  });
}
