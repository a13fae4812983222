import { deleteSession, deleteSessions, listSessions } from '../../store/sessions.ts';
import { change } from '../audit/change.ts';
import type { Deps } from '../deps.ts';
import { KeyturnError } from '../errors.ts';
import { userTarget } from '../user/user-target.ts';
import { pendingActor, type SessionRow, type UserActor } from './sessions.ts';

type SessionDeps = Pick<Deps, 'db' | 'clock' | 'sealer' | 'changes'>;

/** Ends one of the user's own sessions. @throws KeyturnError `not-found` */
export function signOut(deps: SessionDeps, actor: UserActor, sessionId: string): Promise<void> {
  return change(deps, actor, async (tx, record) => {
    if (!(await deleteSession(tx, actor.id, sessionId))) throw new KeyturnError('not-found');
    record({ action: 'session.ended', target: userTarget(actor) });
  });
}

/** Ends a session in any stage: of whoever is signed in, or gives up signing in or setting up. */
export function giveUpSession(deps: SessionDeps, session: SessionRow, address: string): Promise<void> {
  const actor = pendingActor(session, address, deps.clock.now());
  return signOut(deps, actor, session.id);
}

/** Ends every session of the user, this one too. */
export function signOutEverywhere(deps: SessionDeps, actor: UserActor): Promise<void> {
  return change(deps, actor, async (tx, record) => {
    const count = (await listSessions(tx, actor.id)).length;
    await deleteSessions(tx, actor.id);
    record({ action: 'session.ended', target: userTarget(actor), after: { count } });
  });
}
