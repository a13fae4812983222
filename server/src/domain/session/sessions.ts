import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { findSession, insertSession } from '../../store/sessions.ts';
import type { Actor } from '../audit/actor.ts';
import type { Deps } from '../deps.ts';

/** R6.3: twelve hours after sign-in in any case. */
const sessionLifetimeMs = 12 * 60 * 60 * 1000;

/** How somebody proved who they are (RFC 8176). */
export type AuthenticationMethod = 'pwd' | 'otp';

/**
 * Starts a session for a user and answers the cookie's value, which is stored as a hash only.
 * `mfaAt` is when the second factor was entered; without one the session opens nothing (R1.1).
 */
export async function startSession(
  deps: Pick<Deps, 'db' | 'clock'>,
  userId: string,
  { mfaAt, amr }: { mfaAt: Date | null; amr: AuthenticationMethod[] },
): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  await insertSession(deps.db, {
    id: randomUUID(),
    token_sha256: hashToken(token),
    user_id: userId,
    created_at: deps.clock.now(),
    mfa_at: mfaAt,
    amr,
  });
  return token;
}

/**
 * The one gate of the portal: who holds this session, when it was opened with a second factor, is not over, and
 * neither the user nor the organisation is disabled; null otherwise.
 */
export async function findSessionActor(
  deps: Pick<Deps, 'db' | 'clock'>,
  token: string,
  address: string | null,
): Promise<Actor | null> {
  const session = await findSession(deps.db, hashToken(token));
  if (session === undefined || session.mfa_at === null) return null;
  if (deps.clock.now().getTime() - session.created_at.getTime() >= sessionLifetimeMs) return null;
  if (session.user_status === 'disabled' || session.organisation_status === 'disabled') return null;
  return {
    kind: 'user',
    id: session.user_id,
    name: session.user_name,
    role: session.user_role,
    mfaAt: session.mfa_at,
    address,
  };
}

const hashToken = (token: string): Buffer => createHash('sha256').update(token).digest();
