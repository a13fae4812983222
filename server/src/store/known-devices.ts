import type { Db, Tx } from './db.ts';

/** Remembers a device, and answers whether the user has signed in from it before and from any at all. */
export async function rememberDevice(
  tx: Tx,
  userId: string,
  deviceSha256: Buffer,
  now: Date,
): Promise<{ known: boolean; first: boolean }> {
  const rows = await tx
    .selectFrom('known_device')
    .select('device_sha256')
    .where('user_id', '=', userId)
    .execute();
  await tx
    .insertInto('known_device')
    .values({ user_id: userId, device_sha256: deviceSha256, last_seen_at: now })
    .onConflict((conflict) =>
      conflict.columns(['user_id', 'device_sha256']).doUpdateSet({ last_seen_at: now }),
    )
    .execute();
  return {
    known: rows.some(({ device_sha256 }) => device_sha256.equals(deviceSha256)),
    first: rows.length === 0,
  };
}

/** Whether the user has signed in from this device. */
export async function isKnownDevice(db: Db, userId: string, deviceSha256: Buffer): Promise<boolean> {
  const row = await db
    .selectFrom('known_device')
    .select('user_id')
    .where('user_id', '=', userId)
    .where('device_sha256', '=', deviceSha256)
    .executeTakeFirst();
  return row !== undefined;
}

export const forgetDevices = (tx: Tx, userId: string): Promise<unknown> =>
  tx.deleteFrom('known_device').where('user_id', '=', userId).execute();

/** Forgets devices that were last seen before `before`; answers how many. */
export async function deleteOldDevices(db: Db, before: Date): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom('known_device')
    .where('last_seen_at', '<', before)
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}
