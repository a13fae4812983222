export type EmbeddedDatabaseErrorCode =
  | 'data-directory-in-use'
  | 'data-directory-not-a-directory'
  | 'data-directory-not-writable'
  | 'data-directory-full'
  | 'data-directory-damaged'
  | 'data-directory-lock-unavailable'
  | 'master-key-missing'
  | 'master-key-damaged'
  | 'embedded-database-version'
  | 'embedded-database-failed';

/** Why the embedded database cannot be opened or used. `code` is stable; the message is for an operator. */
export class EmbeddedDatabaseError extends Error {
  override readonly name: string = 'EmbeddedDatabaseError';
  readonly code: EmbeddedDatabaseErrorCode;
  constructor(code: EmbeddedDatabaseErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** The process that holds a data directory, as it described itself. */
export interface DataDirectoryHolder {
  pid: number;
  host: string;
  command: string;
  since: Date;
}

/** Another process has the data directory; `holder` is null if that process could not be made out. */
export class DataDirectoryInUseError extends EmbeddedDatabaseError {
  override readonly name = 'DataDirectoryInUseError';
  readonly holder: DataDirectoryHolder | null;
  constructor(directory: string, holder: DataDirectoryHolder | null) {
    const by =
      holder === null
        ? 'another process'
        : `process ${holder.pid} on ${holder.host} (${holder.command}, since ${holder.since.toISOString()})`;
    super('data-directory-in-use', `the data directory ${directory} is in use by ${by}`);
    this.holder = holder;
  }
}

/**
 * The embedded database has stopped for good: it crashed, or the disk refused to keep a write. Nothing that was
 * acknowledged is lost, and nothing more is acknowledged; starting the process again recovers.
 */
export class EmbeddedDatabaseFailedError extends EmbeddedDatabaseError {
  override readonly name = 'EmbeddedDatabaseFailedError';
  constructor(reason: string, options?: ErrorOptions) {
    super('embedded-database-failed', `the embedded database has stopped: ${reason}`, options);
  }
}

/** Turns an error of the file system into one that says what is wrong with the data directory. */
export function asDataDirectoryError(directory: string, error: unknown): EmbeddedDatabaseError {
  if (error instanceof EmbeddedDatabaseError) return error;
  const code = fileSystemCode(error);
  const message = error instanceof Error ? error.message : String(error);
  return new EmbeddedDatabaseError(
    (code === undefined ? undefined : codes[code]) ?? 'embedded-database-failed',
    `the data directory ${directory} cannot be used: ${message}`,
    { cause: error },
  );
}

const codes: Readonly<Record<string, EmbeddedDatabaseErrorCode>> = {
  EACCES: 'data-directory-not-writable',
  EPERM: 'data-directory-not-writable',
  EROFS: 'data-directory-not-writable',
  ENOSPC: 'data-directory-full',
  EDQUOT: 'data-directory-full',
  ENOTDIR: 'data-directory-not-a-directory',
  EEXIST: 'data-directory-not-a-directory',
};

/** The `code` of an error of node:fs, such as `ENOSPC`. */
export const fileSystemCode = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
