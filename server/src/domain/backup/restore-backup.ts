import { setTimeout as wait } from 'node:timers/promises';
import {
  countOtherConnections,
  dropTables,
  readSequences,
  readTables,
  type TableDescription,
} from '../../store/backup/keyturn-tables.ts';
import {
  analyseTables,
  emptyTables,
  insertRows,
  readRows,
  setSequence,
  setTextForms,
  withoutKeysAndTriggers,
} from '../../store/backup/table-rows.ts';
import { lockAuditHead } from '../../store/audit-events.ts';
import { beginGeneration } from '../../store/cache-head.ts';
import { inTransaction, type Db, type Tx } from '../../store/db.ts';
import { findInstance } from '../../store/instance.ts';
import { hasInstanceTable, migrate, migrateTo } from '../../store/migrate.ts';
import { ensureSearchIndexes } from '../../store/search-indexes.ts';
import { deleteServerInstances, mayBeServed } from '../../store/server-instances.ts';
import { listSealedKeys } from '../../store/signing-keys.ts';
import { waitMs } from '../token-memory/lease.ts';
import type { Actor } from '../audit/actor.ts';
import { appendRecorded } from '../audit/change.ts';
import { verifyAuditLog, type AuditVerification } from '../audit/verify-audit-log.ts';
import { BackupError } from './backup-error.ts';
import { createTableSum, type BackupFooter, type BackupHeader } from './backup-format.ts';
import { decodeBackup, type BackupPart } from './decode-backup.ts';
import type { BackupDeps, Progress } from './encode-backup.ts';
import { requireMasterKeyOpens } from './require-master-key.ts';

export type Restored = {
  header: BackupHeader;
  footer: BackupFooter;
  /** Migrations of this version that the backup did not have yet. */
  migrated: string[];
  audit: AuditVerification;
};

type Options = {
  /** Whether what the database holds is removed; otherwise it has to be empty. */
  replace: boolean;
  /** For the audit log: what was done. */
  action: 'instance.restored' | 'instance.moved';
  onProgress?: Progress;
};

/** The tenant ID of the federation that a database holds; null when it is empty, or was never started. */
export async function findTenant(db: Db): Promise<string | null> {
  const instance = (await hasInstanceTable(db)) ? await findInstance(db) : undefined;
  return instance?.tenant_id ?? null;
}

/**
 * Fills a database with a backup, in one transaction: afterwards it is as the backup was, or as it was before. What was
 * written is read back and compared, every foreign key is checked, the schema is brought up to date, and the audit
 * log is followed from its beginning; a break in it was there when the backup was made, and is told.
 * @throws BackupError when the database is not empty, is in use, or the backup cannot be restored
 */
export async function restoreBackup(
  deps: BackupDeps,
  actor: Actor,
  pages: AsyncIterable<string[]>,
  { replace, action, onProgress = () => undefined }: Options,
): Promise<Restored> {
  let wasServed = false;
  const restored = await inTransaction(deps.db, async (tx) => {
    await setTextForms(tx);
    wasServed = await mayBeServed(tx);
    const tenantId = await findTenant(tx);
    if (tenantId !== null && !replace) throw new BackupError('not-empty', { tenantId });
    const others = await countOtherConnections(tx);
    if (others > 0) throw new BackupError('in-use', { count: others });
    await dropTables(tx);
    const { header, footer, tables } = await load(tx, decodeBackup(pages, deps.sealer), onProgress);
    await requireEqual(tx, tables, header, footer);
    const migrated = await migrate(tx);
    await ensureSearchIndexes(tx);
    await analyseTables(tx, await readTables(tx));
    await deleteServerInstances(tx);
    await beginGeneration(tx);
    requireMasterKeyOpens(deps.sealer, await listSealedKeys(tx));
    const audit = await verifyAuditLog({ db: tx, sealer: deps.sealer }, null);
    const { createdAt, version } = header;
    await appendRecorded(tx, deps, actor, await lockAuditHead(tx), [
      {
        action,
        target: { type: 'instance', id: header.tenantId, name: header.tenantId },
        after: { createdAt, version, rows: footer.rows, sha256: footer.sha256 },
      },
    ]);
    return { header, footer, migrated, audit };
  });
  // One that is cut off from this database may be answering by what it held before.
  if (wasServed) await wait(waitMs);
  return restored;
}

async function load(
  tx: Tx,
  parts: AsyncGenerator<BackupPart, void>,
  onProgress: Progress,
): Promise<{ header: BackupHeader; footer: BackupFooter; tables: TableDescription[] }> {
  const first = await parts.next();
  if (first.done === true || first.value.kind !== 'header') throw new BackupError('no-backup');
  const { header } = first.value;
  await migrateTo(tx, header.migrations);
  const tables = matchTables(header, await readTables(tx));
  await emptyTables(tx, tables);
  const byName = new Map(tables.map((table) => [table.name, table]));
  const total = header.tables.reduce((sum, { rows }) => sum + rows, 0);
  let done = 0;
  let footer: BackupFooter | undefined;
  await withoutKeysAndTriggers(tx, tables, async () => {
    for await (const part of parts) {
      if (part.kind === 'footer') ({ footer } = part);
      if (part.kind !== 'rows') continue;
      const table = byName.get(part.table);
      if (table === undefined) throw new BackupError('altered');
      await insertRows(tx, table, part.lines);
      done += part.lines.length;
      onProgress(done, total);
    }
  });
  if (footer === undefined) throw new BackupError('cut');
  for (const sequence of header.sequences) await setSequence(tx, sequence);
  return { header, footer, tables };
}

/** The tables of the backup as this database has them; both come from the same migrations. */
function matchTables(header: BackupHeader, found: TableDescription[]): TableDescription[] {
  const names = (tables: { name: string }[]): string => tables.map(({ name }) => name).join();
  if (names(header.tables) !== names(found)) throw new BackupError('other-schema', { table: names(found) });
  return found.map((table, index) => {
    const columns = (header.tables[index]?.columns ?? []).map((wanted) =>
      table.columns.find(({ name }) => name === wanted),
    );
    const known = columns.filter((column) => column !== undefined);
    if (known.length !== columns.length || known.length !== table.columns.length)
      throw new BackupError('other-schema', { table: table.name });
    return { ...table, columns: known };
  });
}

/** What the database holds now is read again, and has to be what the backup holds, to the byte. */
async function requireEqual(
  tx: Tx,
  tables: TableDescription[],
  header: BackupHeader,
  footer: BackupFooter,
): Promise<void> {
  for (const [index, table] of tables.entries()) {
    const sum = createTableSum(table.name);
    for await (const lines of readRows(tx, table)) sum.add(lines);
    if (JSON.stringify(sum.end()) !== JSON.stringify(footer.tables[index]))
      throw new BackupError('differs', { table: table.name });
  }
  if (JSON.stringify(await readSequences(tx)) !== JSON.stringify(header.sequences))
    throw new BackupError('differs', { table: 'sequences' });
}
