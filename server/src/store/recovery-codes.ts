import type { Db, Tx } from './db.ts';

/** Replaces a user's recovery codes. */
export async function putRecoveryCodes(tx: Tx, userId: string, macs: Buffer[]): Promise<void> {
  await deleteRecoveryCodes(tx, userId);
  await tx
    .insertInto('recovery_code')
    .values(macs.map((mac) => ({ user_id: userId, mac })))
    .execute();
}

/** Uses up a recovery code, once. */
export async function useRecoveryCode(db: Db, userId: string, mac: Buffer): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('recovery_code')
    .where('user_id', '=', userId)
    .where('mac', '=', mac)
    .executeTakeFirstOrThrow();
  return numDeletedRows === 1n;
}

export async function countRecoveryCodes(db: Db, userId: string): Promise<number> {
  const { count } = await db
    .selectFrom('recovery_code')
    .where('user_id', '=', userId)
    .select((select) => select.fn.countAll<string>().as('count'))
    .executeTakeFirstOrThrow();
  return Number(count);
}

export const deleteRecoveryCodes = (tx: Tx, userId: string): Promise<unknown> =>
  tx.deleteFrom('recovery_code').where('user_id', '=', userId).execute();
