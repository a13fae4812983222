import { listSessions } from '../../store/sessions.ts';
import type { Deps } from '../deps.ts';
import { isOver, type OpenSession } from './sessions.ts';

/** Where somebody is signed in, the session used last first. */
export async function listOwnSessions({ db, clock }: Pick<Deps, 'db' | 'clock'>, { row }: OpenSession) {
  const now = clock.now();
  return (await listSessions(db, row.user_id)).filter((session) => !isOver(session, now));
}
