import { createHash, createHmac, type Hash } from 'node:crypto';
import { z } from 'zod';
import type { Sealer } from '../../keys/sealer.ts';

/** The version of the format; a reader refuses every other. */
export const backupFormat = 1;

/** The first line. Counts are of the same moment as the rows, for showing how far a restore has come. */
export const backupHeader = z.object({
  keyturnBackup: z.literal(backupFormat),
  createdAt: z.iso.datetime(),
  version: z.string(),
  migrations: z.array(z.string()).min(1),
  tenantId: z.string(),
  masterKey: z.string(),
  tables: z.array(z.object({ name: z.string(), columns: z.array(z.string()).min(1), rows: z.number() })),
  sequences: z.array(
    z.object({ name: z.string(), lastValue: z.string().regex(/^-?\d+$/), isCalled: z.boolean() }),
  ),
});

/** The last line: over all lines before it. */
export const backupFooter = z.object({
  rows: z.number(),
  tables: z.array(z.object({ name: z.string(), rows: z.number(), sha256: z.string() })),
  sha256: z.string(),
  mac: z.string(),
});

export type BackupHeader = z.infer<typeof backupHeader>;
export type BackupFooter = z.infer<typeof backupFooter>;
/** How many rows a table has, and the SHA-256 over its lines. */
export type TableSum = BackupFooter['tables'][number];

/** Sums up one table, and, where the lines of a whole backup pass, those too. */
export function createTableSum(name: string): { add(lines: string[]): void; end(): TableSum } {
  const hash = createHash('sha256');
  let rows = 0;
  return {
    add(lines) {
      addLines(hash, lines);
      rows += lines.length;
    },
    end: () => ({ name, rows, sha256: hash.digest('hex') }),
  };
}

export const addLines = (hash: Hash, lines: string[]): void => void hash.update(`${lines.join('\n')}\n`);

/** Shows which master key is needed, without showing anything of the key itself. */
export const masterKeyFingerprint = (sealer: Sealer): string =>
  sealer.derive('master key fingerprint').toString('hex', 0, 4);

/** A sum that is computed anew after an alteration does not fit: this takes the master key. */
export const backupMac = (sealer: Sealer, sha256: string): string =>
  createHmac('sha256', sealer.derive('backup')).update(sha256, 'hex').digest('hex');
