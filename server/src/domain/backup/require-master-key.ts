import type { Sealer } from '../../keys/sealer.ts';
import { sealPurpose } from '../signing-key/generate-signing-key.ts';
import { BackupError } from './backup-error.ts';
import { masterKeyFingerprint } from './backup-format.ts';

/** @throws BackupError when the master key does not open the private signing keys of the database */
export function requireMasterKeyOpens(sealer: Sealer, sealed: Uint8Array[]): void {
  for (const key of sealed)
    try {
      sealer.open(sealPurpose, key);
    } catch (error) {
      throw new BackupError(
        'master-key-opens-nothing',
        { configured: masterKeyFingerprint(sealer) },
        { cause: error },
      );
    }
}
