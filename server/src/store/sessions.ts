import type { Insertable, Updateable } from 'kysely';
import type { Db, Tx } from './db.ts';
import type { Schema } from './schema.ts';

export const insertSession = (db: Db, row: Insertable<Schema['session']>): Promise<unknown> =>
  db.insertInto('session').values(row).execute();

/** The session of a cookie with its user, by the hash of the cookie's value. */
export const findSession = (db: Db, tokenSha256: Buffer) =>
  db
    .selectFrom('session')
    .innerJoin('portal_user', 'portal_user.id', 'session.user_id')
    .innerJoin('organisation', 'organisation.id', 'portal_user.organisation_id')
    .where('session.token_sha256', '=', tokenSha256)
    .select([
      'session.id',
      'session.token_sha256',
      'session.stage',
      'session.stage_since',
      'session.mfa_at',
      'session.amr',
      'session.last_input_at',
      'session.failed_codes',
      'session.challenge',
      'session.pending_totp_sealed',
      'session.mailed_code_mac',
      'portal_user.id as user_id',
      'portal_user.name as user_name',
      'portal_user.email as user_email',
      'portal_user.role as user_role',
      'portal_user.status as user_status',
      'portal_user.locale as user_locale',
      'portal_user.time_zone as user_time_zone',
      'organisation.id as organisation_id',
      'organisation.name as organisation_name',
      'organisation.time_zone as organisation_time_zone',
      'organisation.status as organisation_status',
    ])
    .executeTakeFirst();
export type SessionRow = NonNullable<Awaited<ReturnType<typeof findSession>>>;

export const updateSession = (db: Db, id: string, values: Updateable<Schema['session']>): Promise<unknown> =>
  db.updateTable('session').set(values).where('id', '=', id).execute();

/** Gives a session its next cookie, unless it ended or was given another meanwhile. */
export async function replaceSessionToken(
  tx: Tx,
  { id, token_sha256 }: Pick<SessionRow, 'id' | 'token_sha256'>,
  values: Updateable<Schema['session']>,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('session')
    .set(values)
    .where('id', '=', id)
    .where('token_sha256', '=', token_sha256)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/** Whether a session is as it was read: it did not end, and did not move on. */
export async function isCurrentSession(
  tx: Tx,
  { id, token_sha256 }: Pick<SessionRow, 'id' | 'token_sha256'>,
): Promise<boolean> {
  const row = await tx
    .selectFrom('session')
    .select('id')
    .where('id', '=', id)
    .where('token_sha256', '=', token_sha256)
    .executeTakeFirst();
  return row !== undefined;
}

/** Ends a session; false: it had ended, or `userId` has none of this ID. */
export async function deleteSession(db: Db, userId: string, id: string): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('session')
    .where('id', '=', id)
    .where('user_id', '=', userId)
    .executeTakeFirstOrThrow();
  return numDeletedRows === 1n;
}

/** Ends every session of a user, but for `except`. */
export const deleteSessions = (tx: Tx, userId: string, except: string | null = null): Promise<unknown> =>
  tx
    .deleteFrom('session')
    .where('user_id', '=', userId)
    .$if(except !== null, (query) => query.where('id', '!=', except))
    .execute();

/** Ends the set-up of an account that is under way; false: there was none. */
export async function deleteSetUpSessions(tx: Tx, userId: string): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('session')
    .where('user_id', '=', userId)
    .where('stage', '=', 'set-up')
    .executeTakeFirstOrThrow();
  return numDeletedRows > 0n;
}

/** A user's open sessions, the one used last first. */
export const listSessions = (db: Db, userId: string) =>
  db
    .selectFrom('session')
    .select(['id', 'stage_since', 'last_input_at', 'address', 'user_agent', 'mfa_at'])
    .where('user_id', '=', userId)
    .where('stage', '=', 'open')
    .orderBy('last_input_at', 'desc')
    .execute();

/** Counts a wrong code and answers how many there were. */
export async function countFailedCode(db: Db, id: string): Promise<number> {
  const row = await db
    .updateTable('session')
    .set((column) => ({ failed_codes: column('failed_codes', '+', 1) }))
    .where('id', '=', id)
    .returning('failed_codes')
    .executeTakeFirst();
  return row?.failed_codes ?? Number.POSITIVE_INFINITY;
}

/** Takes the WebAuthn challenge of a session: it answers one attempt. */
export async function takeChallenge(db: Db, id: string): Promise<string | null> {
  const { challenge } = (await db
    .selectFrom('session')
    .select('challenge')
    .where('id', '=', id)
    .executeTakeFirst()) ?? { challenge: null };
  if (challenge === null) return null;
  const { numUpdatedRows } = await db
    .updateTable('session')
    .set({ challenge: null })
    .where('id', '=', id)
    .where('challenge', '=', challenge)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n ? challenge : null;
}

/** Whose session this is, and whether they and their organisation are active; undefined when it was ended. */
export const findSessionState = (db: Db, id: string) =>
  db
    .selectFrom('session')
    .innerJoin('portal_user', 'portal_user.id', 'session.user_id')
    .innerJoin('organisation', 'organisation.id', 'portal_user.organisation_id')
    .where('session.id', '=', id)
    .select([
      'session.stage',
      'portal_user.status as user_status',
      'portal_user.role as user_role',
      'organisation.status as organisation_status',
    ])
    .executeTakeFirst();

/** Forgets sessions whose stage began before `before`; answers how many. */
export async function deleteOldSessions(db: Db, before: Date): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom('session')
    .where('stage_since', '<', before)
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}
