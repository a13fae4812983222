import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { Db } from '../../store/db.ts';
import { deleteOldSessions, findSession, insertSession, type SessionRow } from '../../store/sessions.ts';
import type { Actor } from '../audit/actor.ts';
import type { Deps } from '../deps.ts';

/** R6.3: twelve hours after sign-in in any case. */
const sessionLifetimeMs = 12 * 60 * 60 * 1000;

/** How somebody proved who they are (RFC 8176). */
type AuthenticationMethod = 'pwd' | 'otp';

/** Somebody signed in with both factors. */
export type OpenSession = { row: SessionRow; mfaAt: Date; endsAt: Date };

/**
 * Starts a session for a user and answers the cookie's value, which is stored as a hash only.
 * `mfaAt` is when the second factor was entered; without one the session opens nothing (R1.1).
 */
export async function startSession(
  deps: { db: Db } & Pick<Deps, 'clock'>,
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

/** The session of a cookie, with or without a second factor. */
export const findSessionByToken = (deps: Pick<Deps, 'db'>, token: string): Promise<SessionRow | undefined> =>
  findSession(deps.db, hashToken(token));

/**
 * The one gate of the portal: a session that was opened with a second factor, is not over, and whose user and
 * organisation are not disabled; null otherwise.
 */
export async function findOpenSession(
  deps: Pick<Deps, 'db' | 'clock'>,
  token: string,
): Promise<OpenSession | null> {
  const row = await findSessionByToken(deps, token);
  if (row === undefined || row.mfa_at === null) return null;
  const endsAt = new Date(row.created_at.getTime() + sessionLifetimeMs);
  if (deps.clock.now() >= endsAt) return null;
  if (row.user_status === 'disabled' || row.organisation_status === 'disabled') return null;
  return { row, mfaAt: row.mfa_at, endsAt };
}

/** Forgets sessions that are over. */
export const forgetOldSessions = (deps: Pick<Deps, 'db' | 'clock'>): Promise<unknown> =>
  deleteOldSessions(deps.db, new Date(deps.clock.now().getTime() - sessionLifetimeMs));

/** Who holds an open session. */
export const sessionActor = ({ row, mfaAt }: OpenSession, address: string | null): Actor => ({
  kind: 'user',
  id: row.user_id,
  name: row.user_name,
  role: row.user_role,
  mfaAt,
  sessionId: row.id,
  address,
});

const hashToken = (token: string): Buffer => createHash('sha256').update(token).digest();
