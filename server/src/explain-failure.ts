import { ZodError } from 'zod';
import { DemoMismatchError } from './compose.ts';
import { BackupError } from './domain/backup/backup-error.ts';
import { KeyturnError } from './domain/errors.ts';
import { TenantIdChangedError } from './domain/instance/ensure-instance.ts';
import { WrongMasterKeyError } from './domain/signing-key/signing-keys.ts';
import { PortBusyError } from './cli/free-port.ts';
import { text } from './messages.ts';
import { databaseFailure } from './domain/database-failure.ts';
import { DataDirectoryInUseError, EmbeddedDatabaseError } from './store/embedded/errors.ts';
import { DatabaseMovedError } from './store/embedded/moved-marker.ts';
import { NewerSchemaError, PostgresTooOldError } from './store/migrate.ts';
import { CommandFailedError } from './cli/output.ts';

/** What to tell the operator about an error that ends a command; null for one that nobody foresaw. */
export function explainFailure(error: unknown, directory: string): string | null {
  if (error instanceof CommandFailedError) return error.message;
  if (error instanceof KeyturnError) return error.publicMessage;
  if (error instanceof BackupError) return error.message;
  if (error instanceof DatabaseMovedError)
    return text('backup.moved', { directory, to: error.to, at: error.at, marker: error.marker });
  if (error instanceof ZodError)
    return error.issues
      .map(({ path, message }) => text('cli.input-invalid', { path: path.join('.'), message }))
      .join('\n');
  if (error instanceof WrongMasterKeyError) return text('config.master-key-wrong');
  if (error instanceof TenantIdChangedError)
    return text('config.tenant-id-changed', { configured: error.configured, stored: error.stored });
  if (error instanceof DemoMismatchError)
    return text(error.holdsDemo ? 'config.demo-database' : 'config.production-database', { directory });
  if (error instanceof NewerSchemaError) return text('config.schema-newer', { migration: error.migration });
  if (error instanceof PostgresTooOldError) return text('config.database-too-old', { found: error.found });
  if (error instanceof PortBusyError) return text('config.port-busy', { port: String(error.port) });
  if (error instanceof DataDirectoryInUseError) return explainInUse(error, directory);
  if (error instanceof EmbeddedDatabaseError) return error.message;
  return explainSystemError(error);
}

function explainInUse({ holder }: DataDirectoryInUseError, directory: string): string {
  if (holder === null) return text('cli.data-directory-in-use-unknown', { directory });
  const { pid, host, command, since } = holder;
  return text('cli.data-directory-in-use', {
    directory,
    pid: String(pid),
    host,
    command,
    since: since.toISOString(),
  });
}

// PostgreSQL: wrong password, no such role, database or permission.
const refusedByPostgres = /^(28...|3D000|42501)$/;

function explainSystemError(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (code === 'EADDRNOTAVAIL' || (code === 'EACCES' && 'port' in error))
    return text('config.address-unavailable', {
      host: 'address' in error ? String(error.address) : '',
      port: 'port' in error ? String(error.port) : '',
      reason: code,
    });
  if (databaseFailure(error) !== null || refusedByPostgres.test(code))
    return text('config.database-unreachable', { reason: error.message || code });
  return null;
}

/** Whether another process has the data directory. */
export const isDataDirectoryInUse = (error: unknown): boolean => error instanceof DataDirectoryInUseError;
