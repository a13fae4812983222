import { createHash } from 'node:crypto';
import {
  addLines,
  backupMac,
  createTableSum,
  type BackupFooter,
  type BackupHeader,
} from '../../src/domain/backup/backup-format.ts';
import type { Sealer } from '../../src/keys/sealer.ts';

/** The text of a backup with its sums computed anew over its lines, as whoever alters one would. */
export function encodeAgain(text: string, sealer: Sealer): string {
  const lines = text.trimEnd().split('\n').slice(0, -1);
  const { tables } = JSON.parse(lines[0] ?? '') as BackupHeader;
  const whole = createHash('sha256');
  addLines(whole, lines);
  const sections: string[][] = [];
  for (const line of lines.slice(1))
    if (line.startsWith('[')) sections.at(-1)?.push(line);
    else sections.push([]);
  const sums = tables.map(({ name }, index) => {
    const sum = createTableSum(name);
    const rows = sections[index] ?? [];
    if (rows.length > 0) sum.add(rows);
    return sum.end();
  });
  const sha256 = whole.digest('hex');
  const footer: BackupFooter = {
    rows: sums.reduce((all, { rows }) => all + rows, 0),
    tables: sums,
    sha256,
    mac: backupMac(sealer, sha256),
  };
  return `${[...lines, JSON.stringify(footer)].join('\n')}\n`;
}
