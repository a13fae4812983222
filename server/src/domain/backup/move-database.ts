import { markMoved } from '../../store/embedded/moved-marker.ts';
import type { Actor } from '../audit/actor.ts';
import { withBackupLines, type BackupDeps, type Progress } from './encode-backup.ts';
import { restoreBackup, type Restored } from './restore-backup.ts';

/**
 * Copies the embedded database of `directory` into an empty one, as a restore of its backup would, compares both, and
 * then marks the directory, whose database stays as it is: from then on it is not opened until somebody removes the mark.
 * @throws BackupError
 */
export async function moveDatabase(
  source: BackupDeps,
  target: BackupDeps,
  actor: Actor,
  { directory, to, onProgress }: { directory: string; to: string; onProgress: Progress },
): Promise<Restored> {
  const moved = await withBackupLines(source, (lines) =>
    restoreBackup(target, actor, lines, { replace: false, action: 'instance.moved', onProgress }),
  );
  markMoved(directory, to, source.clock.now());
  return moved;
}
