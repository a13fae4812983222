import { createHash } from 'node:crypto';
import { readSequences, readTables } from '../../store/backup/keyturn-tables.ts';
import { countRows, readRows, setTextForms } from '../../store/backup/table-rows.ts';
import { inSnapshot, type Tx } from '../../store/db.ts';
import { findInstance } from '../../store/instance.ts';
import { hasInstanceTable, readMigrations } from '../../store/migrate.ts';
import { listSealedKeys } from '../../store/signing-keys.ts';
import { version } from '../../version.ts';
import type { Deps } from '../deps.ts';
import { BackupError } from './backup-error.ts';
import {
  addLines,
  backupFormat,
  backupMac,
  createTableSum,
  masterKeyFingerprint,
  type BackupFooter,
  type BackupHeader,
} from './backup-format.ts';
import { requireMasterKeyOpens } from './require-master-key.ts';

/** What commands about backups work with: a database that is open, and not migrated. */
export type BackupDeps = Pick<Deps, 'db' | 'sealer' | 'clock'>;
/** Hears how many rows are done, of how many. */
export type Progress = (done: number, total: number) => void;

/**
 * The whole database as lines of text, in pages: a header, each table with its rows, a footer; all of one moment, as
 * changes that happen meanwhile are not seen. `use` takes the lines while the snapshot is open.
 * @throws BackupError when there is nothing to back up, or the master key is not the database's
 * @throws NewerSchemaError
 */
export async function withBackupLines<Result>(
  deps: BackupDeps,
  use: (lines: AsyncIterable<string[]>) => Promise<Result>,
  onProgress: Progress = () => undefined,
): Promise<Result> {
  return inSnapshot(deps.db, async (tx) => {
    await setTextForms(tx);
    const header = await readHeader(tx, deps);
    requireMasterKeyOpens(deps.sealer, await listSealedKeys(tx));
    return use(encode(tx, deps, header, onProgress));
  });
}

async function readHeader(tx: Tx, { sealer, clock }: BackupDeps): Promise<BackupHeader> {
  const migrations = await readMigrations(tx);
  const instance = (await hasInstanceTable(tx)) ? await findInstance(tx) : undefined;
  if (instance === undefined) throw new BackupError('nothing');
  const tables: BackupHeader['tables'] = [];
  for (const table of await readTables(tx))
    tables.push({
      name: table.name,
      columns: table.columns.map(({ name }) => name),
      rows: await countRows(tx, table),
    });
  return {
    keyturnBackup: backupFormat,
    createdAt: clock.now().toISOString(),
    version,
    migrations,
    tenantId: instance.tenant_id,
    masterKey: masterKeyFingerprint(sealer),
    tables,
    sequences: await readSequences(tx),
  };
}

async function* encode(
  tx: Tx,
  { sealer }: BackupDeps,
  header: BackupHeader,
  onProgress: Progress,
): AsyncGenerator<string[]> {
  const whole = createHash('sha256');
  const add = (lines: string[]): string[] => {
    addLines(whole, lines);
    return lines;
  };
  const total = header.tables.reduce((sum, { rows }) => sum + rows, 0);
  const tables: BackupFooter['tables'] = [];
  let done = 0;
  yield add([JSON.stringify(header)]);
  for (const table of await readTables(tx)) {
    yield add([JSON.stringify({ table: table.name })]);
    const sum = createTableSum(table.name);
    for await (const lines of readRows(tx, table)) {
      sum.add(lines);
      yield add(lines);
      done += lines.length;
      onProgress(done, total);
    }
    tables.push(sum.end());
  }
  const sha256 = whole.digest('hex');
  const footer: BackupFooter = { rows: done, tables, sha256, mac: backupMac(sealer, sha256) };
  yield [JSON.stringify(footer)];
}
