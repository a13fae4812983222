import type { BackupFooter, BackupHeader } from '../domain/backup/backup-format.ts';
import type { Restored } from '../domain/backup/restore-backup.ts';
import { text } from '../messages.ts';
import { failed, printError } from './output.ts';

/** What `--json` tells of a backup. */
export const summarise = (
  { createdAt, version, migrations, tenantId, masterKey }: BackupHeader,
  { rows, tables, sha256 }: BackupFooter,
) => ({ createdAt, version, migrations, tenantId, masterKeyFingerprint: masterKey, rows, sha256, tables });

/** What `--json` tells of a restore. */
export const summariseRestored = ({ header, footer, migrated, audit }: Restored) => ({
  ...summarise(header, footer),
  migrated,
  auditEvents: audit.events,
  auditProblem: audit.problem,
});

/**
 * The rows are there as they were in the backup, and so is a break in the audit log.
 * @throws CommandFailedError when there is one
 */
export function requireIntactAuditLog({ audit: { problem } }: Restored): void {
  if (problem === null) return;
  printError(text('cli.restore.audit-problem'));
  throw failed(`cli.audit.verify.${problem.kind}`, { at: String(problem.at) });
}
