import { z } from 'zod';
import type { Sealer } from '../../keys/sealer.ts';
import { BackupError } from './backup-error.ts';
import type { BackupFooter, BackupHeader } from './backup-format.ts';
import { decodeBackup } from './decode-backup.ts';
import { requireMasterKeyOpens } from './require-master-key.ts';

const row = z.array(z.string().nullable());

/**
 * Reads a backup to its end and checks all that shows without a database: that it is whole, and that the master key
 * opens the signing keys in it.
 * @throws BackupError
 * @throws NewerSchemaError
 */
export async function checkBackup(
  pages: AsyncIterable<string[]>,
  sealer: Sealer | null,
): Promise<{ header: BackupHeader; footer: BackupFooter }> {
  const sealed: Buffer[] = [];
  let header: BackupHeader | undefined;
  let footer: BackupFooter | undefined;
  for await (const part of decodeBackup(pages, sealer)) {
    if (part.kind === 'header') ({ header } = part);
    else if (part.kind === 'footer') ({ footer } = part);
    else if (part.table === 'signing_key')
      sealed.push(...part.lines.flatMap((line) => sealedIn(part.columns, line)));
  }
  if (header === undefined || footer === undefined || sealer === null) throw new BackupError('cut');
  requireMasterKeyOpens(sealer, sealed);
  return { header, footer };
}

/** None for a key that signs no more, whose private part is destroyed. */
function sealedIn(columns: string[], line: string): Buffer[] {
  const value = row.parse(JSON.parse(line))[columns.indexOf('private_sealed')] ?? null;
  // PostgreSQL's text of bytea: \x and two digits a byte.
  return value === null ? [] : [Buffer.from(value.slice(2), 'hex')];
}
