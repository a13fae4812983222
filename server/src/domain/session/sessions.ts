import { randomUUID } from 'node:crypto';
import type { Db, Tx } from '../../store/db.ts';
import type { SessionStage } from '../../store/schema-accounts.ts';
import {
  deleteOldSessions,
  findSession,
  insertSession,
  replaceSessionToken,
  type SessionRow,
} from '../../store/sessions.ts';
import { findUnacceptedTerms } from '../../store/terms.ts';
import { portalApiIdentifier } from '../access-token/resource.ts';
import type { Actor } from '../audit/actor.ts';
import type { Deps } from '../deps.ts';
import { KeyturnError } from '../errors.ts';
import { hashOpaqueToken, newOpaqueToken } from '../opaque-token.ts';
import { mustAcceptTerms } from '../policy.ts';
import type { RequestOrigin } from './device.ts';

const minuteMs = 60_000;

/** How long each stage lasts; `open` ends sooner without input (R6.3). */
const lifetimesMs: Record<SessionStage, number> = {
  'second-factor': 10 * minuteMs,
  'enrolment-code': 15 * minuteMs,
  enrolment: 30 * minuteMs,
  'set-up': 60 * minuteMs,
  open: 12 * 60 * minuteMs,
};
const coveredAfterMs = 60 * minuteMs;
const overAfterMs = 120 * minuteMs;

/** How somebody proved who they are (RFC 8176); `recovery` and `mail` have no value there. */
export type AuthenticationMethod = 'pwd' | 'otp' | 'hwk' | 'recovery' | 'mail';

type SessionDeps = Pick<Deps, 'db' | 'clock'>;

/** Starts a session in the first stage of signing in, and answers the cookie's value, which is stored as a hash only. */
export async function startSession(
  { db, clock }: SessionDeps,
  userId: string,
  { stage, mfaAt, amr, origin, mailedCodeMac }: Start,
): Promise<string> {
  const token = newOpaqueToken();
  const now = clock.now();
  await insertSession(db, {
    id: randomUUID(),
    token_sha256: hashOpaqueToken(token),
    user_id: userId,
    stage,
    stage_since: now,
    mfa_at: mfaAt,
    amr,
    last_input_at: now,
    address: origin.address,
    user_agent: origin.userAgent.slice(0, 500),
    mailed_code_mac: mailedCodeMac ?? null,
  });
  return token;
}

type Start = {
  stage: SessionStage;
  mfaAt: Date | null;
  amr: AuthenticationMethod[];
  origin: RequestOrigin;
  mailedCodeMac?: Buffer;
};

/**
 * Moves a session on, with a new cookie value: one that was planted or read before is worth nothing after it.
 * @throws KeyturnError `no-longer-authenticated` when the session ended, or was moved on by another request
 */
export async function moveSession(
  tx: Tx,
  { clock }: Pick<Deps, 'clock'>,
  session: SessionRow,
  { stage, mfaAt, amr }: { stage: SessionStage; mfaAt: Date | null; amr: AuthenticationMethod[] },
): Promise<string> {
  const token = newOpaqueToken();
  const now = clock.now();
  const moved = await replaceSessionToken(tx, session, {
    token_sha256: hashOpaqueToken(token),
    stage,
    // Twelve hours count from the sign-in, whatever is proved later.
    stage_since: stage === session.stage ? session.stage_since : now,
    mfa_at: mfaAt,
    amr: [...new Set([...session.amr, ...amr])],
    last_input_at: now,
    failed_codes: 0,
    challenge: null,
    pending_totp_sealed: null,
    mailed_code_mac: null,
  });
  if (!moved) throw new KeyturnError('no-longer-authenticated');
  return token;
}

/** The session of a cookie in whatever stage, unless it is over or its user or organisation is not active. */
export async function findLiveSession(
  { db, clock }: SessionDeps,
  token: string | undefined,
): Promise<SessionRow | null> {
  if (token === undefined) return null;
  const row = await findSession(db, hashOpaqueToken(token));
  if (row === undefined || clock.now() >= endOf(row)) return null;
  return row.user_status === 'active' && row.organisation_status === 'active' ? row : null;
}

/** Somebody signed in with both factors. */
export type OpenSession = { row: SessionRow; mfaAt: Date; coversAt: Date; endsAt: Date };

/**
 * The one gate of the portal: a session that was opened with a second factor (R1.1), is neither over nor covered
 * (R6.3), and whose user and organisation are active.
 * @throws KeyturnError `unauthenticated`, `session-covered`
 */
export async function requireOpenSession(
  deps: SessionDeps & Pick<Deps, 'config'>,
  token: string | undefined,
  covered: 'refused' | 'allowed' = 'refused',
): Promise<OpenSession> {
  const row = await findLiveSession(deps, token);
  if (row === null || row.stage !== 'open' || row.mfa_at === null)
    throw new KeyturnError('unauthenticated', { resource: portalApiIdentifier(deps.config) });
  const coversAt = new Date(row.last_input_at.getTime() + coveredAfterMs);
  if (covered === 'refused' && deps.clock.now() >= coversAt) throw new KeyturnError('session-covered');
  return { row, mfaAt: row.mfa_at, coversAt, endsAt: endOf(row) };
}

/**
 * Members act under the terms in force; operators publish them.
 * @throws KeyturnError `terms-not-accepted`
 */
export async function requireTermsAccepted({ db }: Pick<Deps, 'db'>, row: SessionRow): Promise<void> {
  if ((await termsToAccept(db, row)) !== null) throw new KeyturnError('terms-not-accepted');
}

/** The version of the terms that somebody has to accept. */
export async function termsToAccept(
  db: Db,
  { user_id, user_role }: Pick<SessionRow, 'user_id' | 'user_role'>,
): Promise<number | null> {
  if (!mustAcceptTerms(user_role)) return null;
  return (await findUnacceptedTerms(db, user_id))?.version ?? null;
}

/** Whether an open session has ended by time. */
export const isOver = (session: Omit<Lasting, 'stage'>, now: Date): boolean =>
  now >= endOf({ ...session, stage: 'open' });

/** Forgets sessions that are over; answers how many. */
export const forgetOldSessions = ({ db, clock }: SessionDeps): Promise<number> =>
  deleteOldSessions(db, new Date(clock.now().getTime() - lifetimesMs.open));

/** Who holds an open session. */
export const sessionActor = ({ row, mfaAt }: OpenSession, address: string): UserActor => ({
  ...pendingActor(row, address, mfaAt),
  sessionId: row.id,
});

/** Whoever is signing in or setting up an account; `moveSession` finds out whether the session is still there. */
export const pendingActor = (row: SessionRow, address: string, mfaAt: Date): UserActor => ({
  kind: 'user',
  id: row.user_id,
  name: row.user_name,
  role: row.user_role,
  mfaAt,
  sessionId: null,
  address,
});

/** Whose session it is: for the audit log, and for mails to them. */
export const userOf = (row: SessionRow) => ({
  id: row.user_id,
  name: row.user_name,
  email: row.user_email,
  time_zone: row.user_time_zone,
  organisation_time_zone: row.organisation_time_zone,
});

export type { SessionRow };
export type UserActor = Extract<Actor, { kind: 'user' }>;

type Lasting = Pick<SessionRow, 'stage' | 'stage_since' | 'last_input_at'>;

function endOf({ stage, stage_since, last_input_at }: Lasting): Date {
  const end = stage_since.getTime() + lifetimesMs[stage];
  return new Date(stage === 'open' ? Math.min(end, last_input_at.getTime() + overAfterMs) : end);
}
