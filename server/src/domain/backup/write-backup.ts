import type { BackupFooter, BackupHeader } from './backup-format.ts';
import { readBackupFile, writeBackupFile } from './backup-file.ts';
import { checkBackup } from './check-backup.ts';
import { withBackupLines, type BackupDeps, type Progress } from './encode-backup.ts';

/**
 * Writes the whole database to a file, and reads that again before it takes its name.
 * @throws BackupError
 */
export async function writeBackup(
  deps: BackupDeps,
  file: string,
  { replace, onProgress }: { replace: boolean; onProgress?: Progress },
): Promise<{ header: BackupHeader; footer: BackupFooter }> {
  let checked: Awaited<ReturnType<typeof checkBackup>> | undefined;
  await withBackupLines(
    deps,
    (lines) =>
      writeBackupFile(file, lines, {
        replace,
        verify: async (written) => {
          checked = await checkBackup(readBackupFile(written), deps.sealer);
        },
      }),
    onProgress,
  );
  if (checked === undefined) throw new Error('a backup takes its name only after it was checked');
  return checked;
}
