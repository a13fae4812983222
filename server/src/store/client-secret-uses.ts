import type { Db } from './db.ts';

/** The token requests that one client secret made since the last batch. */
export type ClientSecretUse = {
  secretId: string;
  firstUsedAt: Date;
  lastUsedAt: Date;
  address: string | null;
  userAgent: string | null;
  count: number;
};

/** Adds a batch of uses in one statement. */
export async function addClientSecretUses(db: Db, uses: ClientSecretUse[]): Promise<void> {
  await db
    .insertInto('client_secret_use')
    .values(
      uses.map((use) => ({
        secret_id: use.secretId,
        first_used_at: use.firstUsedAt,
        last_used_at: use.lastUsedAt,
        last_address: use.address,
        last_user_agent: use.userAgent,
        request_count: use.count,
      })),
    )
    .onConflict((conflict) =>
      conflict.column('secret_id').doUpdateSet((column) => ({
        first_used_at: column.fn('least', ['client_secret_use.first_used_at', 'excluded.first_used_at']),
        last_used_at: column.fn('greatest', ['client_secret_use.last_used_at', 'excluded.last_used_at']),
        last_address: column.ref('excluded.last_address'),
        last_user_agent: column.ref('excluded.last_user_agent'),
        request_count: column('client_secret_use.request_count', '+', column.ref('excluded.request_count')),
      })),
    )
    .execute();
}
