import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { syncPath } from '../../store/embedded/durable-files.ts';
import { BackupError } from './backup-error.ts';

/** The longest line that is read, in bytes: a file that someone made may hold a longer one than memory does. */
const longestLine = 256 * 1024 * 1024;
/** Quick, and within a fifth of the best in size. */
const level = 3;

/**
 * Writes lines to a compressed file (mode 0600) aside, has the disk keep it, lets `verify` read it again, and puts it
 * in its place: at any moment there is the old file or the whole new one. Without `replace` an existing file stays.
 * @throws BackupError when the file exists, or cannot be written; what was begun is removed
 */
export async function writeBackupFile(
  file: string,
  pages: AsyncIterable<string[]>,
  { replace, verify }: { replace: boolean; verify: (file: string) => Promise<void> },
): Promise<void> {
  requireWritable(file, { replace });
  const aside = `${file}.${randomBytes(6).toString('hex')}.partial`;
  try {
    await pipeline(
      Readable.from(asText(pages)),
      createGzip({ level }),
      fs.createWriteStream(aside, { flags: 'wx', mode: 0o600, flush: true }),
    );
    await verify(aside);
    if (replace) fs.renameSync(aside, file);
    else putInPlace(aside, file);
    syncPath(path.dirname(file));
  } catch (error) {
    throw asBackupError(file, error);
  } finally {
    fs.rmSync(aside, { force: true });
  }
}

/** @throws BackupError when `file` exists and is not to be replaced, or its directory is missing */
export function requireWritable(file: string, { replace }: { replace: boolean }): void {
  const found = fs.statSync(file, { throwIfNoEntry: false });
  if (found?.isDirectory() === true) throw new BackupError('directory', { file });
  if (found !== undefined && !replace) throw new BackupError('exists', { file });
  const directory = path.dirname(path.resolve(file));
  if (!fs.existsSync(directory)) throw new BackupError('no-directory', { directory });
}

/** A link is made only where nothing is; some file systems know none. */
function putInPlace(aside: string, file: string): void {
  try {
    fs.linkSync(aside, file);
  } catch (error) {
    if (codeOf(error) === 'EEXIST' || fs.existsSync(file)) throw new BackupError('exists', { file });
    fs.renameSync(aside, file);
  }
}

async function* asText(pages: AsyncIterable<string[]>): AsyncGenerator<string> {
  for await (const lines of pages) yield `${lines.join('\n')}\n`;
}

/**
 * The lines of a backup file, a page at a time.
 * @throws BackupError when it cannot be read, is none, or was cut or altered
 */
export async function* readBackupFile(file: string): AsyncGenerator<string[]> {
  const source = fs.createReadStream(file);
  const unpacked = createGunzip();
  // Its error reaches the reader below by way of `unpacked`.
  source.on('error', (error) => unpacked.destroy(error));
  source.pipe(unpacked);
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let rest: Buffer[] = [];
  let restBytes = 0;
  try {
    for await (const chunk of unpacked as AsyncIterable<Buffer>) {
      const end = chunk.lastIndexOf(0x0a);
      if (end === -1) {
        rest.push(chunk);
        restBytes += chunk.length;
        if (restBytes > longestLine) throw new BackupError('altered');
        continue;
      }
      yield decoder.decode(Buffer.concat([...rest, chunk.subarray(0, end)])).split('\n');
      rest = [chunk.subarray(end + 1)];
      restBytes = chunk.length - end - 1;
    }
    if (restBytes > 0) throw new BackupError('cut');
  } catch (error) {
    throw asUnreadable(file, error);
  } finally {
    source.destroy();
    unpacked.destroy();
  }
}

function asUnreadable(file: string, error: unknown): unknown {
  const code = codeOf(error);
  if (code === 'Z_BUF_ERROR') return new BackupError('cut', {}, { cause: error });
  if (code === 'Z_DATA_ERROR' && isMissingMagic(error))
    return new BackupError('no-backup', {}, { cause: error });
  if (code?.startsWith('Z_') === true || code === 'ERR_ENCODING_INVALID_ENCODED_DATA')
    return new BackupError('altered', {}, { cause: error });
  if (code !== undefined && /^E[A-Z]+$/.test(code))
    return new BackupError('unreadable', { file, reason: reasonOf(error) }, { cause: error });
  return error;
}

const isMissingMagic = (error: unknown): boolean => reasonOf(error).includes('incorrect header check');

/** Errors of the file system come with what they mean for a backup; others stay as they are. */
function asBackupError(file: string, error: unknown): unknown {
  if (error instanceof BackupError || !(error instanceof Error) || !('syscall' in error)) return error;
  return new BackupError('not-written', { file, reason: error.message }, { cause: error });
}

const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
