import type { Tx } from '../../store/db.ts';
import { findSessionState } from '../../store/sessions.ts';
import { findTokenClient } from '../../store/token-clients.ts';
import { clientSecretStatus, isUsable } from '../client-secret/client-secret-status.ts';
import { KeyturnError } from '../errors.ts';
import type { Actor } from './actor.ts';

/**
 * Checks again, inside the transaction of a change, that whoever asks for it still may ask for anything: a request
 * can have begun before the client secret behind it was deleted, or the session ended, and be read slowly (R1.5).
 * @throws KeyturnError `no-longer-authenticated`
 */
export async function requireStillAuthenticated(tx: Tx, actor: Actor, now: Date): Promise<void> {
  if (!(await isStillAuthenticated(tx, actor, now))) throw new KeyturnError('no-longer-authenticated');
}

async function isStillAuthenticated(tx: Tx, actor: Actor, now: Date): Promise<boolean> {
  switch (actor.kind) {
    case 'system':
    case 'command-line':
      return true;
    case 'user': {
      // Without a session: somebody who is just signing in, or setting up their account.
      if (actor.sessionId === null) return true;
      const state = await findSessionState(tx, actor.sessionId);
      return (
        state?.stage === 'open' &&
        state.user_status === 'active' &&
        state.organisation_status === 'active' &&
        state.user_role === actor.role
      );
    }
    case 'application':
    case 'operator-client': {
      const client = await findTokenClient(tx, actor.id, now);
      const secret = client?.secrets.find(({ id }) => id === actor.secretId);
      return (
        secret !== undefined &&
        isUsable(clientSecretStatus(secret, now)) &&
        client?.status === 'active' &&
        client.organisationStatus === 'active'
      );
    }
  }
}
