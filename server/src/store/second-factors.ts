import type { Insertable, Selectable } from 'kysely';
import type { Db, Tx } from './db.ts';
import type { Schema } from './schema.ts';

export type SecondFactorRow = Selectable<Schema['second_factor']>;

export type NewSecondFactor = Insertable<Schema['second_factor']>;

export const insertSecondFactor = (db: Db, row: NewSecondFactor): Promise<unknown> =>
  db.insertInto('second_factor').values(row).execute();

/** A user's second factors, oldest first. */
export const listSecondFactors = (db: Db, userId: string): Promise<SecondFactorRow[]> =>
  db
    .selectFrom('second_factor')
    .selectAll()
    .where('user_id', '=', userId)
    .orderBy('created_at')
    .orderBy('id')
    .execute();

export const renameSecondFactor = (tx: Tx, id: string, name: string): Promise<unknown> =>
  tx.updateTable('second_factor').set({ name }).where('id', '=', id).execute();

export const deleteSecondFactor = (tx: Tx, id: string): Promise<unknown> =>
  tx.deleteFrom('second_factor').where('id', '=', id).execute();

export const deleteSecondFactors = (tx: Tx, userId: string): Promise<unknown> =>
  tx.deleteFrom('second_factor').where('user_id', '=', userId).execute();

/** Marks a TOTP time step as used, unless it or a later one was: of two servers with one code, one succeeds. */
export async function useTotpStep(db: Db, id: string, step: number, now: Date): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('second_factor')
    .set({ totp_used_step: step, last_used_at: now })
    .where('id', '=', id)
    .where((where) =>
      where.or([where('totp_used_step', 'is', null), where('totp_used_step', '<', String(step))]),
    )
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/** Keeps a passkey's signature counter (WebAuthn section 6.1.1). */
export const usePasskey = (db: Db, id: string, signCount: number, now: Date): Promise<unknown> =>
  db
    .updateTable('second_factor')
    .set({ sign_count: signCount, last_used_at: now })
    .where('id', '=', id)
    .execute();

/** The last used TOTP step of every authenticator. */
export const allTotpSteps = (db: Db) =>
  db.selectFrom('second_factor').select(['user_id', 'totp_used_step']).where('kind', '=', 'totp').execute();
