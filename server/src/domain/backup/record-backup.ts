import { inTransaction } from '../../store/db.ts';
import { lockAuditHead } from '../../store/audit-events.ts';
import { findInstance } from '../../store/instance.ts';
import { hasInstanceTable, readMigrations } from '../../store/migrate.ts';
import { listSealedKeys } from '../../store/signing-keys.ts';
import type { Actor } from '../audit/actor.ts';
import { appendRecorded } from '../audit/change.ts';
import type { BackupDeps } from './encode-backup.ts';
import { requireMasterKeyOpens } from './require-master-key.ts';

/** What PostgreSQL says of a standby, and of an account that may only read. */
const mayNotWrite = new Set(['25006', '42501']);

/**
 * Records that somebody takes the whole database away, before its first row leaves, so that the backup tells of itself (R7).
 * @returns false: of this database nothing can be written down, only read; a backup of it is none the worse
 * @throws BackupError when the master key is not the database's: the audit log must not go on under another
 * @throws NewerSchemaError
 */
export async function recordBackup(deps: BackupDeps, actor: Actor, file: string): Promise<boolean> {
  // Whoever writes the backup says that there is nothing.
  if (!(await hasInstanceTable(deps.db))) return true;
  await readMigrations(deps.db);
  const instance = await findInstance(deps.db);
  if (instance === undefined) return true;
  const { tenant_id: id } = instance;
  try {
    await inTransaction(deps.db, async (tx) => {
      const head = await lockAuditHead(tx);
      requireMasterKeyOpens(deps.sealer, await listSealedKeys(tx));
      const target = { type: 'instance', id, name: id };
      await appendRecorded(tx, deps, actor, head, [
        { action: 'instance.backup-started', target, after: { file } },
      ]);
    });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && mayNotWrite.has(String(error.code))) return false;
    throw error;
  }
}
