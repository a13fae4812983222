import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Sealer } from '../../keys/sealer.ts';
import { refuseUnknownMigrations } from '../../store/migrate.ts';
import { BackupError } from './backup-error.ts';
import {
  addLines,
  backupFooter,
  backupFormat,
  backupHeader,
  backupMac,
  createTableSum,
  masterKeyFingerprint,
  type BackupFooter,
  type BackupHeader,
} from './backup-format.ts';

/** What a backup consists of, in its order. */
export type BackupPart =
  | { kind: 'header'; header: BackupHeader }
  | { kind: 'rows'; table: string; columns: string[]; lines: string[] }
  | { kind: 'footer'; footer: BackupFooter };

const tableLine = z.strictObject({ table: z.string() });
const anyFormat = z.object({ keyturnBackup: z.number() });

/**
 * Reads a backup and checks each of its sums. The footer comes last and only when all of it is as it was written:
 * what came before must not be used for good until then.
 * @throws BackupError when it is none, of another format, altered, cut, or of another master key than that of `sealer`
 * @throws NewerSchemaError
 */
export async function* decodeBackup(
  pages: AsyncIterable<string[]>,
  sealer: Sealer | null,
): AsyncGenerator<BackupPart, void> {
  const whole = createHash('sha256');
  const sums: BackupFooter['tables'] = [];
  let header: BackupHeader | undefined;
  let sum: ReturnType<typeof createTableSum> | undefined;
  let isEnded = false;

  for await (const page of pages) {
    let rest = page;
    while (rest.length > 0) {
      if (isEnded) throw new BackupError('altered');
      const [line = ''] = rest;
      if (header === undefined) {
        header = readHeader(line, sealer);
        addLines(whole, [line]);
        rest = rest.slice(1);
        yield { kind: 'header', header };
        continue;
      }
      const rows = leadingRows(rest);
      if (rows.length > 0) {
        const table = header.tables[sums.length];
        if (sum === undefined || table === undefined) throw new BackupError('altered');
        sum.add(rows);
        addLines(whole, rows);
        rest = rest.slice(rows.length);
        yield { kind: 'rows', table: table.name, columns: table.columns, lines: rows };
        continue;
      }
      if (sum !== undefined) sums.push(sum.end());
      sum = undefined;
      rest = rest.slice(1);
      const next = header.tables[sums.length];
      if (next !== undefined) {
        if (parse(tableLine, line).table !== next.name) throw new BackupError('altered');
        sum = createTableSum(next.name);
        addLines(whole, [line]);
        continue;
      }
      const footer = parse(backupFooter, line);
      requireFits(footer, header, sums, whole.digest('hex'), sealer);
      isEnded = true;
      yield { kind: 'footer', footer };
    }
  }
  if (header === undefined) throw new BackupError('no-backup');
  if (!isEnded) throw new BackupError('cut');
}

/** A row is the only kind of line that begins with a bracket. */
function leadingRows(lines: string[]): string[] {
  const other = lines.findIndex((line) => !line.startsWith('['));
  return other === -1 ? lines : lines.slice(0, other);
}

function readHeader(line: string, sealer: Sealer | null): BackupHeader {
  const format = anyFormat.safeParse(parseJson(line));
  if (!format.success) throw new BackupError('no-backup');
  if (format.data.keyturnBackup !== backupFormat)
    throw new BackupError('other-format', { format: String(format.data.keyturnBackup) });
  const header = parse(backupHeader, line);
  refuseUnknownMigrations(header.migrations);
  if (sealer === null) throw new BackupError('master-key-missing', { wanted: header.masterKey });
  const configured = masterKeyFingerprint(sealer);
  if (header.masterKey !== configured)
    throw new BackupError('other-master-key', { wanted: header.masterKey, configured });
  return header;
}

function requireFits(
  footer: BackupFooter,
  header: BackupHeader,
  sums: BackupFooter['tables'],
  sha256: string,
  sealer: Sealer | null,
): void {
  const isWhole =
    footer.sha256 === sha256 &&
    sealer !== null &&
    footer.mac === backupMac(sealer, sha256) &&
    JSON.stringify(footer.tables) === JSON.stringify(sums) &&
    header.tables.every(({ rows }, index) => sums[index]?.rows === rows) &&
    footer.rows === sums.reduce((all, { rows }) => all + rows, 0);
  if (!isWhole) throw new BackupError('altered');
}

function parse<Schema extends z.ZodType>(schema: Schema, line: string): z.output<Schema> {
  const parsed = schema.safeParse(parseJson(line));
  if (!parsed.success) throw new BackupError('altered');
  return parsed.data;
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
